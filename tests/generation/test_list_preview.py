"""What a changed list would change of stored runs is counted before the program with it runs."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core.management import call_command

from core.erasure import erase_person
from generation.evaluation.list_preview import ListPreview
from generation.pipeline.canonicalizer.marks import finder
from tests.builders.earlier_version import made_before_the_upgrade
from tests.builders.jobs import summarise
from tests.builders.people import make_person
from tests.generation.admin_clients import make_by_rules

pytestmark = pytest.mark.django_db


def told(capsys: Any, *args: str) -> str:
    call_command("preview_lists", *args)
    return str(capsys.readouterr().out)


def test_with_the_lists_they_were_made_with_nothing_comes_out_otherwise(capsys: Any) -> None:
    summarise(make_person())
    make_by_rules()
    out = told(capsys)
    assert "2 runs, 3 texts; 0 runs erased" in out
    assert "0 texts that a rule refused would pass.\n0 texts that the rules passed would be refused." in out
    assert "No list reads a word otherwise." in out


def test_words_a_list_loses_and_texts_it_would_refuse_are_counted(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    summarise(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die. Ate soup.")))
    # Many long days, so that none is quoted whole.
    walks = {day: "".join(f"Walked round number {n} of route {day}. " for n in range(50)) for day in range(8, 20)}
    summarise(make_person(*((f"m{day}", f"2025-11-{day:02}T22:14+01:00", text) for day, text in walks.items())))
    real = finder.find_marks

    def changed(text: str) -> Any:
        """A list that has lost the one sentence and gained one of those of which few are quoted."""
        at = text.find("number 33")
        [model] = [mark for mark in real("I want to die.") if mark.list == "safety"]
        gained = [model._replace(start=at, end=at + 9)] if at >= 0 else []
        return [*(mark for mark in real(text) if mark.list != "safety"), *gained]

    monkeypatch.setattr("generation.pipeline.canonicalizer.canonicalize.find_marks", changed)
    out = told(capsys)
    assert re.search(r"safety +12 +1", out)
    assert "1 texts that the rules passed would be refused." in out
    assert re.search(r"SB502 +0 +1", out)


def test_what_cannot_be_read_is_counted_apart(capsys: Any) -> None:
    job = summarise(make_person())
    erase_person(job.patient, by="a test")
    made_before_the_upgrade()
    assert "2 runs, 0 texts; 2 runs erased or of an earlier version." in told(capsys)


def test_as_many_runs_are_read_as_asked_for(capsys: Any) -> None:
    for _ in range(3):
        summarise(make_person())
    assert told(capsys, "--runs", "2").startswith("2 runs")


def test_a_thousand_runs_are_previewed_within_a_minute() -> None:
    days = ((f"m{n}", f"2025-11-{8 + n % 14:02}T0{n % 9}:00+01:00", f"Slept {n % 8} h. Felt sad.") for n in range(30))
    job = summarise(make_person(*days))
    preview, began = ListPreview(), time.process_time()
    for _ in range(50):
        preview.add(job)
    assert preview.texts == 50
    assert (time.process_time() - began) * 20 < 60
