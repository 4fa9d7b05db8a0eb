"""Each bullet of a stored summary has the words it rests on, cut from their messages."""

from __future__ import annotations

from generation.evaluation.pure_run import run_pure
from generation.history.sources import BulletWithSources, bullets_with_sources
from generation.pipeline.contracts import CanonicalRecord, RenderedReport
from tests.pipeline.diaries import EXAMPLE, diary

TEXTS = {message_id: text for message_id, _, text in EXAMPLE}


def read_example() -> tuple[RenderedReport, CanonicalRecord]:
    run = run_pure(diary(*EXAMPLE))
    return run.texts[-1], run.record


def bullets() -> dict[str, BulletWithSources]:
    report, record = read_example()
    return {bullet.slot_id: bullet for bullet in bullets_with_sources(report, record)}


def test_bullets_are_the_lines_of_the_text_in_order() -> None:
    report, record = read_example()
    lines = [line.removeprefix("- ") for line in report.text.splitlines() if line.startswith("- ")]
    assert [bullet.text for bullet in bullets_with_sources(report, record)] == lines


def test_sources_are_cut_from_their_messages() -> None:
    sources = [source for bullet in bullets().values() for source in bullet.sources]
    assert sources
    assert all(TEXTS[source.message_id][source.start : source.end] == source.text for source in sources)


def test_source_says_when_its_message_was_written() -> None:
    first = bullets()["m1"].sources[0]
    assert (first.message_id, first.day.isoformat(), first.local_time) == ("m1", "2026-11-08", "22:14")


def test_counted_bullets_have_no_sources_of_their_own() -> None:
    assert bullets()["w1"].sources == ()
    assert bullets()["l1"].sources == ()


def test_unknown_and_repeated_fact_ids_are_left_out() -> None:
    report, record = read_example()
    [slot] = [slot for slot in report.slots if slot.slot_id == "m1"]
    doubled = slot.model_copy(update={"fact_ids": (*slot.fact_ids, *slot.fact_ids, "f999")})
    changed = report.model_copy(update={"slots": (doubled,)})
    [bullet] = bullets_with_sources(changed, record)
    assert bullet.sources == bullets()["m1"].sources
