"""How open a term is: how near words of openness stand to it, and whether it names something that can be open.

Part of stage B. In: the record's marks. Out: counts and yes or no. Tuned on diaries of which readers had marked the
open matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generation.pipeline.canonicalizer.marks.mark_lists import groups_by_name
from generation.pipeline.contracts import CanonicalRecord, Mark, RecurringTerm, TermMention
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import stem, words_in

MIN_DAYS = 2
# A word of openness at most this many code points away still speaks of the matter.
NEAR = 70
# The tiers of events count from 1; a matter of the last one is a noun.
MIN_TIER = 3
OPEN_AREAS = frozenset(
    {"Body and illness", "Medication and treatment", "Work and study", "Money", "Alcohol and drugs", "Sleep", "Home"}
)
PEOPLE = "People"
FEARED = "feared"
# What is sent in, ruled on or renewed waits for somebody by its nature.
PAPERS = frozenset(
    map(
        stem,
        word_set(
            """
            paperwork papers statement form application invoice claim permit licence license passport visa registration
            rego referral appeal contract lease tenancy mortgage insurance mediation hearing tribunal assessment
            interview audit inspection grant scholarship bursary
            """
        ),
    )
)
# The area and the events of money.
MONEY = frozenset({"Money", "money"})
# Words for being worn down, and for whoever is near, name nothing that can be open.
NO_MATTERS = frozenset({"strain", "people"})
# "My class" and "the school" are one of many each time; to go there, or not to, may be open.
GONE_TO = frozenset(map(stem, ("class", "school", "college", "university", "uni", "office")))
# What hurts is a matter by its noun; "hurts", "bloated" and "sick" are how somebody is.
ILLNESS = "illness and pain"
# Having none of it closes no matter.
NEEDED = frozenset({"Money"})


class Openness:
    """How near words of openness stand to a term, and whether it names something that can be open at all.

    What a body, a treatment, work, study, money, papers or an event is about can be; anything else only where the
    person says on two days that they fear it. Tuned on diaries of which readers had marked the open matters.
    """

    def __init__(self, record: CanonicalRecord) -> None:
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        for mark in record.marks:
            if mark.list in {"openness", "events", "areas"}:
                self._marks[mark.fact_id].append(mark)

    def open_days(self, term: RecurringTerm) -> int:
        """On how many days a word of openness stands near the term."""
        return len({mention.day for mention in term.mentions if any(self._near(mention))})

    def may_be_open(self, term: RecurringTerm) -> bool:
        over = [mark for mention in term.mentions for mark in self._over(mention)]
        tiers = [groups_by_name()[mark.list, mark.group].tier for mark in over if mark.list == "events"]
        tier = min(tiers, default=MIN_TIER + 1)
        areas = {mark.group for mark in over if mark.list == "areas"}
        days = self.open_days(term)
        if is_gone_to(term) if term.is_noun else any(mark.group == ILLNESS for mark in over):
            return False
        if not term.is_noun and {mark.group for mark in over} <= MONEY and len(words_in(term.mentions[0].text)) == 1:
            # What is paid, and for what, differs each time.
            return False
        if tier <= MIN_TIER or areas & OPEN_AREAS:
            is_named = term.is_noun or tier < MIN_TIER or bool(areas & OPEN_AREAS)
            return PEOPLE not in areas and is_named and (days >= MIN_DAYS or (days > 0 and tier == 1))
        if term.is_noun and days and not PAPERS.isdisjoint(map(stem, words_in(term.mentions[0].text))):
            return True
        feared = {m.day for m in term.mentions if any(mark.group == FEARED for mark in self._near(m))}
        return term.is_noun and len(feared) >= MIN_DAYS

    def is_needed(self, term: RecurringTerm) -> bool:
        """Whether having none of it leaves it open."""
        return any(mark.group in NEEDED for mention in term.mentions for mark in self._over(mention))

    def _near(self, mention: TermMention) -> Iterator[Mark]:
        for mark in self._marks[mention.fact_id]:
            apart = max(mark.start - mention.end, mention.start - mark.end)
            # A word of openness inside the term is its name.
            if mark.list == "openness" and 0 <= apart <= NEAR:
                yield mark

    def _over(self, mention: TermMention) -> Iterator[Mark]:
        for mark in self._marks[mention.fact_id]:
            is_over = mark.start < mention.end and mention.start < mark.end
            if mark.list != "openness" and mark.group not in NO_MATTERS and is_over:
                yield mark


def is_gone_to(term: RecurringTerm) -> bool:
    """Whether the term names nothing but a class, a school or an office."""
    return all(stem(word) in GONE_TO for word in words_in(term.mentions[0].text))
