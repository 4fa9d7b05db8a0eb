"""The plan as the page shows it: what each section may list and what the rules chose, then the days with their
candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from generation.admin.diary_view import MAX_SHOWN, DiaryPage
from generation.admin.marks import Kind, Mark, marked
from generation.admin.wording import weekday_words
from generation.pipeline.contracts import (
    Area,
    DayPlan,
    EntryPlan,
    Feeling,
    Listed,
    Matter,
    QuoteRef,
    ReportPlan,
    Sentence,
    Series,
    Term,
)
from generation.pipeline.writer.layout import short_date, short_dates


@dataclass(frozen=True)
class FactLink:
    id: str
    anchor: str
    words: str


@dataclass(frozen=True)
class FactLinks:
    """The first of many links, and how many more there are."""

    shown: tuple[FactLink, ...]
    further: int


@dataclass(frozen=True)
class ListedView:
    """Something Section 2 or 3 may list: what it is, what would be said of it, and where the rules put it."""

    id: str
    what: str
    says: tuple[SafeString, ...]
    facts: FactLinks
    place: str
    is_listed: bool


@dataclass(frozen=True)
class KindView:
    """The candidates of one kind; `limit` says how many of them the text lists."""

    title: str
    limit: str
    items: tuple[ListedView, ...]


@dataclass(frozen=True)
class SentenceView:
    id: str
    anchor: str
    words: SafeString
    word_count: int
    weight: str
    notes: str
    is_chosen: bool


@dataclass(frozen=True)
class EntryPlanView:
    local_time: str
    note: str
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True)
class DayPlanView:
    """A day of Section 4: what it may have, and its candidates."""

    id: str
    name: str
    budget: str
    entries: tuple[EntryPlanView, ...]


@dataclass(frozen=True)
class PlanView:
    bucket: str
    kinds: tuple[KindView, ...]
    days: tuple[DayPlanView, ...]


def plan_view(plan: ReportPlan, page: DiaryPage) -> PlanView:
    listed, most, choice = plan.listed, plan.most, plan.choice
    feelings = (
        f"{most.feelings} with a bullet of their own, {most.feelings_of_days} and {most.feelings_of_one_day} in lists"
    )
    kinds = (
        ("Section 2: feelings", feelings, listed.feelings, (*choice.feelings, *choice.further_feelings)),
        ("Section 2: series", str(most.series), listed.series, choice.series),
        ("Section 2: areas", str(most.areas), listed.areas, choice.areas),
        ("Section 2: terms", str(most.terms), listed.terms, choice.terms),
        ("Section 3: open points", str(most.matters), listed.matters, choice.matters),
    )
    return PlanView(
        bucket=plan.bucket.value,
        kinds=tuple(
            KindView(title, f"at most {limit}", tuple(_listed(item, chosen, plan, page) for item in items))
            for title, limit, items, chosen in kinds
        ),
        days=tuple(_day(day, frozenset(choice.quoted), page) for day in plan.days),
    )


def listed_words(item: Listed) -> str:
    """What an item of Section 2 or 3 is, in its own words or heading."""
    if isinstance(item, Area):
        return item.heading
    if isinstance(item, Series):
        return item.label
    return " / ".join(item.forms) if isinstance(item, Feeling | Term | Matter) else item.id


def fact_links(fact_ids: Sequence[str], page: DiaryPage) -> FactLinks:
    """Links to the words of the facts."""
    facts = page.record.facts_by_id
    shown = tuple(
        FactLink(id_, page.anchors.get(id_, ""), facts[id_].text if id_ in facts else "not in the record")
        for id_ in fact_ids[:MAX_SHOWN]
    )
    return FactLinks(shown, len(fact_ids) - len(shown))


def quoted(quote: QuoteRef, page: DiaryPage) -> SafeString:
    """The words a quotation was cut from, marked as the person's."""
    entry = page.record.entries_by_message_id.get(quote.message_id)
    if entry is None:
        return format_html("<em>{}</em>", "a message that is not in the record")
    mark = Mark(quote.start, quote.end, Kind.SOURCE, "the person's words")
    return marked(entry.text, [mark], start=quote.start, end=quote.end)


