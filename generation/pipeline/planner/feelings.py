"""The feeling words of a record, by bullet. Part of stage B. In: the record. Out: `Feeling` values, ranked.

A feeling is listed by forms as typed; the days on which it is named are those of these very forms, and every other day
on which one of them stands is stated beside them, so that a reader finds no entry the bullet does not know of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generation.pipeline.contracts import CanonicalRecord, ExplicitEmotion, Feeling
from generation.pipeline.planner.words_in_entries import WordsInEntries, folded, hold_one_another, holds
from generation.pipeline.reading.quotations import breaks_form, quoted_span
from generation.pipeline.reading.words import words_in

MAX_FORMS = 4


def feelings(record: CanonicalRecord, entries: WordsInEntries) -> tuple[Feeling, ...]:
    """Every feeling that may be listed: most days first, then first day, then form."""
    groups: dict[str, list[ExplicitEmotion]] = defaultdict(list)
    for emotion in record.explicit_emotions:
        groups[emotion.lemma].append(emotion)
    made = [feeling for group in groups.values() if (feeling := _feeling(record, group, entries))]
    made.sort(key=lambda f: (-len(f.named), f.named[0], f.forms))
    return tuple(
        feeling.model_copy(update={"id": f"p{number}"}) for number, feeling in enumerate(_apart(made), start=1)
    )


def _feeling(record: CanonicalRecord, group: list[ExplicitEmotion], entries: WordsInEntries) -> Feeling | None:
    words = [quoted_span(record, emotion) for emotion in group]
    forms = entries.common_forms(words, MAX_FORMS)
    forms = tuple(form for form in forms if not breaks_form(form) and entries.days_of(form))
    # A form that holds another stands wherever that stands: the shorter says it all.
    plain = {form: folded(form) for form in forms}
    forms = tuple(f for f in forms if not any(g != f and holds(plain[f], plain[g]) for g in forms))
    if not forms:
        return None
    listed = {plain[form] for form in forms}
    own = [emotion for emotion, word in zip(group, words, strict=True) if folded(word) in listed]
    days = entries.days_of_any(forms)
    named = tuple(sorted({emotion.day for emotion in own} & set(days)))
    if not named:
        return None
    return Feeling(
        id="",
        fact_ids=tuple(dict.fromkeys(emotion.fact_id for emotion in own)),
        forms=forms,
        named=named,
        also=tuple(day for day in days if day not in named),
    )


def _apart(ranked: Iterable[Feeling]) -> list[Feeling]:
    """Without those that have a form which holds, or is held by, a form of one ranked before."""
    kept: list[Feeling] = []
    near: dict[str, set[str]] = defaultdict(set)
    for feeling in ranked:
        forms = [(form, words_in(form)) for form in map(folded, feeling.forms)]
        others = {other for _, words in forms for word in words for other in near[word]}
        if any(hold_one_another(form, other) for form, _ in forms for other in others):
            continue
        kept.append(feeling)
        for form, words in forms:
            for word in words:
                near[word].add(form)
    return kept
