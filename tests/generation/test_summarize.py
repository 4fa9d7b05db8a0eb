"""`summarize` on a file of one's own: what it prints, what it stores, whom it takes the file to be of."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.models import AccessEvent, Message, Patient
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState, StageArtifact
from generation.summary_requests import request_summary
from tests.builders.jobs import let_lapse
from tests.builders.people import AS_OF, DIARY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]

Write = Callable[..., Path]


@pytest.fixture
def write_diary(tmp_path: Path) -> Write:
    def write(*entries: tuple[str, str, str], name: str = "diary.jsonl") -> Path:
        rows = [{"id": id_, "sent_at": instant, "text": text} for id_, instant, text in entries or DIARY]
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        return path

    return write


def summarize(path: Path, *options: str, zone: str = "Europe/Berlin") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("summarize", str(path), "--timezone", zone, "--as-of", str(AS_OF), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def as_json(path: Path, *options: str, zone: str = "Europe/Berlin") -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(summarize(path, "--json", *options, zone=zone)[0])
    return answer


def test_summary_of_a_file_is_printed(write_diary: Write) -> None:
    printed, _ = summarize(write_diary())
    assert "1. Time Window & Scope\n- Window: 7 Nov 2025 to 21 Nov 2025" in printed
    assert "- Entries: 3 entries on 3 of 15 days." in printed


def test_words_stand_under_the_bullet_that_rests_on_them(write_diary: Write) -> None:
    printed, _ = summarize(write_diary())
    lines = printed.splitlines()
    bullet = next(number for number, line in enumerate(lines) if line.startswith('- "anxious" is named as a feeling'))
    assert lines[bullet + 2].split() == ["10", "Nov", "07:40", "Still", "anxious."]


def test_moments_are_the_words_already_unless_everything_is_asked_for(write_diary: Write) -> None:
    path = write_diary()
    assert "10 Nov 07:40  Still anxious.\n- 12 Nov" not in summarize(path)[0]
    assert "10 Nov 07:40  Still anxious.\n- 12 Nov" in summarize(path, "--all")[0]


def test_what_the_text_leaves_out_is_counted_and_listed_on_demand(write_diary: Write) -> None:
    path = write_diary(
        *((f"m{day}", f"2025-11-{day:02}T22:14+01:00", f"Walked home, day {day}. " * 40) for day in range(8, 16))
    )
    printed, _ = summarize(path)
    assert "Left out of the text: sentences " in printed
    assert "Sentences, or parts of them, that are not quoted" not in printed
    everything, _ = summarize(path, "--all")
    assert "Sentences, or parts of them, that are not quoted: " in everything
    assert "      8 Nov 22:14  Walked home, day 8." in everything


def test_json_holds_what_is_left_out(write_diary: Write) -> None:
    assert [left["kind"] for left in as_json(write_diary())["left_out"]] == ["sentence", "feeling", "number"]


def test_every_stage_can_be_looked_up(write_diary: Write) -> None:
    printed, _ = summarize(write_diary())
    for artifact in StageArtifact.objects.all():
        assert f"stage_artifacts {artifact.id}" in printed


def test_json_holds_the_summary_and_its_sources(write_diary: Write) -> None:
    answer = as_json(write_diary())
    assert (answer["state"], answer["outcome"], answer["new"]) == ("succeeded", "first_pass", True)
    sources = [source for bullet in answer["bullets"] for source in bullet["sources"]]
    texts = {str(message.id): message.revisions.get().text for message in Message.objects.all()}
    assert all(texts[each["message_id"]][each["start"] : each["end"]] == each["text"] for each in sources)
    assert all(answer["text"][each["start"] : each["end"]] == each["text"] for each in answer["bullets"])


def test_json_names_versions_and_artifacts(write_diary: Write) -> None:
    answer = as_json(write_diary())
    assert answer["versions"]["prompt_version_writer"] == "rules-5"
    assert [artifact["stage"] for artifact in answer["artifacts"]] == [
        "canonical",
        "plan",
        "composition",
        "text",
        "gate",
    ]


def test_same_file_again_shows_the_stored_summary(write_diary: Write) -> None:
    path = write_diary()
    first, second = as_json(path), as_json(path)
    assert (second["job"], second["new"]) == (first["job"], False)


def test_other_diary_in_the_same_place_is_another_person(write_diary: Write) -> None:
    first = as_json(write_diary())
    second = as_json(write_diary(("m1", "2025-11-09T10:00+01:00", "Somebody else.")))
    assert first["person"] != second["person"]
    assert Message.objects.filter(patient__code=second["person"]).count() == 1


def test_same_file_elsewhere_is_the_same_person(write_diary: Write) -> None:
    assert as_json(write_diary())["person"] == as_json(write_diary(name="copy.jsonl"))["person"]


def test_same_file_in_another_zone_is_another_person(write_diary: Write) -> None:
    path = write_diary()
    assert as_json(path)["person"] != as_json(path, zone="Asia/Tokyo")["person"]


def test_one_more_line_is_the_same_person_under_a_name(write_diary: Write) -> None:
    first = as_json(write_diary(), "--person", "Ada")
    more = write_diary(*DIARY, ("m9", "2025-11-13T10:00+01:00", "One more."))
    assert as_json(more, "--person", "Ada")["person"] == first["person"]
    assert as_json(more, "--person", "Tom")["person"] != first["person"]


def test_one_more_message_of_a_chat_is_the_same_authors(tmp_path: Path) -> None:
    chat = tmp_path / "_chat.txt"
    chat.write_text("[08.11.25, 21:14:03] Ada: Tired.\n[08.11.25, 21:15:00] Tom: ok\n")
    first = as_json(chat, "--author", "Ada")
    with chat.open("a") as more:
        more.write("[09.11.25, 21:14:03] Ada: Slept 6 h.\n")
    assert as_json(chat, "--author", "Ada")["person"] == first["person"]


def test_bad_rows_are_left_out_when_asked(write_diary: Write) -> None:
    path = write_diary(*DIARY, ("m9", "never", "Lost."))
    with pytest.raises(CommandError, match="--skip-bad"):
        summarize(path)
    _, said = summarize(path, "--skip-bad")
    assert "1 bad and left out" in said


def test_window_without_entries_gets_an_honest_report_and_a_hint(write_diary: Write) -> None:
    printed, hints = summarize(write_diary(("m1", "2025-03-01T10:00+01:00", "Long ago.")))
    assert "- Entries: 0 entries on 0 of 15 days." in printed
    assert "try --as-of 2025-03-01" in hints


def test_job_under_way_is_seen_through(write_diary: Write) -> None:
    path = write_diary()
    summarize(path)
    patient = Patient.objects.get(organisation__name="Local")
    waiting = request_summary(patient, as_of=AS_OF.replace(day=20)).job
    assert as_json(path)["new"] is False
    waiting.refresh_from_db()
    assert waiting.state == JobState.SUCCEEDED


def test_lapsed_job_of_a_dead_worker_is_taken_over(write_diary: Write) -> None:
    path = write_diary()
    summarize(path)
    patient = Patient.objects.get(organisation__name="Local")
    held = transitions.claim(request_summary(patient, as_of=AS_OF.replace(day=20)).job.id)
    assert held is not None
    let_lapse(held)
    summarize(path)
    held.refresh_from_db()
    assert (held.state, held.attempts) == (JobState.SUCCEEDED, 2)


def test_reading_is_recorded(write_diary: Write) -> None:
    summarize(write_diary())
    assert AccessEvent.objects.get(action="view").actor_label.startswith("manage.py summarize")


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("", [], "file: is empty"),
        ("Dear diary", [], "file: is in none of the formats"),
        ('{"sent_at": "2025-11-09T10:00", "text": "a\\u0000b"}', [], "1 of 1 rows are bad"),
        (json.dumps({"sent_at": "2025-11-09T10:00", "text": "x" * 1_000_000}), [], "1 of 1 rows are bad"),
        ('{"sent_at": "2999-11-09T10:00", "text": "soon"}', [], "1 of 1 rows are bad"),
        ('{"sent_at": "2025-11-09T10:00", "text": "x"}', ["--timezone", "Mars/Base"], "not a known time zone"),
        ('{"sent_at": "2025-11-09T10:00", "text": "x"}', ["--as-of", "2999-01-01"], "is in the future"),
        ('{"sent_at": "2025-11-09T10:00", "text": "x"}', ["--as-of", "tomorrow"], "is not a date"),
        ('{"sent_at": "2025-11-09T10:00", "text": "x"}', ["--format", "daylio"], "not a Daylio CSV export"),
    ],
)
def test_bad_input_is_answered_clearly(tmp_path: Path, content: str, options: list[str], message: str) -> None:
    path = tmp_path / "diary.txt"
    path.write_text(content)
    with pytest.raises(CommandError, match=message):
        summarize(path, *options)
    assert not GenerationJob.objects.exists()


def test_refused_file_leaves_no_person_behind(tmp_path: Path) -> None:
    path = tmp_path / "diary.jsonl"
    path.write_text('{"sent_at": "2999-11-09T10:00", "text": "soon"}')
    with pytest.raises(CommandError):
        summarize(path)
    assert not Patient.objects.exists()
