"""Stage A: whether the writer claims a number as their own, of that day.

In: the clauses of a sentence and a number with its label. Out: a `Reality`: REAL numbers keep their label, UNSURE ones
lose it, UNREAL ones are left out. Whose a clause without a subject is, and whether a wish goes on, is read from
the clause and the sentence before it.
"""

from __future__ import annotations

from functools import cached_property

from generation.pipeline.canonicalizer.numbers.clauses import (
    Clause,
    Mark,
    Subject,
    clause_of,
    clause_subject,
    heading_subject,
    is_verb_form,
)
from generation.pipeline.canonicalizer.numbers.label_owners import Place
from generation.pipeline.canonicalizer.numbers.labelled import LabelledNumber
from generation.pipeline.canonicalizer.numbers.reality import Reality, is_wished, is_wished_or_denied, reality
from generation.pipeline.canonicalizer.numbers.subject_words import FIRST
from generation.pipeline.canonicalizer.numbers.taken_back import Value, is_denied_in_answer, is_taken_back
from generation.pipeline.canonicalizer.numbers.topics import Readings, SentenceReading, names_somebody
from generation.pipeline.canonicalizer.numbers.units import DISTANCE, DURATION, PRESSURE, SCALE, TEMPERATURE
from generation.pipeline.reading.word_set import word_set

_CARRIED_ON = frozenset([",", "and", "or", "but", "then", "&", "+", ";", "plus"])
_BODILY = word_set("weight scale bw heart temperature temp fever bp pulse hr rhr glucose oxygen bmi") | {
    "blood pressure",
    "heart rate",
}
_WEATHER = word_set("outside outdoors weather forecast sunny rain snow heatwave oven")
_CONDITIONS = word_set("if unless")
_IF_I_HAD_TO = ("if", "i", "had", "to")
_ZERO = frozenset(["0", "0.0", "0,0", "zero", "Zero"])
_ANSWERS = word_set("no nope nah not never didn't")
_QUOTES = frozenset('"“«')
_ASKING = word_set("do does did is are was were can could should would will how what when why who have has am")


