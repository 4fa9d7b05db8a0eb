"""Moving over: what is brought, what is not, and that it may be done again and again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import Change, Organisation, Patient, TherapySession
from core.practice.taking_back import erase_person
from generation.models import (
    AnalysisProcessingLog,
    GenerationMetadata,
    PipelineEvent,
    SessionAnalysis,
    SessionBridgeVersion,
    YourJourneyVersion,
)
from generation.older_system import moving
from tests.builders.people import TESTER, make_organisation, make_patient
from tests.older_system.conftest import Older

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 1, 8, 30, tzinfo=UTC)
ODD = {"b": [1, 2.50, "naïve \U0001f642"], "a": {"": None, "z": 1e3}, "summary": "Sleep was short."}


class Mover:
    """Runs the command as somebody would, and reads its report."""

    def __init__(self, older: Older, folder: Path, settings: LazySettings) -> None:
        settings.THERABRIDGE_DATABASE_URL = older.url
        self._folder = folder
        self.runs = 0

    def run(self, *options: str) -> str:
        self.runs += 1
        out = io.StringIO()
        report = f"--report={self._folder / f'{self.runs}.jsonl'}"
        call_command(
            "import_therabridge", "--organisation=practice by the river", report, *options, stdout=out, stderr=out
        )
        return out.getvalue()

    def problems(self) -> set[tuple[str, ...]]:
        lines = (self._folder / f"{self.runs}.jsonl").read_text(encoding="utf-8").splitlines()
        read = [json.loads(line) for line in lines]
        return {
            (one["table"], one["id"], one["problem"], *([one["detail"]] if "detail" in one else [])) for one in read
        }


@pytest.fixture
def mover(request: pytest.FixtureRequest, tmp_path: Path, settings: LazySettings, practice: Organisation) -> Mover:
    name = "older" if "older" in request.fixturenames else "before_014"
    return Mover(request.getfixturevalue(name), tmp_path, settings)


def add_person(older: Older) -> tuple[UUID, UUID]:
    """A person with one session."""
    person = older.add("patients", created_at=AT)
    held = older.add("therapy_sessions", patient_id=person, session_date=datetime(2025, 5, 30, 23, 30, tzinfo=UTC))
    return person, held


def metadata_of(session: UUID | None, **other: Any) -> dict[str, Any]:
    of = {"sessions_analyzed": 1, "total_sessions": 2, "model_used": "gpt-5.2", "generation_duration_ms": 4200}
    last = str(session) if session else None
    return {**of, "generation_timestamp": "2025-06-01T08:30:00.125+00:00", "last_session_id": last, **other}


def add_journey(older: Older, person: UUID, held: UUID, *, roadmap: Any = ODD, **metadata: Any) -> UUID:
    """The first journey of a person, over one session."""
    return older.add(
        "your_journey_versions",
        patient_id=person,
        version=1,
        roadmap_data=roadmap,
        metadata=metadata_of(held, **metadata),
        created_at=AT,
    )


def exported(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("export_metadata_json", *arguments, stdout=out)
    return {line["version_id"]: line["metadata"] for line in map(json.loads, out.getvalue().splitlines())}


def test_people_come_without_names_and_their_sessions_on_the_local_date(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    older.connection.execute("UPDATE patients SET phone = '030 123', emergency_contact = 'Sam'")
    mover.run("--timezone=Europe/Berlin")
    patient = Patient.objects.get()
    assert (patient.pk, patient.zone, patient.created_at) == (person, "Europe/Berlin", AT)
    assert patient.code == f"TB-{person.hex[:12].upper()}"
    session = TherapySession.objects.get(pk=held)
    assert session.session_date == date(2025, 5, 31)
    assert mover.problems() == set()


def test_transcript_becomes_lines(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    turns = [{"speaker": "SPEAKER_00", "text": "How was it?", "start": 0.5}, {"speaker": "Client", "text": "Fine."}]
    held = older.add("therapy_sessions", patient_id=person, session_date=AT, transcript=turns)
    odd = older.add("therapy_sessions", patient_id=person, session_date=AT, transcript={"raw": "words"})
    long = older.add(
        "therapy_sessions", patient_id=person, session_date=AT, transcript=[{"speaker": "A", "text": "x" * (1 << 20)}]
    )
    mover.run()
    assert TherapySession.objects.get(pk=held).transcript == "SPEAKER_00: How was it?\nClient: Fine."
    assert TherapySession.objects.get(pk=odd).transcript == '{"raw": "words"}'
    assert TherapySession.objects.get(pk=long).transcript is None
    assert {problem[1:] for problem in mover.problems()} == {
        (str(odd), "transcript_of_another_shape"), (str(long), "transcript_too_long"),
    }  # fmt: skip


def test_analysis_columns_become_imported_readings(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    held = older.add(
        "therapy_sessions", patient_id=person, session_date=AT, mood_score=Decimal("6.5"), mood_indicators=["sleep"],
        mood_analyzed_at=datetime.fromisoformat("2025-06-01T09:00"), topics=["work"], deep_analysis=ODD,
        prose_analysis="A long text.",
    )  # fmt: skip
    mover.run()
    found = {analysis.wave: analysis for analysis in SessionAnalysis.objects.all()}
    assert set(found) == {"mood", "topics", "deep", "prose"}
    assert json.loads(found["mood"].data or "")["mood_score"] == 6.5
    assert found["mood"].created_at == datetime(2025, 6, 1, 9, 0, tzinfo=UTC)
    assert json.loads(found["deep"].data or "")["deep_analysis"] == ODD
    assert {(each.session_id, each.origin, each.job) for each in found.values()} == {(held, "imported", None)}


def test_versions_keep_id_number_and_every_byte(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    journey = older.add(
        "your_journey_versions", patient_id=person, version=3, roadmap_data=ODD, metadata=metadata_of(held),
        cost=0.0125, generation_context={"sessions": [1]}, created_at=AT,
    )  # fmt: skip
    bridge = older.add("session_bridge_versions", patient_id=person, version_number=7, bridge_data=ODD, created_at=AT)
    out = mover.run()
    of_journey, of_bridge = YourJourneyVersion.objects.get(), SessionBridgeVersion.objects.get()
    assert (of_journey.pk, of_journey.version, of_journey.cost) == (journey, 3, Decimal("0.0125"))
    assert (of_bridge.pk, of_bridge.version, of_bridge.origin, of_bridge.verdict) == (bridge, 7, "imported", None)
    assert of_journey.text == older.text("your_journey_versions", "roadmap_data", journey)
    assert of_bridge.text == older.text("session_bridge_versions", "bridge_data", bridge)
    kept = json.loads(of_journey.generation_context or "")
    assert kept["metadata"] == older.text("your_journey_versions", "metadata", journey)
    assert kept["generation_context"] == '{"sessions": [1]}'
    assert Patient.objects.get().current_session_bridge.current == of_bridge
    assert "your_journey_versions: 1 of 1 here, byte for byte" in out
    assert "session_bridge_versions: 1 of 1 here, byte for byte" in out
    assert Change.objects.filter(details__startswith="moved over from TheraBridge").count() == 1


def test_metadata_of_both_places_becomes_rows_and_goes_back_equal(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    said = metadata_of(held, compaction_strategy="progressive")
    journey = older.add(
        "your_journey_versions", patient_id=person, version=1, roadmap_data=ODD, metadata=said,
        generation_duration_ms=4200, created_at=AT,
    )  # fmt: skip
    bridge = older.add("session_bridge_versions", patient_id=person, version_number=1, bridge_data=ODD, created_at=AT)
    row = older.add(
        "generation_metadata", session_bridge_version_id=bridge, sessions_analyzed=0, total_sessions=4,
        model_used="gpt-5", generation_timestamp=AT, generation_duration_ms=900, last_session_id=held, created_at=AT,
    )  # fmt: skip
    mover.run()
    assert mover.problems() == set()
    of_journey = GenerationMetadata.objects.get(your_journey_version_id=journey)
    assert (of_journey.compaction_strategy, of_journey.last_session_id) == ("progressive", held)
    of_bridge = GenerationMetadata.objects.get(pk=row)
    assert (of_bridge.total_sessions, of_bridge.model_used) == (4, "gpt-5")
    back = exported()
    assert back[str(journey)] == said
    assert back[str(bridge)] == {
        "sessions_analyzed": 0, "total_sessions": 4, "model_used": "gpt-5", "generation_duration_ms": 900,
        "generation_timestamp": AT.isoformat(), "last_session_id": str(held),
    }  # fmt: skip


def test_rows_alone_give_the_same_shape_as_what_was_kept(older: Older, mover: Mover) -> None:
    """So what this system makes itself is exported as what came from there is."""
    person, held = add_person(older)
    said = metadata_of(held, compaction_strategy="full", generation_timestamp=AT.isoformat())
    older.add("your_journey_versions", patient_id=person, version=1, roadmap_data=ODD, metadata=said, created_at=AT)
    mover.run()
    from generation.older_system.metadata_shape import older_shape

    assert older_shape(GenerationMetadata.objects.get()) == said


def test_kept_metadata_goes_back_byte_for_byte(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    said = {**metadata_of(held), "zz": 1.10, "a": "naïve"}
    key = older.add("your_journey_versions", patient_id=person, version=1, roadmap_data=ODD, metadata=said)
    mover.run()
    out = io.StringIO()
    call_command("export_metadata_json", str(person), stdout=out)
    assert f'"metadata": {older.text("your_journey_versions", "metadata", key)}}}' in out.getvalue()


@pytest.mark.parametrize(
    ("metadata", "columns", "problem"),
    [
        (
            metadata_of(None, generation_duration_ms=1),
            {"generation_duration_ms": 2},
            ("metadata_contradicts", "generation_duration_ms"),
        ),
        (metadata_of(None, sessions_analyzed=3), {}, ("metadata_contradicts", "sessions_analyzed")),
        (metadata_of(None, total_sessions="many"), {}, ("metadata_unreadable", "total_sessions")),
        (metadata_of(None, total_sessions=True), {}, ("metadata_missing", "total_sessions")),
        (metadata_of(None, generation_timestamp="last week"), {}, ("metadata_missing", "generation_timestamp")),
        (metadata_of(None, model_used=None), {}, ("metadata_missing", "model_used")),
        (metadata_of(None, compaction_strategy="x" * 65), {}, ("metadata_unreadable", "compaction_strategy")),
        (metadata_of(uuid4()), {}, ("last_session_unknown",)),
        (metadata_of(None, last_session_id="the last one"), {}, ("metadata_unreadable", "last_session_id")),
        ({}, {}, ("metadata_missing", "all")),
        ([1, 2], {}, ("metadata_missing", "all")),
    ],
)  # fmt: skip
def test_odd_metadata_is_reported_and_kept(
    older: Older, mover: Mover, metadata: Any, columns: dict[str, Any], problem: tuple[str, ...]
) -> None:
    person, _ = add_person(older)
    table = "your_journey_versions"
    key = older.add(table, patient_id=person, version=1, roadmap_data=ODD, metadata=metadata, created_at=AT, **columns)
    mover.run()
    assert (table, str(key), *problem) in mover.problems()
    kept = json.loads(YourJourneyVersion.objects.get().generation_context or "")
    assert kept["metadata"] == older.text(table, "metadata", key)


def test_table_is_believed_before_the_json_and_a_second_row_is_reported(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    bridge = older.add("session_bridge_versions", patient_id=person, version_number=1, bridge_data={}, created_at=AT)
    values = {"session_bridge_version_id": bridge, "generation_duration_ms": 1, "generation_timestamp": AT}
    of = {**values, "sessions_analyzed": 0, "total_sessions": 1, "model_used": "gpt-5"}
    older.add("generation_metadata", **of, created_at=datetime(2025, 1, 1, tzinfo=UTC))
    newest = older.add("generation_metadata", **of, created_at=AT, metadata_json={"model_used": "another"})
    orphan = older.add("generation_metadata", **{**of, "session_bridge_version_id": uuid4()})
    mover.run()
    assert GenerationMetadata.objects.get().pk == newest
    assert GenerationMetadata.objects.get().model_used == "gpt-5"
    assert mover.problems() == {
        ("session_bridge_versions", str(bridge), "metadata_twice"),
        ("session_bridge_versions", str(bridge), "metadata_contradicts", "model_used"),
        ("generation_metadata", str(orphan), "metadata_of_no_version"),
    }


def test_duplicates_dangling_rows_and_odd_costs_go_to_the_report(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    table = "session_bridge_versions"

    def add(number: int, whose: UUID = person, **fields: Any) -> UUID:
        return older.add(table, patient_id=whose, version_number=number, bridge_data={"n": number}, **fields)

    first, second = sorted([add(1), add(1)])
    nobodys, zeroth = add(1, uuid4()), add(0)
    free = [add(5, cost=float("nan")), add(6, cost=-1.0)]
    mover.run()
    assert {problem for problem in mover.problems() if "metadata_missing" not in problem} == {
        (table, str(second), "refused", "session_bridge_versions_number_unique"),
        (table, str(nobodys), "no_such_person"),
        (table, str(zeroth), "refused", "session_bridge_versions_number_from_1"),
        *((table, str(key), "cost_unreadable") for key in free),
    }
    assert set(SessionBridgeVersion.objects.values_list("pk", "cost")) == {
        (first, None),
        *((key, None) for key in free),
    }


def test_report_holds_no_words(older: Older, mover: Mover, tmp_path: Path) -> None:
    person, _ = add_person(older)
    older.add(
        "your_journey_versions", patient_id=uuid4(), version=1, roadmap_data={"a": "anxious"}, metadata={"a": "anxious"}
    )
    older.add(
        "therapy_sessions", patient_id=person, session_date=AT, transcript={"a": "anxious"}, mood_rationale="anxious"
    )
    said = mover.run()
    assert "anxious" not in said + (tmp_path / "1.jsonl").read_text()
    assert mover.problems()


def test_what_a_person_was_shown_last_is_one_version_more(older: Older, mover: Mover) -> None:
    (person, _), (other, _) = add_person(older), add_person(older)
    older.add("your_journey_versions", patient_id=person, version=1, roadmap_data={"n": 1}, metadata={}, created_at=AT)
    older.add("patient_your_journey", patient_id=person, roadmap_data={"n": 2}, metadata={})
    older.add("your_journey_versions", patient_id=other, version=1, roadmap_data={"n": 3}, metadata={}, created_at=AT)
    older.add("patient_your_journey", patient_id=other, roadmap_data={"n": 3}, metadata={})
    mover.run()
    numbers = {(each.patient_id, each.version, each.text) for each in YourJourneyVersion.objects.all()}
    assert numbers == {(person, 1, '{"n": 1}'), (person, 2, '{"n": 2}'), (other, 1, '{"n": 3}')}
    assert ("patient_your_journey", str(person), "current_is_not_newest") in mover.problems()
    before = YourJourneyVersion.objects.count()
    mover.run()
    assert YourJourneyVersion.objects.count() == before


def test_summary_shown_that_is_not_the_newest_is_reported(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    first = older.add("session_bridge_versions", patient_id=person, version_number=1, bridge_data={"n": 1})
    older.add("session_bridge_versions", patient_id=person, version_number=2, bridge_data={"n": 2})
    older.add("patient_session_bridge", patient_id=person, current_version_id=first)
    mover.run()
    assert ("patient_session_bridge", str(person), "current_is_not_newest") in mover.problems()
    assert Patient.objects.get().current_session_bridge.current.version == 2


def test_events_are_numbered_and_hold_no_free_words(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    of = {"patient_id": person, "session_id": held, "phase": "WAVE1", "message": "She said she was anxious"}
    details = {"tokens": 12, "quote": "anxious", "ok": True, "had words": 1}
    second = older.add(
        "pipeline_events",
        **of,
        event="MOOD_ANALYSIS",
        status="success",
        metadata=details,
        created_at=datetime.fromisoformat("2025-06-01T09:00"),
    )
    first = older.add(
        "pipeline_events",
        **of,
        event="START",
        status="started",
        created_at=datetime.fromisoformat("2025-06-01T08:00"),
        session_date="2025-05-30T00:00",
    )
    own = older.add(
        "pipeline_events",
        **of,
        event="COFFEE_BREAK",
        status="success",
        created_at=datetime.fromisoformat("2025-06-01T10:00"),
    )
    lost = {
        older.add("pipeline_events", **{**of, "session_id": None}, event="START", status="started"): "no_such_session",
        older.add("pipeline_events", **{**of, "phase": "WAVE9"}, event="START", status="started"): "unknown_phase",
        older.add("pipeline_events", **of, event="START", status="thinking"): "unknown_status",
    }
    mover.run()
    events = PipelineEvent.objects.filter(pk__in=[first, second, own]).order_by("number")
    assert [event.pk for event in events] == [first, second, own]
    assert events[0].session_date == date(2025, 5, 30)
    assert events[1].details == {"tokens": 12, "ok": True}
    assert events[1].created_at == datetime(2025, 6, 1, 9, tzinfo=UTC)
    assert mover.problems() == {
        *(("pipeline_events", str(key), problem) for key, problem in lost.items()),
        ("pipeline_events", str(own), "unknown_event"),
    }


def test_log_row_becomes_a_start_and_an_end_and_unknown_waves_warn(older: Older, mover: Mover) -> None:
    _, held = add_person(older)
    of = {"session_id": held, "started_at": AT, "retry_count": 1}
    done = older.add(
        "analysis_processing_log", **of, wave="mood", status="completed", completed_at=AT, processing_duration_ms=5
    )
    failed = older.add(
        "analysis_processing_log", **of, wave="tea", status="failed", error_message="anxious words", completed_at=AT
    )
    open_ = older.add("analysis_processing_log", **of, wave="your_journey", status="started")
    lost = older.add("analysis_processing_log", session_id=uuid4(), wave="mood", status="started", started_at=AT)
    mover.run()
    lines = {(line.wave, line.status, line.error_message) for line in AnalysisProcessingLog.objects.all()}
    assert lines == {
        ("mood", "started", ""), ("mood", "completed", ""), ("tea", "started", ""),
        ("tea", "failed", "older_system_error"), ("your_journey", "started", ""),
    }  # fmt: skip
    assert AnalysisProcessingLog.objects.filter(pk__in=[done, failed]).count() == 2
    assert not AnalysisProcessingLog.objects.filter(pk=open_).exists()
    assert mover.problems() == {
        ("analysis_processing_log", str(failed), "unknown_wave"),
        ("analysis_processing_log", str(lost), "no_such_session"),
    }


def test_what_is_out_of_scope_is_counted(older: Older, mover: Mover) -> None:
    _, held = add_person(older)
    older.add("users", email="a@example.org", first_name="Mia")
    older.add("session_notes", session_id=held, subjective="anxious")
    out = mover.run()
    assert "users: 1 read, 0 new, 0 unchanged, 1 not brought" in out
    assert "session_notes: 1 read, 0 new, 0 unchanged, 1 not brought" in out


def test_before_its_migrations_it_is_read_all_the_same(before_014: Older, mover: Mover) -> None:
    person = before_014.add("patients")
    held = before_014.add("therapy_sessions", patient_id=person, session_date=AT, topics=None, mood="calm")
    key = before_014.add(
        "roadmap_versions", patient_id=person, version=1, roadmap_data=ODD, metadata=metadata_of(held), created_at=AT
    )
    before_014.add("patient_roadmap", patient_id=person, roadmap_data=ODD, metadata={})
    before_014.add("analysis_processing_log", session_id=held, wave="mood", status="started", started_at=AT)
    out = mover.run()
    assert YourJourneyVersion.objects.get().pk == key
    assert json.loads(SessionAnalysis.objects.get(wave="mood").data or "") == {"mood": "calm"}
    assert GenerationMetadata.objects.count() == AnalysisProcessingLog.objects.count() == 1
    assert "roadmap_versions: 1 of 1 here, byte for byte" in out
    assert mover.problems() == set()


def test_nothing_changes_there(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    older.add("your_journey_versions", patient_id=person, version=1, roadmap_data=ODD, metadata=metadata_of(held))
    before = older.everything()
    mover.run()
    assert older.everything() == before


def test_dry_run_says_the_same_and_stores_nothing(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    add_journey(older, person, held, total_sessions=0)
    said, problems = mover.run("--dry-run"), mover.problems()
    assert Patient.objects.count() == TherapySession.objects.count() == 0
    assert "nothing was stored" in said
    counts = said.partition("What was not")[0]
    assert mover.run().startswith(counts)
    assert mover.problems() == problems


def test_run_again_changes_nothing(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    add_journey(older, person, held)
    older.add("pipeline_events", patient_id=person, session_id=held, phase="WAVE1", event="START", status="started")
    mover.run()
    out = mover.run()
    assert "your_journey_versions: 1 read, 0 new, 1 unchanged, 0 not brought" in out
    assert "pipeline_events: 1 read, 0 new, 1 unchanged, 0 not brought" in out
    assert mover.problems() == set()


def test_what_changed_there_since_is_said_and_ours_stays(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    key = add_journey(older, person, held, roadmap={"n": 1})
    mover.run()
    older.connection.execute("UPDATE your_journey_versions SET roadmap_data = '{\"n\": 2}'")
    with pytest.raises(CommandError, match="differ"):
        mover.run()
    assert ("your_journey_versions", str(key), "changed_since") in mover.problems()
    assert YourJourneyVersion.objects.get(pk=key).text == '{"n": 1}'


def test_what_is_said_otherwise_of_a_version_since_is_reported(older: Older, mover: Mover) -> None:
    person, held = add_person(older)
    table, said = "your_journey_versions", metadata_of(held)
    key = older.add(table, patient_id=person, version=1, roadmap_data=ODD, metadata=said, created_at=AT)
    mover.run()
    older.connection.execute('UPDATE your_journey_versions SET metadata = metadata || \'{"model_used": "another"}\'')
    mover.run()
    assert mover.problems() == {(table, str(key), "changed_since", "generation_context")}
    assert GenerationMetadata.objects.get().model_used == "gpt-5.2"


def test_interrupted_run_goes_on(older: Older, mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    person, held = add_person(older)
    add_journey(older, person, held)

    def interrupted(*_: object) -> Iterator[int]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(moving, "bring_analyses", interrupted)
        with pytest.raises(CommandError, match="run this again"):
            mover.run()
    assert TherapySession.objects.count() == 1
    assert "your_journey_versions: 1 read, 1 new" in mover.run()


def test_person_erased_here_gets_nothing_again(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    mover.run()
    erase_person(TESTER, Patient.objects.get())
    older.add("session_bridge_versions", patient_id=person, version_number=1, bridge_data=ODD)
    mover.run()
    assert SessionBridgeVersion.objects.count() == 0
    assert {problem[2] for problem in mover.problems()} == {"person_erased_here"}


def test_person_of_another_organisation_is_left_alone(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    make_patient(id=person, organisation=make_organisation("Elsewhere"))
    mover.run()
    assert TherapySession.objects.count() == 0
    assert "person_of_another_organisation" in {problem[2] for problem in mover.problems()}


def test_imported_versions_are_known_to_verification(older: Older, mover: Mover) -> None:
    person, _ = add_person(older)
    older.add("session_bridge_versions", patient_id=person, version_number=1, bridge_data=ODD)
    mover.run()
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert "1 imported versions: every text is what was stored." in out.getvalue()


def test_changed_imported_version_is_seen_by_verification(older: Older, mover: Mover) -> None:
    """Whoever changes it has to take the promises of its table away first."""
    person, _ = add_person(older)
    key = older.add("session_bridge_versions", patient_id=person, version_number=1, bridge_data=ODD)
    mover.run()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE session_bridge_versions DROP CONSTRAINT session_bridge_versions_hash_is_of_the_text"
        )
        cursor.execute("ALTER TABLE session_bridge_versions DISABLE TRIGGER USER")
        cursor.execute("UPDATE session_bridge_versions SET text = 'Other words'")
    with pytest.raises(CommandError, match=f"imported version {key}"):
        call_command("verify")


def test_command_says_what_is_missing(db: None, settings: LazySettings, practice: Organisation, tmp_path: Path) -> None:
    settings.THERABRIDGE_DATABASE_URL = ""
    where = f"--report={tmp_path / 'r.jsonl'}"
    with pytest.raises(CommandError, match="THERABRIDGE_DATABASE_URL: names"):
        call_command("import_therabridge", "--organisation", practice.name, where)
    settings.THERABRIDGE_DATABASE_URL = "postgres://nobody:secret@127.0.0.1:1/none"
    with pytest.raises(CommandError, match="cannot be reached") as caught:
        call_command("import_therabridge", "--organisation", practice.name, where)
    assert "secret" not in str(caught.value)
    with pytest.raises(CommandError, match="make it first"):
        call_command("import_therabridge", "--organisation=None", where)
