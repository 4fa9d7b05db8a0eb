"""The pages of a session and a person show what was read, labelled, with the timeline; the demo's sessions too."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from core.actors import Actor
from generation.admin.readings import reading_in_words
from generation.admin.wording import window_words
from generation.demo.diaries import DIARIES
from generation.demo.sessions import NEEDS_MODEL, demo_session, read_sessions
from generation.generators.waves.registry import wave_generators
from generation.history.timeline import attempts_of_session
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import ScriptedModel
from generation.models import EventName, Phase, SessionAnalysis
from generation.run.models_for_job import models_for
from tests.builders.people import make_patient
from tests.builders.sessions import analysed, make_session
from tests.generation.admin_clients import operator_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]


def test_page_of_a_session_shows_waves_timeline_and_attempts() -> None:
    analysis = analysed(make_session())
    address = reverse("admin:core_therapysession_change", args=[analysis.session_id])
    page = operator_desk().get(address).content.decode()
    assert "Read by a model, for clinicians" in page
    assert reverse("admin:generation_sessionanalysis_change", args=[analysis.pk]) in page
    assert ("needs model" in page, "Completed" in page, "Attempts" in page) == (True, True, True)
    assert "sister" not in page


def test_page_of_a_person_shows_sessions_costs_and_timeline() -> None:
    analysis = analysed(make_session())
    page = (
        operator_desk().get(reverse("admin:core_patient_change", args=[analysis.session.patient_id])).content.decode()
    )
    assert reverse("admin:core_therapysession_change", args=[analysis.session_id]) in page
    assert ("None was asked." in page, "First readings" in page) == (True, True)


def test_page_of_a_reading_is_labelled_as_a_models() -> None:
    analysis = analysed(make_session())
    page = operator_desk().get(reverse("admin:generation_sessionanalysis_change", args=[analysis.pk])).content.decode()
    assert "A model&#x27;s reading, for clinicians" in page


def test_attempts_are_one_row_each() -> None:
    session = analysed(make_session()).session
    [attempt] = attempts_of_session(session)
    assert (attempt.wave, attempt.status, attempt.retry_count) == ("mood", "completed", 0)


def test_demo_says_in_one_line_that_it_needs_a_model() -> None:
    sessions = [demo_session(Actor(None, "demo"), make_patient(), diary) for diary in DIARIES]
    assert list(read_sessions(sessions)) == [NEEDS_MODEL]


@pytest.mark.django_db(transaction=True)
def test_demos_sessions_are_read_by_every_wave(settings: Any) -> None:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    patients = [make_patient(model_allowed=True) for _ in DIARIES]
    pairs = zip(patients, DIARIES, strict=True)
    sessions = [demo_session(Actor(None, "demo"), patient, diary) for patient, diary in pairs]
    lines = list(read_sessions(sessions, partial(models_for, model=ScriptedModel(good_answer))))
    assert len(lines) == 3
    assert all("insights succeeded" in line and "failed" not in line for line in lines)
    assert SessionAnalysis.objects.count() == len(DIARIES) * len(wave_generators())


def test_page_of_a_waves_job_names_the_wave_and_whose_reading_it_is() -> None:
    job = analysed(make_session()).job
    page = operator_desk().get(reverse("admin:generation_generationjob_change", args=[job.pk])).content.decode()
    assert ("mood" in page, "reading, for clinicians" in page, "There is no summary" in page) == (True, True, False)
    assert "diary" not in page.lower()


def test_reading_is_shown_in_words_with_who_said_its_evidence() -> None:
    said = {"text": "I slept <badly>.", "speaker": "Client", "start": 0, "end": 16, "turn": "t2"}
    shown = reading_in_words(
        json.dumps({"contract_version": 2, "has_breakthrough": True, "evidence": [said], "label": ""})
    )
    assert "<strong>has breakthrough</strong></p><div>yes</div>" in shown
    assert "<li>“I slept &lt;badly&gt;.” – Client</li>" in shown
    assert "<strong>label</strong></p><div>–</div>" in shown
    assert "contract" not in shown


def test_reading_of_an_older_system_that_is_no_json_is_shown_as_it_is() -> None:
    assert "<p>calm &amp; open</p>" in reading_in_words("calm & open")


def test_timelines_lead_to_the_job_and_leave_its_stages_there() -> None:
    analysis = analysed(make_session())
    page = operator_desk().get(reverse("admin:core_therapysession_change", args=[analysis.session_id])).content.decode()
    assert reverse("admin:generation_generationjob_change", args=[analysis.job_id]) in page
    assert ("Completed" in page, "Stage stored" in page) == (True, False)


def test_timelines_say_in_words_what_the_log_has_constants_for() -> None:
    analysis = analysed(make_session(), wave="action_items")
    for place, pk in (("therapysession", analysis.session_id), ("patient", analysis.session.patient_id)):
        page = operator_desk().get(reverse(f"admin:core_{place}_change", args=[pk])).content.decode()
        assert [name for name in (*Phase.values, *EventName.values, "action_items") if f">{name}<" in page] == []
        assert "<td>action items</td>" in page


def test_window_of_one_day_is_one_date() -> None:
    assert window_words(date(2025, 11, 21), date(2025, 11, 21)) == "21 Nov 2025"
