"""The REST API's addresses, below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from generation.api.base import NothingHere
from generation.api.description import Description, RedocPage, SwaggerPage
from generation.api.login import Login, Logout
from generation.api.summaries import Summaries, Summary
from generation.api.tokens import Token, Tokens

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/login/", Login.as_view(), name="login"),
    path("auth/logout/", Logout.as_view(), name="logout"),
    path("summaries/", Summaries.as_view(), name="summaries"),
    path("summaries/<str:job_id>/", Summary.as_view(), name="summary"),
    path("tokens/", Tokens.as_view(), name="tokens"),
    path("tokens/<str:token_id>/", Token.as_view(), name="token"),
    path("schema/", Description.as_view(), name="schema"),
    path("docs/", SwaggerPage.as_view(), name="swagger"),
    path("redoc/", RedocPage.as_view(), name="redoc"),
    re_path("", NothingHere.as_view()),
]
