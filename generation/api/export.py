"""Everything about me, to take along."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from core.actors import actor_of
from generation.api.base import ApiView, refusals_as_problems, user_of
from generation.api.schema import describes
from generation.api.whose import own_patient
from generation.archives.making import archive_name, export_person

MEDIA_TYPE = "application/zip"
# What is larger waits on the disk.
_IN_MEMORY = 4 << 20


class ZipRenderer(JSONRenderer):
    """Lets a client ask for a ZIP; what it is refused with is JSON."""

    media_type = MEDIA_TYPE


class MyExport(ApiView):
    """GET: everything about the person as one ZIP."""

    throttle_scope = "export"
    renderer_classes = (ZipRenderer, JSONRenderer)

    @describes(
        "export_me",
        "Everything about me as one ZIP",
        answers={(200, MEDIA_TYPE): OpenApiTypes.BINARY},
        problems=("not_found",),
        headers={200: ("Content-Disposition",)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """JSON Lines with a schema and a SHA-256 of every file and row. It is recorded like every look."""
        patient = own_patient(request)
        with SpooledTemporaryFile(_IN_MEMORY) as file:
            with refusals_as_problems():
                export_person(actor_of(user_of(request)), patient, file, target=request.path)
            file.seek(0)
            # Read here: a server of the async kind would read a file line by line, and warn.
            answer = HttpResponse(file.read(), content_type=MEDIA_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{archive_name(patient)}"'
        return answer
