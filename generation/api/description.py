"""The API's description, and two pages that show it to people: nothing of them comes from another site."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.response_headers import HEADERS
from generation.api.base import ApiView
from generation.api.schema import openapi

# Redoc styles itself as it draws and searches in a worker that it makes of its own text. Nothing on its page is said by
# anybody but us.
_REDOC_POLICY = f"{HEADERS['Content-Security-Policy']}; worker-src 'self' blob:".replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


# Their renderers can draw a page and nothing else, so no answer of another method.
_ASKED = ("get", "head")


class Description(ApiView):
    """GET: all calls, as OpenAPI 3.1."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(openapi())


class SwaggerPage(SpectacularSwaggerSplitView):
    """The description with a form for each call."""

    url_name = "api:schema"
    template_name = "api/swagger.html"
    throttle_classes = ()
    http_method_names = _ASKED


class RedocPage(SpectacularRedocView):
    """The description to read."""

    url_name = "api:schema"
    template_name = "api/redoc.html"
    throttle_classes = ()
    http_method_names = _ASKED

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Content-Security-Policy"] = _REDOC_POLICY
        return answer
