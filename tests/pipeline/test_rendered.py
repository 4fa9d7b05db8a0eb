"""How a composition becomes text: what stands where, in which section, and on which facts it rests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generation.pipeline.contracts import (
    DayPlan,
    EntryPlan,
    PointQuote,
    QuoteRef,
    RenderedReport,
    SlotKind,
)
from generation.pipeline.planner.shown import ShownEntry
from generation.pipeline.writer import sentences
from generation.pipeline.writer.render import render
from tests.pipeline.diaries import EXAMPLE, diary, entries_on
from tests.pipeline.runs import written
from tests.pipeline.test_chooser import FEW_OF_A_KIND
from tests.pipeline.test_patterns import days


def rendered(**chosen: tuple[str, ...]) -> RenderedReport:
    """The text of a diary with several of each kind, with other choices than the rules'."""
    record, plan, _ = written(diary(*FEW_OF_A_KIND))
    return render(plan, record, plan.choice.model_copy(update=chosen))


def cut(report: RenderedReport, kind: SlotKind) -> list[tuple[str, str]]:
    """The bullets of a kind as the report says they stand, by id and first word."""
    return [
        (slot.slot_id, report.text[slot.start : slot.end].split(":")[0]) for slot in report.slots if slot.kind is kind
    ]


def test_every_bullet_lies_in_its_section_and_is_a_line_of_it() -> None:
    report = rendered()
    assert [section.number for section in report.sections] == [1, 2, 3, 4]
    assert "\n".join(report.text[one.start : one.end] for one in report.sections) == report.text
    lines = []
    for section in report.sections:
        assert report.text[section.start :].startswith(f"{section.number}. ")
        own = [slot for slot in report.slots if slot.section == section.number]
        assert all(section.start < slot.start < slot.end < section.end for slot in own)
        lines += [f"- {report.text[slot.start : slot.end]}" for slot in own]
    assert lines == [line for line in report.text.splitlines() if line.startswith("- ")]


def test_a_quotation_stands_between_its_marks_in_its_bullet() -> None:
    report = rendered()
    slots = {slot.slot_id: slot for slot in report.slots}
    assert report.quotes
    for quote in report.quotes:
        slot = slots[quote.slot_id]
        assert slot.start < quote.start < quote.end <= slot.end
        assert (report.text[quote.start - 1], report.text[quote.end]) == ('"', '"')
    assert [report.text[quote.start : quote.end] for quote in report.quotes if quote.slot_id == "m4"] == [
        "Talk with my manager done. Relieved, I think. Walked 4.2 km after.",
        "Mood 6/10",
    ]


@pytest.mark.parametrize(
    ("field", "kind", "name"),
    [("series", SlotKind.SERIES, "Mood"), ("matters", SlotKind.OPEN_POINT, '"job" stands in entries of 2 days')],
)
def test_only_what_is_chosen_of_a_kind_is_listed(field: str, kind: SlotKind, name: str) -> None:
    second = {"series": "n2", "matters": "o2"}[field]
    assert cut(rendered(**{field: (second,)}), kind) == [(second, name)]
    assert cut(rendered(**{field: ()}), kind) == []


def test_without_a_matter_there_is_no_third_section() -> None:
    report = rendered(matters=())
    assert [section.number for section in report.sections] == [1, 2, 4]
    assert "3. " not in report.text


def test_areas_stand_by_the_days_of_the_forms_they_show() -> None:
    assert cut(rendered(), SlotKind.AREA) == [("a2", "People"), ("a1", "Work and study")]
    assert cut(rendered(areas=("a1",)), SlotKind.AREA) == [("a1", "Work and study")]


def test_a_term_is_listed_where_it_is_chosen() -> None:
    record, plan, _ = written(diary(*days("The lamp fell.", "A lamp.", "The lamps.", "Out.")))
    assert [term.id for term in plan.listed.terms] == ["t1"]
    for terms, said in ((("t1",), [("t1", '"lamp" or "lamps" stands in entries of 3 days')]), ((), [])):
        assert cut(render(plan, record, plan.choice.model_copy(update={"terms": terms})), SlotKind.TERM) == said


def test_limits_are_numbered_in_their_order() -> None:
    assert [(slot.slot_id, slot.kind) for slot in rendered().slots if slot.kind.name.startswith("LIMIT")] == [
        ("l1", SlotKind.LIMIT_MISSING_DAYS),
        ("l2", SlotKind.LIMIT_ANY_MEANING),
        ("l3", SlotKind.LIMIT_QUOTED),
    ]


def test_a_day_rests_on_the_facts_that_are_quoted_of_it() -> None:
    _, plan, report = written(diary(*EXAMPLE))
    facts = {slot.slot_id: slot.fact_ids for slot in report.slots}
    assert facts["m3"] == tuple(s.fact_id for entry in plan.days[2].entries for s in entry.sentences)
    last = plan.days[-1].entries[0].sentences
    assert [fact_id in facts["m5"] for fact_id in (last[0].fact_id, last[-1].fact_id)] == [True, False]


