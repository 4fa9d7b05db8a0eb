"""A request that is not taken says what was wrong with it: too much text, too many fields, another site's name."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from tests.builders.people import make_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_operator())
    return client


@pytest.mark.parametrize("form", ["admin:core_therapysession_add", "admin:login"])
def test_too_much_text_is_413_with_the_limit(desk: Client, form: str) -> None:
    answer = desk.post(reverse(form), {"transcript": "x" * 2_700_000})
    assert answer.status_code == 413
    assert "A form may hold 2.5\xa0MB of text." in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=20)
def test_too_many_fields_are_named_with_the_limit(desk: Client) -> None:
    answer = desk.post(reverse("admin:core_careteam_add"), {"patients": ["1"] * 21})
    assert (answer.status_code, "A form may have 20." in answer.content.decode()) == (400, True)


@override_settings(DATA_UPLOAD_MAX_NUMBER_FILES=0)
def test_too_many_files_are_named(desk: Client) -> None:
    answer = desk.post(reverse("admin:core_careteam_add"), {"file": SimpleUploadedFile("a.txt", b"a")})
    assert (answer.status_code, "These are too many files" in answer.content.decode()) == (400, True)


@override_settings(ALLOWED_HOSTS=["ours.example"])
def test_name_of_another_site_is_said(client: Client) -> None:
    answer = client.get("/admin/login/", headers={"host": "theirs.example"})
    assert (answer.status_code, "This site has another name" in answer.content.decode()) == (400, True)


def test_api_is_told_of_too_much_text_as_a_problem(client: Client) -> None:
    answer = client.post("/api/v1/auth/login/", {"username": "x" * 2_700_000}, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