class Claims:
    """Whose and how real the numbers of one sentence are. Its numbers are asked about in their order."""

    def __init__(self, readings: Readings, sentence: int) -> None:
        self._readings = readings
        self._text = readings.text
        self._sentence = sentence
        self._start, end = readings.sentences[sentence]
        self._clauses = readings[sentence].clauses
        self._wished: set[int] = set()
        self._subjects: dict[tuple[int, int], Subject] = {}
        self._quotes = not _QUOTES.isdisjoint(self._text[self._start : end])
        self._ends_asking = self._text[end - 1] in "?？"
        self._asked = self._ends_asking and self._clauses[0].items[0].word in _ASKING

    def claim(self, index: int, at: int, labelled: LabelledNumber) -> Reality:
        """What the number at item `at` of clause `index` claims."""
        place, dimension = labelled.place, labelled.dimension
        clause = self._clauses[index]
        label_at = place.first if place and place.first < at else None
        carried_on = self._carried_on(index, at, place)
        claim = max(
            reality(self._text, *_without_object(clause, at, place), label_at, labelled.end),
            self._whose(index, at, labelled),
            Reality.UNSURE if dimension == TEMPERATURE and _is_of_the_weather(clause) else Reality.REAL,
            carried_on,
            Reality.UNSURE if place and _is_present(clause, at, place) else Reality.REAL,
            Reality.UNSURE if place and _is_of_a_way(clause, at, place, dimension) else Reality.REAL,
            self._named_behind(index),
            self._under_a_heading(index),
            Reality.UNREAL if _is_only_wanted(clause, at, labelled) else Reality.REAL,
            Reality.UNREAL if self._asked or self._conditional(index) else Reality.REAL,
            Reality.UNSURE if self._quoted(clause.items[at].start) else Reality.REAL,
            Reality.UNREAL if self._taken_back(index, at, labelled) else Reality.REAL,
        )
        if carried_on is Reality.UNREAL or (claim is Reality.UNREAL and is_wished(self._text, clause)):
            self._wished.add(index)
        return claim

    def _taken_back(self, index: int, at: int, labelled: LabelledNumber) -> bool:
        """Whether the words behind the number deny it; "Coffee: 0, none today" says the same twice."""
        reading, following = self._readings[self._sentence], self._following
        if reading.notations[self._clauses[index].items[at].number].value in _ZERO:
            return False
        dimension = labelled.dimension
        answer = following if self._ends_asking and following and following.words[0] in _ANSWERS else None
        if answer is not None and is_denied_in_answer(answer, dimension):
            return True
        measured = dimension in {SCALE, TEMPERATURE, PRESSURE} or labelled.label in _BODILY
        return is_taken_back(self._text, self._clauses, Value(index, at, labelled.end, dimension, measured), following)

    @cached_property
    def _following(self) -> Clause | None:
        """The clause that opens the sentence behind."""
        if self._sentence + 1 == len(self._readings):
            return None
        clauses = self._readings[self._sentence + 1].clauses
        return clauses[0] if clauses else None

    def _subject(self, index: int, before: int) -> Subject:
        """Whose clause `index` is by its words before item `before`, read once."""
        place = index, before
        if place not in self._subjects:
            self._subjects[place] = clause_subject(self._text, self._clauses[index], before)
        return self._subjects[place]

    def _whose(self, index: int, at: int, labelled: LabelledNumber) -> Reality:
        place = labelled.place
        subject = self._subject(index, at)
        if place and (place.subject is Subject.OWN or subject is not Subject.OTHER):
            subject = place.subject if place.subject is not Subject.LEFT_OUT else subject
        if subject is Subject.LEFT_OUT and not (place and labelled.dimension == SCALE):
            return self._inherited(index, labelled)
        if subject is Subject.OTHER:
            return Reality.UNREAL
        return Reality.UNSURE if subject is Subject.UNKNOWN else Reality.REAL

    def _inherited(self, index: int, labelled: LabelledNumber) -> Reality:
        """Whose a clause without a subject is: a note is the writer's, unless it goes on about another.

        "Baby 3.80 kg. Slept 5 h." and "Partner snored, slept 4 h" are notes; what was measured ("Weight 6.2 kg")
        or has its label from elsewhere ("3 h.") may be of whom the sentence before spoke.
        """
        clause = self._clauses[index]
        apart = labelled.far and labelled.label_sentence != self._sentence
        doubtful = apart or (labelled.place is not None and labelled.place.label in _BODILY)
        if index and clause.joined_by in _CARRIED_ON:
            clause_before = self._clauses[index - 1]
            subject = self._subject(index - 1, len(clause_before.items))
            if subject is Subject.OTHER:
                if clause.joined_by in {"and", "or", "&"}:
                    return Reality.UNREAL
                logged = any(item.mark is Mark.NUMBER for item in clause_before.items)
                return Reality.UNSURE if doubtful or logged else Reality.REAL
            if subject is Subject.UNKNOWN:
                return Reality.UNSURE
            return self._inherited(index - 1, labelled) if subject is Subject.LEFT_OUT else Reality.REAL
        if index == 0 and self._sentence and doubtful:
            before = self._readings[self._sentence - 1]
            if _is_anothers(self._text, before) and (apart or _is_of_a_small_one(before)):
                return Reality.UNSURE
        return Reality.REAL

    def _carried_on(self, index: int, at: int, place: Place | None) -> Reality:
        """ "want to sleep 8 h and walk 5 km": the wish holds for both."""
        clause = self._clauses[index]
        if not index or clause.joined_by not in _CARRIED_ON | {"-", "–", "—"}:
            return Reality.REAL
        if any(is_verb_form(item.word) for item in clause.items[:at]):
            return Reality.REAL
        if self._subject(index, at) is Subject.OWN:
            return Reality.REAL
        before = self._clauses[index - 1]
        if index - 1 in self._wished or (_is_heading(before) and is_wished(self._text, before)):
            return Reality.UNREAL
        base_verb = place is not None and place.first == 0 and place.first < at
        joined = base_verb and clause.joined_by in {"and", "or", "&"}
        if joined and is_wished_or_denied(self._text, before):
            return Reality.UNREAL
        return Reality.REAL

    def _named_behind(self, index: int) -> Reality:
        """ "Fever 39.5 (Leo)": in brackets, whose it is."""
        behind = self._clauses[index + 1] if index + 1 < len(self._clauses) else None
        named = behind is not None and behind.joined_by == "(" and names_somebody(self._text, behind)
        if behind is not None and any(item.mark is Mark.NUMBER for item in behind.items):
            return Reality.REAL  # "142 over 88 (Derek: 120 over 75)"
        return Reality.UNSURE if named else Reality.REAL

    def _under_a_heading(self, index: int) -> Reality:
        """ "Baby: feeds 8, nappies 6": the heading holds for the list behind it."""
        if not index or ":" not in self._clauses[0].vocabulary or ":" in self._clauses[index].vocabulary:
            return Reality.REAL
        if any(clause.joined_by not in {",", ";"} for clause in self._clauses[1 : index + 1]):
            return Reality.REAL
        if not self._clauses[index].vocabulary.isdisjoint(FIRST):
            return Reality.REAL
        first = self._clauses[0]
        number = next((at for at, item in enumerate(first.items) if item.mark is Mark.NUMBER), 0)
        return Reality.UNSURE if heading_subject(self._text, first, number) is Subject.OTHER else Reality.REAL

    def _conditional(self, index: int) -> bool:
        return any(
            (clause.items[0].word in _CONDITIONS or clause.joined_by in _CONDITIONS)
            and clause.words[:4] != _IF_I_HAD_TO
            for clause in self._clauses[: index + 1]
        )

    def _quoted(self, at: int) -> bool:
        if not self._quotes:
            return False
        before = self._text[self._start : at]
        return (
            before.count('"') % 2 == 1 or before.count("“") > before.count("”") or before.count("«") > before.count("»")
        )


