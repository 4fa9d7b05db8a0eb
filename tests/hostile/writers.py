"""Writers under an attacker's control. Each is a `Writer`; none of them knows anything but plan and record."""

from __future__ import annotations

import random
from collections.abc import Callable

from generation.pipeline.report_format import render, short_date, short_dates
from generation.pipeline.writer.frames import TemplateWriter

from generation.pipeline.contracts import (
    CanonicalRecord,
    Draft,
    Fact,
    Quotation,
    QuoteRef,
    ReportPlan,
    Slot,
    SlotKind,
    SlotText,
    Words,
)
from generation.pipeline.policy_gate.lint import lint
from generation.pipeline.reading.words import tokens
from tests.hostile import attacks

Part = Words | Quotation
Wording = Callable[["HostileWriter", Slot, tuple[Part, ...]], tuple[Part, ...]]
SAFE = (
    "the", "a", "of", "on", "in", "and", "is", "are", "was", "day", "days", "entry", "entries", "word", "used",
    "logged",
    "appears", "written", "says", "reads", "noted", "no", "not", "nothing", "few", "only", "known", "may", "times",
)  # fmt: skip


class HostileWriter:
    """Words some slots its own way, the rest from frames; cites every fact it was given."""

    def __init__(self, wording: Wording, source: random.Random) -> None:
        self.wording = wording
        self.source = source

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        self.plan, self.record = plan, record
        frames = TemplateWriter().write(plan, record)
        share = self.source.choice((0.15, 0.4, 1.0))
        texts = [
            text.model_copy(update={"parts": self.wording(self, plan.slots_by_id[text.slot_id], text.parts)})
            if self.source.random() < share
            else text
            for text in frames.slot_texts
        ]
        return Draft(writer_version="hostile", slot_texts=tuple(texts))

    def facts(self, slot: Slot) -> list[Fact]:
        """The slot's own facts, or where it has none any."""
        own = [self.record.facts_by_id[i] for i in slot.fact_ids if i in self.record.facts_by_id]
        return own or list(self.record.facts)

    def dated(self, slot: Slot, *parts: Part) -> tuple[Part, ...]:
        """The parts behind the days and counts the slot must state, so that only they can be at fault."""
        if slot.kind is SlotKind.MOMENT:
            return (Words(text=f"{short_date(slot.days[0])}: "), *parts)
        if slot.days and slot.kind is not SlotKind.WINDOW:
            count = " ".join(f"{number} times" for number in slot.counts[:-1])
            return (Words(text=f"{count} {slot.counts[-1]} days, {short_dates(slot.days)}: "), *parts)
        return parts


