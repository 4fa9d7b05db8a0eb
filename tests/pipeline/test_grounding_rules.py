"""A closed world: a bullet may say what its cited facts and the recount carry, and nothing besides."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.contracts import Draft, Finding, Quotation, QuoteRef, Slot, SlotKind, SlotText, Words
from generation.pipeline.planner.plan import make_plan
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.report_format import render
from generation.pipeline.writer.frames import TemplateWriter
from tests.pipeline.diaries import diary

RECORD = canonicalize(
    diary(
        ("a", "2026-11-08 08:00", "Slept 5.5 h, anxious about the talk with my manager. Drank 2 coffees."),
        ("b", "2026-11-09 08:00", "Slept 6 h. Not tired. Anna left Tom. Walked 4.2 km."),
        ("c", "2026-11-10 08:00", "Still anxious about the talk with my manager. Slept 6.50 h. Ran 5-6 km with Zoë."),
        ("d", "2026-11-12 08:00", "My sister felt happy. I wish I felt calm. Was I angry? Slept 6 h at home."),
        ("e", "2026-11-13 08:00", "Did not call Anna but wrote to Tom. The talk with my manager went on. Walked 3 km."),
        ("f", "2026-11-14 08:00", "assistant: the person left."),
        ("g", "2026-11-15 08:00", "I am home."),
    )
)
PLAN = make_plan(RECORD)
DRAFT = TemplateWriter().write(PLAN, RECORD)


def slot(kind: SlotKind, number: int = 0) -> Slot:
    return [slot for slot in PLAN.slots if slot.kind is kind][number]


FEELING, SLEEP, TERM = slot(SlotKind.FEELING), slot(SlotKind.SERIES), slot(SlotKind.OPEN_POINT)
QUOTE = "<q>"


def moment(day: int) -> Slot:
    """The moment of a November day, free to use every fact of it."""
    return next(slot for slot in PLAN.slots if slot.kind is SlotKind.MOMENT and slot.days[0].day == day)


def says(bullet: Slot, text: str) -> tuple[Finding, ...]:
    """The findings on one bullet worded anew; `<q>` stands for its planned quotation."""
    day_facts = tuple(fact.id for fact in RECORD.facts if fact.day in bullet.days)
    given = bullet.model_copy(update={"fact_ids": day_facts}) if bullet.kind is SlotKind.MOMENT else bullet
    plan = PLAN.model_copy(
        update={
            "sections": tuple(
                section.model_copy(
                    update={"slots": tuple(given if slot.id == given.id else slot for slot in section.slots)}
                )
                for section in PLAN.sections
            )
        }
    )
    plan = type(plan).model_validate(plan.model_dump())
    parts: list[Words | Quotation] = []
    for number, piece in enumerate(text.split(QUOTE)):
        if number and given.quote:
            parts.append(Quotation(quote=given.quote))
        if piece:
            parts.append(Words(text=piece))
    worded = SlotText(slot_id=given.id, parts=tuple(parts), fact_ids=given.fact_ids)
    texts = tuple(worded if text.slot_id == given.id else text for text in DRAFT.slot_texts)
    report = render(plan, RECORD, Draft(writer_version="test", slot_texts=texts))
    return tuple(finding for finding in lint(report, plan, RECORD) if finding.slot_id == given.id)


def rules(bullet: Slot, text: str) -> set[str]:
    return {finding.rule_id for finding in says(bullet, text)}


SUPPORTED = [
    (FEELING, "The word <q> is used on 2 days: 8 and 10 Nov."),
    (FEELING, "<q> is written on 2 of 15 days: 8 November and 10 November."),
    (FEELING, "Anxious, on 2 days (Nov 8 and 10)."),
    (FEELING, "<q> is noted on 2 days: 2026-11-08 and 2026-11-10."),
    (SLEEP, "Sleep is logged on 4 days: 5.5 h, 6 h, 6.50 h and 6 h (8, 9, 10 and 12 Nov)."),
    (SLEEP, "Sleep, 4 days: 8 Nov: 5.5 h; 9 Nov: 6 h; 10 Nov: 6.50 h; 12 Nov: 6 h."),
    (SLEEP, "Sleep is recorded on 4 days. 8 Nov: 5.5 h, 9 Nov: 6 h, 10 Nov: 6.50 h, 12 Nov: 6 h."),
    (TERM, "<q> appears in entries of 3 days: 8, 10 and 13 Nov."),
    (TERM, "Talk with the manager appears on 3 days: 8, 10 and 13 Nov."),
    (moment(8), "8 Nov: anxious about the talk with the manager."),
    (moment(8), "8 Nov: slept 5.5 h."),
    (moment(8), "8 Nov: slept 5.5 h, drank 2 coffees."),
    (moment(8), "8 Nov: slept 5.5 h and drank 2 coffees."),
    (moment(9), "9 Nov: not tired."),
    (moment(9), "9 Nov: Anna left Tom."),
    (moment(10), "10 Nov: ran 5-6 km with Zoë."),
    (moment(10), "10 Nov: still anxious."),
    (moment(12), "12 Nov: slept 6 h."),
    (moment(13), "13 Nov: wrote to Tom."),
    (moment(13), "13 Nov: did not call Anna."),
    (moment(13), "13 Nov: there is an entry."),
]


@pytest.mark.parametrize(("bullet", "text"), SUPPORTED, ids=[row[1] for row in SUPPORTED])
def test_what_the_facts_carry_may_be_said(bullet: Slot, text: str) -> None:
    assert says(bullet, text) == ()


UNSUPPORTED = [
    # words of no fact
    ("SB301", moment(9), "9 Nov: Anna left Tom quietly."),
    ("SB301", moment(9), "9 Nov: Anna left Xaver."),
    # the person's own voice outside quotation marks
    ("SB301", moment(15), "15 Nov: I am home."),
    # of a fact that may not be quoted
    ("SB301", moment(14), "14 Nov: the person left."),
    ("SB301", FEELING, "<q> is used on 2 windy days: 8 and 10 Nov."),
    # numbers: typed, counted, in words, ranges
    ("SB302", moment(8), "8 Nov: slept 5 h."),
    ("SB302", moment(8), "8 Nov: slept six h."),
    ("SB302", moment(10), "10 Nov: slept 6.5 h."),
    ("SB302", FEELING, "<q> is used on 3 days: 8 and 10 Nov, 2 days."),
    ("SB302", FEELING, "<q> is used on three days, 2 days: 8 and 10 Nov."),
    ("SB302", FEELING, "<q> is used on 2 of 14 days: 8 and 10 Nov."),
    ("SB302", FEELING, "<q> is used in 5 entries on 2 days."),
    ("SB302", moment(10), "10 Nov: ran 5-7 km with Zoë."),
    ("SB302", SLEEP, "Sleep is logged on 4 days: 5.5 h to 9 h."),
    ("SB302", SLEEP, "Sleep is logged on 4 days: 6 h, 5.5 h, 6.50 h and 6 h (8, 9, 10 and 12 Nov)."),
    ("SB302", SLEEP, "Sleep is logged on 4 days: 8 Nov: 6 h; 9 Nov: 5.5 h; 10 Nov: 6.50 h; 12 Nov: 6 h."),
    ("SB302", SLEEP, "Sleep is logged on 4 days: 5.5 h, 6 h and 6.50 h (8, 9, 10 and 12 Nov)."),
    ("SB302", SLEEP, "Sleep is logged on 4 days: 4.2 km, 6 h, 6.50 h and 6 h (8, 9, 10 and 12 Nov)."),
    ("SB302", SLEEP, "Sleep is logged on 4 days: 5.5 h 6 h, 6.50 h and 6 h (8, 9, 10 and 12 Nov)."),
    # dates: other days, other notations, ranges, only some of them
    ("SB303", FEELING, "<q> is used on 2 days: 8 and 9 Nov."),
    ("SB303", FEELING, "<q> is used on 2 days: 8 Nov."),
    ("SB303", FEELING, "<q> is used on 2 days (8 and 10 and 8 Nov)."),
    ("SB303", FEELING, "<q> is used on 2 days: 8 to 10 Nov."),
    ("SB303", FEELING, "<q> is used on 2 days: November 8 and 11."),
    ("SB303", FEELING, "<q> is used on 2 days: 2026-11-08 and 2026-11-11."),
    ("SB303", FEELING, "<q> is used on 2 days: 8 and 10 Oct."),
    ("SB303", FEELING, "<q> is used on 2 days: 8 and 10 Nov 2025."),
    ("SB303", moment(9), "8 Nov: Anna left Tom."),
    ("SB106", moment(9), "9 Nov: the entry is noted."),
    ("SB106", moment(9), "9 Nov: entry an is there."),
    ("SB302", FEELING, "<q> is used on 2 days: 8.11. and 10.11."),
    # feelings: another's, wished for, asked about, of another day
    ("SB304", moment(12), "12 Nov: felt happy."),
    ("SB304", moment(12), "12 Nov: felt calm."),
    ("SB304", moment(12), "12 Nov: angry."),
    ("SB304", moment(9), "9 Nov: anxious."),
    ("SB304", SLEEP, "Happy sleep is logged on 4 days."),
    # a "not" lost or gained
    ("SB307", moment(9), "9 Nov: tired."),
    ("SB307", moment(13), "13 Nov: did call Anna."),
    ("SB308", moment(13), "13 Nov: call Anna."),
    ("SB307", moment(8), "8 Nov: not anxious about the talk with the manager."),
    ("SB307", FEELING, "<q> is not used on 2 days: 8 and 10 Nov."),
    ("SB307", moment(9), "9 Nov: Anna never left Tom."),
    # order, two facts in one clause, cut so that it means something else, another day's
    ("SB308", moment(9), "9 Nov: Tom left Anna."),
    ("SB308", moment(9), "9 Nov: Anna walked."),
    ("SB308", moment(9), "9 Nov: Tom slept 6 h."),
    ("SB308", moment(9), "9 Nov: slept 4.2 km."),
    ("SB308", moment(12), "12 Nov: sister slept 6 h."),
    ("SB301", moment(9), "9 Nov: ran with Zoë."),
    # fixed sentences
    ("SB309", slot(SlotKind.ENTRIES), "Entries: 6 entries on 5 of 15 days."),
    ("SB309", slot(SlotKind.WINDOW), "Window: 7 Nov 2026 to 22 Nov 2026, 15 calendar days (Europe/Berlin)."),
    ("SB309", slot(SlotKind.LIMIT_MISSING_DAYS), "Limits: 10 of 15 days have an entry."),
    # marks of quotation that nobody placed
    ("SB305", moment(9), '9 Nov: the entry says "Anna left Tom".'),
    ("SB305", moment(9), "9 Nov: the entry says “Anna left Tom”."),
    ("SB305", moment(9), "9 Nov: ''Anna left Tom''."),
    # letters
    ("SB406", moment(9), "9 Nov: Аnnа left Tom."),
    ("SB406", moment(9), "9 Nov: Ａnna left Tom."),
    ("SB406", moment(10), "10 Nov: ran 5-6 km with Zoé."),
    ("SB406", FEELING, "<q> is used on 2 days ➜ 8 and 10 Nov."),
    ("SB406", FEELING, "<q> is used on 2 days! 8 and 10 Nov."),
]  # fmt: skip


@pytest.mark.parametrize(("rule_id", "bullet", "text"), UNSUPPORTED, ids=[f"{row[0]} {row[2]}" for row in UNSUPPORTED])
def test_what_no_fact_carries_is_found(rule_id: str, bullet: Slot, text: str) -> None:
    assert rule_id in rules(bullet, text)


@pytest.mark.parametrize(
    ("bullet", "text", "excerpt"),
    [
        (moment(9), "9 Nov: Anna left Tom quietly.", "quietly"),
        (moment(8), "8 Nov: slept 5 h.", "5"),
        (FEELING, "<q> is used on 2 days: 8 and 9 Nov.", "8 and 9 Nov"),
        (moment(9), "9 Nov: Anna never left Tom.", "never"),
        (moment(9), "9 Nov: Tom left Anna.", "Tom left Anna"),
        (slot(SlotKind.ENTRIES), "Entries: 7 entries on 8 of 15 days.", "8"),
    ],
)
def test_finding_points_at_the_words(bullet: Slot, text: str, excerpt: str) -> None:
    assert excerpt in {finding.excerpt for finding in says(bullet, text)}


def quoting(bullet: Slot, quote: QuoteRef, *behind: Words) -> set[str]:
    parts = (Words(text=f"{bullet.days[0].day} Nov: the entry says "), Quotation(quote=quote), *behind)
    facts = tuple(fact.id for fact in RECORD.facts if fact.message_id == quote.message_id)
    given = bullet.model_copy(update={"fact_ids": facts})
    texts = tuple(
        SlotText(slot_id=bullet.id, parts=parts, fact_ids=facts) if text.slot_id == bullet.id else text
        for text in DRAFT.slot_texts
    )
    content = PLAN.model_dump()
    for section in content["sections"]:
        section["slots"] = tuple(given.model_dump() if s["id"] == given.id else s for s in section["slots"])
    plan = type(PLAN).model_validate(content)
    report = render(plan, RECORD, Draft(writer_version="test", slot_texts=texts))
    return {finding.rule_id for finding in lint(report, plan, RECORD) if finding.slot_id == bullet.id}


def whole(number: int, message_id: str = "b") -> QuoteRef:
    fact = [fact for fact in RECORD.facts if fact.message_id == message_id][number]
    return QuoteRef(message_id=message_id, fact_ids=(fact.id,), start=fact.start, end=fact.end)


def test_a_moment_may_quote_any_whole_fact_it_was_given() -> None:
    assert quoting(moment(9), whole(2)) == set()


@pytest.mark.parametrize(("cut_start", "cut_end"), [(4, 0), (0, 6), (1, 0)])
def test_a_moment_may_not_cut_a_fact(cut_start: int, cut_end: int) -> None:
    fact = whole(1)
    cut = fact.model_copy(update={"start": fact.start + cut_start, "end": fact.end - cut_end})
    assert "SB305" in quoting(moment(9), cut)


@pytest.mark.parametrize("quote", [FEELING.quote, TERM.quote])
def test_a_moment_may_not_quote_a_single_word(quote: QuoteRef) -> None:
    assert "SB305" in quoting(moment(8), quote)


def test_a_bullet_that_counts_quotes_nothing_but_its_subject() -> None:
    fact = whole(0, "a")
    parts = (Words(text="The word "), Quotation(quote=fact), Words(text=" is used on 2 days: 8 and 10 Nov."))
    texts = tuple(
        SlotText(slot_id=text.slot_id, parts=parts, fact_ids=text.fact_ids) if text.slot_id == FEELING.id else text
        for text in DRAFT.slot_texts
    )
    report = render(PLAN, RECORD, Draft(writer_version="test", slot_texts=texts))
    assert "SB305" in {finding.rule_id for finding in lint(report, PLAN, RECORD)}


def test_counts_come_from_the_messages_and_not_from_the_plan() -> None:
    content = PLAN.model_dump()
    for section in content["sections"]:
        for planned in section["slots"]:
            if planned["id"] == FEELING.id:
                planned["counts"] = (9,)
    plan = type(PLAN).model_validate(content)
    report = render(plan, RECORD, TemplateWriter().write(plan, RECORD))
    assert "SB302" in {finding.rule_id for finding in lint(report, plan, RECORD)}


def test_a_quotation_of_no_message_is_found_and_breaks_nothing() -> None:
    stranger = QuoteRef(message_id="nobody", fact_ids=("f1",), start=0, end=5)
    assert "SB305" in quoting(moment(9), stranger)


def test_a_long_quotation_that_is_cut_says_so() -> None:
    long = "Walked " + "along the river and back " * 12 + "until dark."
    record = canonicalize(diary(("a", "2026-11-08 08:00", long)))
    plan = make_plan(record)
    planned = next(slot for slot in plan.slots if slot.kind is SlotKind.MOMENT)
    for behind, sound in ((Words(text=" …"), True), (Words(text="."), False)):
        parts = (Words(text="8 Nov: "), Quotation(quote=planned.quote), behind)  # type: ignore[arg-type]
        texts = tuple(
            SlotText(slot_id=t.slot_id, parts=parts, fact_ids=t.fact_ids) if t.slot_id == planned.id else t
            for t in TemplateWriter().write(plan, record).slot_texts
        )
        report = render(plan, record, Draft(writer_version="test", slot_texts=texts))
        assert (lint(report, plan, record) == ()) is sound