def _listed(item: Listed, chosen: Sequence[str], plan: ReportPlan, page: DiaryPage) -> ListedView:
    is_listed = item.id in chosen
    return ListedView(
        id=item.id,
        what=listed_words(item),
        says=tuple(_says(item, page)),
        facts=fact_links(item.fact_ids, page),
        place=_place(item, plan) if is_listed else "not listed: others come first, or its words stand elsewhere",
        is_listed=is_listed,
    )


def _place(item: Listed, plan: ReportPlan) -> str:
    if not isinstance(item, Feeling) or item.id in plan.choice.feelings:
        return "a bullet of its own"
    return "in the list of 2 days or more" if len(item.named) > 1 else "in the list of one day"


def _says(item: Listed, page: DiaryPage) -> Iterator[SafeString]:
    match item:
        case Feeling():
            yield format_html("named {}", short_dates(item.named))
            if item.also:
                yield format_html("also written {}", short_dates(item.also))
        case Series():
            yield from _values(item)
        case Area():
            yield from (format_html("{} ({})", form.text, short_dates(form.days)) for form in item.forms)
        case Matter():
            yield format_html("{}", short_dates(item.days))
            yield format_html("open {}: {}", short_date(item.open.day), quoted(item.open.quote, page))
            if item.last:
                yield format_html("last {}: {}", short_date(item.last.day), quoted(item.last.quote, page))
        case Term():
            yield format_html("{}", short_dates(item.days))


def _values(series: Series) -> Iterator[SafeString]:
    """The values by day; of very many the lowest and the highest, as the text has them."""
    if series.lowest is None or series.highest is None:
        for logged in series.values:
            yield format_html("{}: {}", short_date(logged.day), ", ".join(logged.values))
    else:
        for name, logged in (("lowest", series.lowest), ("highest", series.highest)):
            yield format_html("{} {}: {}", name, short_date(logged.day), ", ".join(logged.values))


def _day(day: DayPlan, chosen: frozenset[str], page: DiaryPage) -> DayPlanView:
    budget = (
        f"{day.words} words, all quoted" if day.is_whole else f"{day.words} words, of which {day.budget} may be quoted"
    )
    return DayPlanView(
        id=day.id,
        name=weekday_words(day.day),
        budget=budget,
        entries=tuple(_entry(entry, chosen, page) for entry in day.entries),
    )


def _entry(entry: EntryPlan, chosen: frozenset[str], page: DiaryPage) -> EntryPlanView:
    note = f"a copy of an entry of {short_date(entry.copy_of)}" if entry.copy_of else f"{entry.words} words"
    return EntryPlanView(
        local_time=page.record.entries_by_message_id[entry.message_id].local_time,
        note=note,
        sentences=tuple(_sentence(sentence, chosen, page) for sentence in entry.sentences),
    )


def _sentence(sentence: Sentence, chosen: frozenset[str], page: DiaryPage) -> SentenceView:
    fact = page.record.facts_by_id[sentence.fact_id]
    notes = [
        *(["required by safety words"] if sentence.is_required else []),
        *(["bound to the one before"] if sentence.is_bound else []),
        *(_of_quote(sentence.quote, fact.start, fact.end)),
    ]
    return SentenceView(
        id=sentence.fact_id,
        anchor=page.anchors[sentence.fact_id],
        words=page.fact_words(fact),
        word_count=sentence.words,
        weight=f"{sentence.weight:.1f}",
        notes=", ".join(notes),
        is_chosen=sentence.fact_id in chosen,
    )


def _of_quote(quote: QuoteRef | None, start: int, end: int) -> Iterator[str]:
    if quote is None:
        yield "may not be quoted: a form rule"
    elif (quote.start, quote.end) != (start, end):
        yield "only a piece of it"
