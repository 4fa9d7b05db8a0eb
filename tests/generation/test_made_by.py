"""With every summary stands by what it was made and whether a person reviewed it: in the API, on pages, in print."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from generation.history.made_by import made_by_line, made_by_words
from generation.models import SessionBridgeVersion, SummaryOutcome, VersionOrigin
from tests.audit.desks import answers, desk_of, make_item, make_reader, page_of
from tests.builders.jobs import summarise
from tests.builders.people import make_operator, make_person, token_for
from tests.faults.cluster import ROOT

pytestmark = pytest.mark.django_db
BY_RULES = "Made by rules; a program wrote every word outside quotation marks. Not reviewed by a person."


def version_of(**fields: object) -> SessionBridgeVersion:
    return SessionBridgeVersion(**{"origin": VersionOrigin.GENERATED, "outcome": SummaryOutcome.FIRST_PASS, **fields})


def test_model_that_chose_and_model_that_read_are_named() -> None:
    line = made_by_line(version_of(model_writer="gpt-5.2", model_canonicalizer="qwen3-8b"), is_reviewed=True)
    assert line.startswith("A language model (gpt-5.2) chose what is shown;")
    assert line.endswith("A language model (qwen3-8b) read the diary. Reviewed by a person.")


def test_correction_names_a_reviewer() -> None:
    assert "reviewer chose again" in made_by_line(version_of(outcome=SummaryOutcome.CORRECTED), is_reviewed=True)


def test_what_an_older_system_made_says_so() -> None:
    assert "older system" in made_by_line(version_of(origin=VersionOrigin.IMPORTED, outcome=""), is_reviewed=False)


def test_line_stands_in_the_api() -> None:
    person = make_person()
    summarise(person)
    assert person.user is not None
    api = APIClient(HTTP_AUTHORIZATION=f"Token {token_for(person.user)}")
    shown = api.get("/api/v1/summaries/latest/").json()
    assert (shown["made_by"], shown["chosen_by"], shown["reviewed"]) == (BY_RULES, "rules", False)


def test_line_stands_on_the_pages_of_job_and_summary() -> None:
    job = summarise(make_person())
    client = Client()
    client.force_login(make_operator())
    for name, row in (("generationjob", job), ("sessionbridgeversion", job.sessionbridgeversion)):
        assert BY_RULES in client.get(reverse(f"admin:generation_{name}_change", args=[row.pk])).content.decode()


def test_line_says_when_a_person_has_reviewed_it_and_not_before_they_judged() -> None:
    item = make_item()
    desk = desk_of(make_reader(item.job.patient.organisation))
    assert "Made by rules" not in desk.get(page_of(item)).content.decode()
    desk.post(page_of(item), answers())
    assert made_by_words(item.job.sessionbridgeversion).endswith(" Reviewed by a person.")
    assert "Reviewed by a person." in desk.get(page_of(item)).content.decode()


def test_line_stands_in_print() -> None:
    out = io.StringIO()
    call_command(
        "summarize", str(ROOT / "demo/medium.jsonl"), timezone="America/New_York", as_of=date(2025, 10, 24), stdout=out
    )
    assert BY_RULES in out.getvalue()