def _without_object(clause: Clause, at: int, place: Place | None) -> tuple[Clause, int]:
    """The clause without the words of a label of several, and where the number stands in it: in "urge to quit 4" nobody
    quits, in "urge to have a drink 6" nothing is wished."""
    if place is None or place.first >= at or place.length < 2:
        return clause, at
    items = (*clause.items[: place.first + 1], *clause.items[place.first + place.length :])
    return clause_of(items, clause.joined_by), at - place.length + 1


_URGES = word_set("urge urges craving cravings")


def _is_only_wanted(clause: Clause, at: int, labelled: LabelledNumber) -> bool:
    """ "the urge to drink 2 beers"; of "urges 7 beers 2" the beers were drunk, and "urge to drink 7" rates it."""
    if not _URGES.isdisjoint((labelled.label or "").split()):
        return False
    apart = (n + 1 for n in range(at - 1, -1, -1) if clause.items[n].mark is Mark.NUMBER or clause.words[n] in FIRST)
    return not _URGES.isdisjoint(clause.words[next(apart, 0) : at])


def _is_of_the_weather(clause: Clause) -> bool:
    return any(item.word in _WEATHER for item in clause.items)


def _is_heading(clause: Clause) -> bool:
    """ "Goals - sleep 8 h, 10k steps": a few words and a dash."""
    return len(clause.items) <= 2 and all(item.mark is not Mark.NUMBER for item in clause.items)


_SMALL_ONES = word_set("baby newborn infant toddler puppy kitten dog cat bub twins")


# "Baby kicked all day. BP 118/72.": what is measured is still the writer.
_BEFORE_BIRTH = word_set("kick kicks kicked kicking bump scan")


def _is_of_a_small_one(reading: SentenceReading) -> bool:
    """ "Baby had her check-up. Weight 6.2 kg." goes on about the baby."""
    return any(
        not clause.vocabulary.isdisjoint(_SMALL_ONES) and clause.vocabulary.isdisjoint(_BEFORE_BIRTH)
        for clause in reading.clauses
    )


def _is_anothers(text: str, reading: SentenceReading) -> bool:
    """Whether a sentence speaks of somebody else and never of the writer."""
    subjects = []
    for clause in reading.clauses:
        if any(item.word in {"me", "myself", "us", "i"} for item in clause.items):
            return False
        subject = clause_subject(text, clause, len(clause.items))
        if subject is Subject.LEFT_OUT and not any(is_verb_form(item.word) for item in clause.items):
            continue
        subjects.append(subject)
    return bool(subjects) and all(subject is Subject.OTHER for subject in subjects)


def _is_of_a_way(clause: Clause, at: int, place: Place, dimension: str | None) -> bool:
    """ "The walk is 5 miles": how long a thing is, whoever goes it."""
    said = clause.words[place.first + place.length : at]
    return dimension in {DISTANCE, DURATION} and place.first == 1 and clause.words[0] == "the" and said == ("is",)


def _is_present(clause: Clause, at: int, place: Place) -> bool:
    """ "I run 5 km": what somebody does, not what they did; "I run 5 km today" tells the day."""
    verb = clause.items[place.first].word
    if place.first >= at or place.first == 0 or clause.items[place.first - 1].word not in FIRST:
        return False
    return not is_verb_form(verb) and not verb.endswith("ing") and not any(i.word in _TODAY for i in clause.items)


_TODAY = word_set("today tonight yesterday night morning afternoon evening now")