def test_lists_of_feelings_rest_on_the_facts_of_each_of_them() -> None:
    record, plan, _ = written(diary(*EXAMPLE, ("m7", "2026-11-20 10:00", "I felt calm.")))
    by_form = {one.forms[0].lower(): one for one in plan.listed.feelings}
    further = tuple(one.id for one in plan.listed.feelings)
    report = render(plan, record, plan.choice.model_copy(update={"feelings": (), "further_feelings": further}))
    facts = {slot.slot_id: slot.fact_ids for slot in report.slots}
    assert set(facts["p+"]) == {*by_form["anxious"].fact_ids, *by_form["calm"].fact_ids}
    assert facts["p-"] == by_form["relieved"].fact_ids


def test_one_entry_is_one_entry_and_a_window_without_any_says_so() -> None:
    _, _, one = written(entries_on([8]))
    assert "- Entries: 1 entry on 1 of 15 days.\n" in one.text
    _, _, none = written(diary())
    assert "- Entries: 0 entries on 0 of 15 days.\n" in none.text
    assert none.text.endswith("4. Logged Moments\n- No entry is logged in this window.\n")
    assert [(slot.slot_id, slot.kind) for slot in none.slots][-1] == ("m0", SlotKind.NO_MOMENTS)


# --- the words of a day -----------------------------------------------------------------------------

DAY = DayPlan(id="m1", day=date(2026, 11, 8), words=9, budget=9, entries=())


def run(start: int, end: int) -> QuoteRef:
    return QuoteRef(message_id="m", fact_ids=("f1",), start=start, end=end)


def entry(*runs: QuoteRef, gaps: str = "", copy_of: date | None = None) -> ShownEntry:
    """`gaps` has a "…" for each place where something is left out, and a "." where nothing is."""
    return ShownEntry(EntryPlan(message_id="m", words=9, copy_of=copy_of), runs, tuple(sign == "…" for sign in gaps))


def said(parts: list[Any]) -> str:
    return "".join(part if isinstance(part, str) else f"<{part.quote.start}-{part.quote.end}>" for part in parts)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([entry(run(0, 9), gaps="..")], "8 Nov: <0-9>"),
        ([entry(run(1, 9), gaps="….")], "8 Nov: … <1-9>"),
        ([entry(run(0, 8), gaps=".…")], "8 Nov: <0-8> …"),
        ([entry(run(1, 8), gaps="……")], "8 Nov: … <1-8> …"),
        ([entry(run(0, 3), run(5, 9), gaps=".….")], "8 Nov: <0-3> … <5-9>"),
        ([entry(run(0, 3), run(4, 9), gaps="...")], "8 Nov: <0-3> <4-9>"),
        ([entry(run(1, 3), run(4, 6), run(7, 8), gaps="….……")], "8 Nov: … <1-3> <4-6> … <7-8> …"),
        ([entry(gaps="…")], "8 Nov: not quoted."),
        ([entry(gaps="…"), entry(gaps="…")], "8 Nov (2 entries): not quoted."),
        (
            [entry(run(0, 9), gaps=".."), entry(gaps="…"), entry(run(2, 9), gaps="….")],
            "8 Nov (3 entries): <0-9> / … / … <2-9>",
        ),
        ([entry(copy_of=date(2026, 11, 7))], "8 Nov: as on 7 Nov"),
        ([entry(copy_of=date(2026, 11, 8)), entry(gaps="…")], "8 Nov (2 entries): as before / …"),
    ],
)
def test_a_day_has_a_part_for_each_entry_and_says_where_something_is_left_out(
    entries: list[ShownEntry], words: str
) -> None:
    assert said(sentences.moment(DAY, entries)) == words


@pytest.mark.parametrize(
    ("before", "behind", "words"),
    [(False, False, "<1-8>"), (True, False, "… <1-8>"), (False, True, "<1-8> …"), (True, True, "… <1-8> …")],
)
def test_an_open_point_says_where_its_words_are_cut(before: bool, behind: bool, words: str) -> None:
    _, plan, _ = written(diary(*FEW_OF_A_KIND))
    quoted = PointQuote(day=date(2026, 11, 9), quote=run(1, 8), cut_before=before, cut_behind=behind)
    job = plan.listed.matters[1].model_copy(update={"open": quoted})
    stands = '"job" stands in entries of 2 days: 9 and 13 Nov; open, 9 Nov'
    assert said(sentences.open_point(job)) == f"{stands}: {words}"
    assert said(sentences.open_point(job.model_copy(update={"last": quoted}))) == (
        f"{stands}: {words}; last, 9 Nov: {words}"
    )
