"""Stage C with a model. In: plan and record. Out: `Composition`: ids the model chose among the plan's candidates.

One request, one small JSON of ids back. The model words nothing and sees no more than the diary's own sentences; what
it leaves open stays the rules' choice. A reply that names an unknown id, breaks a budget or leaves out what is
required is refused by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import Field

from generation.pipeline.batches import Item
from generation.pipeline.contracts import CanonicalRecord, Composition, DayPlan, Matter, ReportPlan, Value
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import Asker, ReplyOutcome, ReplyUnusable, Task
from generation.pipeline.planner.choice import Candidate, candidates, choose_sentences
from generation.pipeline.planner.moments import NEARLY_WHOLE
from generation.pipeline.planner.selection import select
from generation.pipeline.prompts import CURRENT, make_prompt
from generation.pipeline.reading.quotations import quoted_words
from generation.pipeline.writer.layout import short_date, short_dates

# More candidates of a kind than this are not offered: the rules' order has put the likely ones first.
MAX_OFFERED = 12
_TOKENS_AROUND = 60
_TOKENS_OF_AN_ID = 4
_Id = str


class ChoiceReply(Value):
    """Ids alone. `sentences` are candidates of any day; of the other kinds those a reader would least want to miss."""

    sentences: tuple[_Id, ...] = Field(max_length=600)
    matters: tuple[_Id, ...] = Field(default=(), max_length=40)
    series: tuple[_Id, ...] = Field(default=(), max_length=40)
    areas: tuple[_Id, ...] = Field(default=(), max_length=40)


SCHEMA = ChoiceReply.model_json_schema()


class ModelComposer:
    """Asks once for everything that is left to choose; where nothing is, nobody is asked."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def compose(self, plan: ReportPlan, record: CanonicalRecord) -> Composition:
        """Raises ModelGaveUp where there is no answer that can be used."""
        data = question(plan, record)
        if not data:
            return plan.choice
        ask = self._asker.begin(Task.CHOICE)
        prompt = make_prompt(Task.CHOICE, data, answer_tokens=answer_tokens(data))
        reply = ask(prompt, SCHEMA, partial(read_choice, plan=plan, data=data))
        return compose(plan, record, reply, composer_version=CURRENT[Task.CHOICE])


def question(plan: ReportPlan, record: CanonicalRecord, only: Collection[str] | None = None) -> dict[str, Any]:
    """What is left to choose, as the prompt's data; empty where there is nothing. `only` names the days and kinds."""
    days = [day for day in plan.days if not day.is_whole and (only is None or day.id in only)]
    data: dict[str, Any] = {}
    if offered := [_day(day, record) for day in days]:
        data["days"] = offered
    listed, most = plan.listed, plan.most
    if len(listed.matters) > most.matters > 0 and only is None:
        data["matters"] = {"most": most.matters, "of": [_matter(m, record) for m in listed.matters[:MAX_OFFERED]]}
    if len(listed.series) > most.series > 0 and only is None:
        labels = [{"id": one.id, "name": one.label} for one in listed.series[:MAX_OFFERED]]
        data["series"] = {"most": most.series, "of": labels}
    if len(listed.areas) > most.areas > 0 and only is None:
        headings = [{"id": area.id, "name": area.heading} for area in listed.areas]
        data["areas"] = {"most": most.areas, "of": headings}
    return data


def answer_tokens(data: Mapping[str, Any]) -> int:
    """How long a good answer about this question gets."""
    ids = sum(len(day["sentences"]) for day in data.get("days", ()))
    return _TOKENS_AROUND + _TOKENS_OF_AN_ID * (ids + 4 * MAX_OFFERED)


def _day(day: DayPlan, record: CanonicalRecord) -> Item:
    return {
        "day": short_date(day.day),
        "budget": day.budget,
        "sentences": [_candidate(one, day, record) for one in candidates(day)],
    }


def _candidate(one: Candidate, day: DayPlan, record: CanonicalRecord) -> Item:
    sentences = {s.fact_id: s for entry in day.entries for s in entry.sentences}
    quotes = (sentences[fact_id].quote for fact_id in one.fact_ids)
    words = " ".join(quoted_words(record, quote) for quote in quotes if quote)
    required = {"required": True} if one.is_required else {}
    return {"id": one.id, "words": one.words, "text": words, **required}


def _matter(matter: Matter, record: CanonicalRecord) -> Item:
    return {
        "id": matter.id,
        "name": " / ".join(matter.forms),
        "days": short_dates(matter.days),
        "open": quoted_words(record, matter.open.quote),
    }


def read_choice(text: str, plan: ReportPlan, data: Mapping[str, Any]) -> ChoiceReply:
    """The reply, held against the plan. Raises ReplyUnusable."""
    reply = read_reply(text, ChoiceReply)
    names = {day["day"] for day in data.get("days", ())}
    asked = [day for day in plan.days if short_date(day.day) in names]
    offered = {one.id for day in asked for one in candidates(day)}
    listed = {one["id"] for kind in ("matters", "series", "areas") for one in data.get(kind, {}).get("of", ())}
    if not ({*reply.sentences} <= offered and {*reply.matters, *reply.series, *reply.areas} <= listed):
        raise ReplyUnusable(ReplyOutcome.UNKNOWN_ID)
    for day in asked:
        _require_day(day, reply.sentences)
    return reply


def _require_day(day: DayPlan, chosen: Sequence[str]) -> None:
    """A day of which anything was chosen keeps its budget and what is required."""
    own = [one for one in candidates(day) if one.id in chosen]
    required = [one for one in candidates(day) if one.is_required]
    if not own:
        return
    if not all(one.id in chosen for one in required):
        raise ReplyUnusable(ReplyOutcome.REQUIRED_LEFT_OUT)
    free = sum(one.words for one in own if not one.is_required)
    longest = max(one.words for one in own)
    if free > max(day.budget + NEARLY_WHOLE, longest):
        raise ReplyUnusable(ReplyOutcome.OVER_BUDGET)


def compose(
    plan: ReportPlan,
    record: CanonicalRecord,
    reply: ChoiceReply,
    *,
    composer_version: str,
    kept: Mapping[str, Sequence[str]] | None = None,
    barred: Collection[str] = (),
) -> Composition:
    """The composition of a reply. `kept` are days, by id, whose sentences stay as they are; `barred` are matters that
    must not be listed again, and facts quoted again only where the reply names them or nothing else is left."""
    quoted = tuple(_quoted(plan, reply.sentences, kept or {}, barred))
    listed = plan.listed
    if barred:
        listed = listed.model_copy(update={"matters": tuple(m for m in listed.matters if m.id not in barred)})
    wanted = {*reply.matters, *reply.series, *reply.areas}
    return select(listed, plan.most, record, plan.days, quoted, composer_version=composer_version, wanted=wanted)


def _quoted(
    plan: ReportPlan, chosen: Sequence[str], kept: Mapping[str, Sequence[str]], barred: Collection[str]
) -> Iterator[str]:
    for day in plan.days:
        if day.id in kept:
            yield from kept[day.id]
        else:
            yield from choose_sentences(day, chosen, barred)