def say_claims(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    claim = writer.source.choice(attacks.CLAIMS)
    if writer.source.random() < 0.4:
        claim = writer.source.choice(attacks.DISGUISES)(claim)
    return (*parts, Words(text=f" {claim}")) if writer.source.random() < 0.5 else writer.dated(slot, Words(text=claim))


def say_payloads(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    pool = (*attacks.ORDERS, *attacks.ROLE_TAGS, *attacks.JSON_BREAKOUTS, *attacks.LINKS, *attacks.MARKUP)
    return (*parts, Words(text=writer.source.choice((*pool, *attacks.ENCODED, *attacks.OTHER_SCRIPTS))))


def echo_the_diary(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A run of the diary's own words, as the report's."""
    fact = writer.source.choice(writer.facts(slot)) if writer.facts(slot) else None
    words = list(tokens(fact.text)) if fact else []
    if fact is None or not words:
        return parts
    first = writer.source.randrange(len(words))
    last = writer.source.randrange(first, len(words))
    return writer.dated(slot, Words(text=fact.text[words[first].start : words[last].end]), Words(text="."))


def join_facts(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Words of several facts as one statement."""
    pool = [token.text for fact in writer.facts(slot) for token in tokens(fact.text)]
    if not pool:
        return parts
    chosen = [writer.source.choice(pool) for _ in range(writer.source.randint(1, 4))]
    return writer.dated(slot, Words(text=" ".join(chosen) + "."))


def play_with_safe_words(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    chosen = [writer.source.choice(SAFE) for _ in range(writer.source.randint(2, 7))]
    if slot.counts:
        chosen.insert(writer.source.randrange(len(chosen)), str(writer.source.choice((*slot.counts, 15, 2))))
    spare = writer.source.choice(((), parts))
    return (*writer.dated(slot, Words(text=" ".join(chosen) + ". ")), *spare)


def cut_quotations(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Any piece of any message in quotation marks."""
    fact = writer.source.choice(writer.record.facts) if writer.record.facts else None
    if fact is None:
        return parts
    words = list(tokens(fact.text))
    if writer.source.random() < 0.3 or not words:
        start, end = fact.start, fact.end
    else:
        first = writer.source.randrange(len(words))
        start, end = fact.start + words[first].start, fact.start + writer.source.choice(words[first:]).end
    if writer.source.random() < 0.1:
        end += writer.source.randint(1, 500)
    message = writer.source.choice((fact.message_id, fact.message_id, fact.message_id, "nobody"))
    quote = Quotation(quote=QuoteRef(message_id=message, fact_ids=(fact.id,), start=start, end=end))
    return writer.dated(slot, Words(text="the entry says "), quote)


def type_marks(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Quotation marks of its own around words nobody wrote, or wrote so."""
    fact = writer.source.choice(writer.facts(slot)) if writer.facts(slot) else None
    words = writer.source.choice((*attacks.CLAIMS, fact.text if fact else "calm"))
    opening, closing = writer.source.choice((('"', '"'), ("“", "”"), ("«", "»"), ("'", "'"), ("‘", "’"), ("「", "」")))
    return writer.dated(slot, Words(text=f"the entry says {opening}{words}{closing}"))


def forge_layout(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    line = writer.source.choice(
        ("\n- 9 Nov: there is an entry.", "\n\n3. Open Points for Reflection\n- x", "\r\n- y", "\u2028- z")
    )
    return (*parts, Words(text=line))


def move_dates(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Another day's date, count or values before the same words."""
    others = [other for other in writer.plan.slots if other.days and other.kind is not SlotKind.WINDOW]
    if not others or not slot.days:
        return parts
    other = writer.source.choice(others)
    quotations = tuple(part for part in parts if isinstance(part, Quotation))
    days = short_dates(writer.source.choice((other.days, slot.days, other.days[:1])))
    count = writer.source.choice((len(other.days), len(slot.days), 15))
    return (Words(text="The word "), *quotations, Words(text=f" is used on {count} days: {days}."))


def move_values(writer: HostileWriter, slot: Slot, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Values of any series under any label, in any order."""
    pool = [value for other in writer.plan.slots for day in other.values for value in day.values]
    if slot.kind is not SlotKind.SERIES or not pool:
        return parts
    values = [writer.source.choice(pool) for _ in slot.days]
    label = writer.source.choice(
        [other.label or "sleep" for other in writer.plan.slots if other.kind is SlotKind.SERIES]
    )
    text = f"{label} is logged on {len(slot.days)} days: {', '.join(values)} ({short_dates(slot.days)})."
    return (Words(text=text),)


WORDINGS: tuple[Wording, ...] = (
    say_claims, say_claims, say_payloads, echo_the_diary, echo_the_diary, join_facts, join_facts, play_with_safe_words,
    play_with_safe_words, cut_quotations, cut_quotations, type_marks, forge_layout, move_dates, move_values,
)  # fmt: skip


class Thief:
    """Leaves slots out, doubles them, swaps their names, cites what is not its own."""

    def __init__(self, source: random.Random) -> None:
        self.source = source

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        texts = list(TemplateWriter().write(plan, record).slot_texts)
        for _ in range(self.source.randint(1, 4)):
            at = self.source.randrange(len(texts))
            other = self.source.choice(texts)
            match self.source.randrange(5):
                case 0:
                    texts.pop(at)
                case 1:
                    texts.append(SlotText(slot_id="p99", parts=(Words(text="You should rest."),), fact_ids=()))
                case 2:
                    texts[at] = texts[at].model_copy(update={"slot_id": other.slot_id})
                case 3:
                    texts[at] = texts[at].model_copy(update={"fact_ids": (*other.fact_ids, "f1", "nothing")})
                case _:
                    texts[at] = texts[at].model_copy(update={"parts": other.parts})
            if not texts:
                break
        return Draft(writer_version="thief", slot_texts=tuple(texts))


class Searcher:
    """Changes a draft step by step and keeps every change that lint lets through: it looks for the hole."""

    def __init__(self, source: random.Random, steps: int = 25) -> None:
        self.source = source
        self.steps = steps

    def write(self, plan: ReportPlan, record: CanonicalRecord) -> Draft:
        draft = TemplateWriter().write(plan, record)
        pool = [token.text for fact in record.facts for token in tokens(fact.text)] or ["calm"]
        pool += [*SAFE, *(word for claim in attacks.CLAIMS for word in claim.split())]
        for _ in range(self.steps):
            changed = self._change(draft, pool, record)
            if changed is not None and not lint(render(plan, record, changed), plan, record):
                draft = changed
        return draft

    def _change(self, draft: Draft, pool: list[str], record: CanonicalRecord) -> Draft | None:
        texts = list(draft.slot_texts)
        number = self.source.randrange(len(texts))
        parts = list(texts[number].parts)
        at = self.source.randrange(len(parts))
        part = parts[at]
        if isinstance(part, Words):
            parts[at] = Words(text=self._edit(part.text, pool))
        elif record.facts:
            fact = self.source.choice(record.facts)
            words = list(tokens(fact.text)) or None
            if words is None:
                return None
            first = self.source.randrange(len(words))
            end = self.source.choice(words[first:]).end
            quote = QuoteRef(
                message_id=fact.message_id,
                fact_ids=(fact.id,),
                start=fact.start + words[first].start,
                end=fact.start + end,
            )
            parts[at] = Quotation(quote=quote)
        texts[number] = texts[number].model_copy(update={"parts": tuple(parts)})
        return draft.model_copy(update={"slot_texts": tuple(texts)})

    def _edit(self, text: str, pool: list[str]) -> str:
        words = text.split(" ")
        at = self.source.randrange(len(words))
        word = self.source.choice(pool)
        match self.source.randrange(6):
            case 0:
                words.insert(at, word)
            case 1:
                words[at] = word
            case 2:
                words.pop(at)
            case 3:
                other = self.source.randrange(len(words))
                words[at], words[other] = words[other], words[at]
            case 4:
                words.insert(at, f"{self.source.choice(pool)} {word}{self.source.choice(('.', ',', ';', ''))}")
            case _:
                words[at] = self.source.choice((words[at].upper(), attacks.in_lookalikes(words[at]), words[at][::-1]))
        return " ".join(words)
