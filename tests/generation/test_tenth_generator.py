"""A generator is added by a short module beside its prompt and schema; everything else is there for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.models import TherapySession
from generation.language_models.rehearsal import good_answer
from generation.language_models.scripted_model import Asked
from generation.models import SessionAnalysis
from tests.builders.sessions import make_session
from tests.generation.test_session_waves import run_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]

MODULE = Path(__file__).with_name("tenth_wave.py")


def answer(asked: Asked) -> str:
    if asked.task != "homework_finding":
        return good_answer(asked)
    return json.dumps({"spoken_of": True, "evidence": ["I am going to write down when I go to bed"]})


@pytest.fixture
def session_with_ten(settings: Any) -> TherapySession:
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    settings.SESSION_WAVES = [*settings.SESSION_WAVES, "tests.generation.tenth_wave.HomeworkFinder"]
    return make_session()


def test_tenth_generator_is_a_job_like_the_others(session_with_ten: TherapySession) -> None:
    assert "homework" in run_all(session_with_ten, answer)
    analysis = SessionAnalysis.objects.get(session=session_with_ten, wave="homework")
    assert json.loads(analysis.data or "")["evidence"][0]["speaker"] == "Client"
    call = analysis.job.model_calls.get()
    assert (call.task, call.model_asked, call.prompt_version) == ("homework_finding", "gpt-5-mini", "homework-1")
    lines = analysis.job.processing_log.order_by("created_at")
    assert list(lines.values_list("wave", "status")) == [("homework", "started"), ("homework", "completed")]


def test_it_takes_less_than_thirty_lines() -> None:
    lines = [line for line in MODULE.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) < 30
