"""SB201, orders: a clause that begins with a bare verb and has no subject, by sentence structure.

A verb opens an order at the start of a sentence, behind lead-ins ("Maybe", "Also", "Please"), or behind a comma that
closes an opening if-clause, place or time ("If it gets late, call", "In the evening, walk"). Words that are verbs and
nouns ("walk", "sleep") open one only where what follows reads as an object, a particle or an adverb and no finite
verb makes the word a subject ("Sleep is logged", "Change in appetite"). Diary style leaves out its "I" ("Have a cat",
"Don't know why"): verbs that people say of themselves open an order only before the words that `ONLY_BEFORE` names.
Behind a stretch with a subject of its own a bare verb goes on telling ("When she cries, I sit down, hug her"). Words
to the reader, or a "then" behind words that tell nothing, open one too ("A good night's sleep, then call her").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.wording_rules.lexicon import ACTION, AMBIGUOUS, SELDOM, STATE, kind_of_verb
from generation.pipeline.wording_rules.order_words import (
    BEFORE_PREPOSITIONS,
    CONDITIONS,
    FINITE,
    FORBIDDEN_FEELINGS,
    HEADERS,
    LATEST_HEADER,
    LOOK_AHEAD,
    MAX_LEAD_INS,
    NARRATORS,
    NO_OBJECTS,
    NO_OPEN_CLASS,
    NO_ORDERS,
    NO_RUN_ON,
    NO_VERB,
    NOT_YET,
    OBJECTS,
    ONLY_BEFORE,
    OPENERS,
    ORDERED_OBJECTS,
    ORDERED_THERE,
    PLACES,
    READERS,
    REASSURED,
    RELATIVE,
    SAID_OF_ONESELF,
    SAME_IN_THE_PAST,
    SHORTEST_CONDITION,
    SUBJECTS,
    TELLING,
    THEN,
    THINGS_TO_HAVE,
    TURNS_TO_ORDERS,
)
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.things import is_thing


def find_orders(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last), indices of tokens, both inclusive, of each bare verb that opens an order."""
    opens_with = tokens[0].keys if tokens else frozenset()
    earlier_order = told = tells = addressed = False
    for at, token in enumerate(tokens):
        may_turn = _turns_to_reader(tokens, at) if addressed else token.word in THEN and not tells
        addressed = addressed or token.word in READERS
        tells = tells or bool(token.keys & TELLING)
        if token.opening is Opening.NOTHING:
            continue
        if token.opening is Opening.SENTENCE:
            told = False
        elif token.word in NARRATORS:
            told = told or bool(earlier_order or opens_with & OPENERS)
            continue
        elif token.word in TURNS_TO_ORDERS and _orders_there(tokens, at):
            earlier_order = True
            yield at, at + 1
            continue
        elif (
            told
            or (token.word in SAME_IN_THE_PAST and tells)
            or not (earlier_order or may_turn or opens_with & OPENERS)
        ):
            continue
        found = _order_at(tokens, at, strict=token.opening is Opening.STRETCH)
        if found:
            earlier_order = True
            yield found
    yield from _run_on_orders(tokens)
    yield from _under_headers(tokens)


def _under_headers(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """What a note lists as to be done: "SLT recs: soft diet", "Goals for next week: two walks"."""
    for colon in range(1, min(len(tokens), LATEST_HEADER + 1)):
        if ":" in tokens[colon].marks:
            header = next((at for at in range(colon) if tokens[at].word in HEADERS), None)
            owned = any(token.keys & {"<past>", "<possessive>", "'s", "<reports>"} for token in tokens[:colon])
            if header is not None and not owned and tokens[colon].word not in NOT_YET:
                yield header, colon - 1
            return


def _orders_there(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bare verb with its object stands right behind ", so" or ", then": "..., so run the bath"."""
    if at + 2 >= len(tokens) or tokens[at + 1].opening is not Opening.NOTHING:
        return False
    verb, behind = tokens[at + 1], tokens[at + 2]
    if (
        kind_of_verb(verb.word) not in {ACTION, AMBIGUOUS}
        or verb.word in SAME_IN_THE_PAST
        or verb.word in SAID_OF_ONESELF
    ):
        return False
    return bool(behind.keys & (OBJECTS | {"<-ing>"})) and not _is_subject(tokens, at + 1)


def _turns_to_reader(tokens: Sequence[Token], at: int) -> bool:
    """Whether a stretch behind words to the reader may hold an order: "You owe her nothing, mute the thread"."""
    return at + 1 < len(tokens) and bool(tokens[at + 1].keys & OBJECTS)


def _run_on_orders(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Orders behind an if-clause that no comma closes: "If it gets late call them"."""
    if not tokens or tokens[0].word not in CONDITIONS:
        return
    for at in range(SHORTEST_CONDITION, len(tokens) - 1):
        before, token, following = tokens[at - 1], tokens[at], tokens[at + 1]
        if kind_of_verb(token.word) != ACTION or not following.keys & ORDERED_OBJECTS:
            continue
        if not before.keys & NO_RUN_ON and not before.word.endswith("s") and token.opening is Opening.NOTHING:
            yield at, at


def _order_at(tokens: Sequence[Token], at: int, *, strict: bool) -> tuple[int, int] | None:
    """The order that begins at `at`, lead-ins skipped; `strict` wants more than a word that may be a noun."""
    start = at
    limit = min(len(tokens), at + MAX_LEAD_INS)
    while start < limit and _leads_in(tokens, start):
        start += 1
    if start >= len(tokens) or any(t.opening is Opening.SENTENCE for t in tokens[at + 1 : start + 1]):
        return None
    word = tokens[start].word
    if word in SAME_IN_THE_PAST and any("<past>" in token.keys for token in tokens[max(0, at - LOOK_AHEAD) : at]):
        return None
    if word == "do":
        return _order_with_do(tokens, start)
    if start and tokens[start - 1].word in {"never", "always"} and _is_ordered(word):
        return start - 1, start
    if _is_plain_order(tokens, start, strict=strict):
        return start, start
    return None


def _leads_in(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word leads in to an order; "no" only before a mark: "No, drink it", not "No drink on weekdays"."""
    parted = at + 1 < len(tokens) and tokens[at + 1].opening is not Opening.NOTHING
    return "<lead-in>" in tokens[at].keys and (tokens[at].word != "no" or parted)


def _is_ordered(word: str) -> bool:
    return kind_of_verb(word) not in {None, STATE} and word not in SAID_OF_ONESELF


def _order_with_do(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """ "Do not ...", "Do a little ...", "Do try ..."; not the question "Do you ..."."""
    if at + 1 >= len(tokens) or tokens[at + 1].word in SUBJECTS:
        return None
    if tokens[at + 1].word != "not":
        return at, at
    if at + 2 < len(tokens) and tokens[at + 2].word in SUBJECTS:
        return None
    return (at, at + 1) if _forbids(tokens, at + 2) else None


def _forbids(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb at `at`, behind "do not", forbids; "Don't know why" tells."""
    word = tokens[at].word if at < len(tokens) else ""
    following = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
    if word in REASSURED:
        return "about" in following
    if word in {"think", "feel"}:
        return bool(following & FORBIDDEN_FEELINGS)
    return word not in SAID_OF_ONESELF or bool(following & {"yourself", "your", "into", "caught", "discouraged"})


def _is_plain_order(tokens: Sequence[Token], at: int, *, strict: bool = False) -> bool:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and _is_part_of_name(tokens, at):
        return False
    if following is not None and following.opening is not Opening.NOTHING:
        # "Listen, we ..." calls for attention, "Breathe, then ..." is an order.
        if following.keys & {"<pronoun>", "<auxiliary>", "<question>"}:
            return False
        following = None
    if _is_no_order(token, following):
        return False
    kind = kind_of_verb(token.word)
    if kind is None:
        return following is not None and _opens_by_its_object(token, following)
    if token.word in ONLY_BEFORE:
        behind = tokens[at + 2].keys if at + 2 < len(tokens) else frozenset()
        return following is not None and _takes(ONLY_BEFORE[token.word], following, behind)
    if kind == ACTION:
        return not _is_subject(tokens, at)
    if kind == STATE or following is None:
        return False
    takes = OBJECTS if kind == SELDOM else OBJECTS | {"<particle>", "<adverb>", "<-ing>", "to"}
    if not following.keys & takes or following.word in NO_OBJECTS or _is_place(tokens, at + 1):
        ordered = not strict and kind == AMBIGUOUS and _takes_preposition(tokens, at)
    else:
        ordered = True
    return ordered and not _is_subject(tokens, at)


def _is_part_of_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb is half of a name ("Weigh-in Thursday", "Grab rail fitted"), or a noun before its quotation."""
    following = tokens[at + 1]
    if "<joined>" in following.keys or (following.opening is not Opening.NOTHING and '"' in following.marks):
        return True
    if at + 2 >= len(tokens) or any(token.opening is not Opening.NOTHING for token in tokens[at + 1 : at + 3]):
        return False
    told = tokens[at + 2].keys
    return is_thing(tokens[at + 1]) and "<past>" in told and not told & {"<-ing>", "<preposition>", "<particle>"}


def _is_place(tokens: Sequence[Token], at: int) -> bool:
    """Whether a particle is the preposition of what follows: "Change in appetite", not "Lean in"."""
    behind = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
    return tokens[at].word in PLACES and bool(behind) and not behind & ORDERED_THERE


def _takes_preposition(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb or noun before a preposition is a verb: "Talk with Anna", "Work on your", not "Change in"."""
    following = tokens[at + 1]
    if "<preposition>" not in following.keys or following.word == "of":
        return False
    behind = tokens[at + 2].keys if at + 2 < len(tokens) else frozenset()
    return tokens[at].word in BEFORE_PREPOSITIONS or bool(behind & ORDERED_THERE)


def _is_no_order(token: Token, following: Token | None) -> bool:
    if "<lead-in>" in token.keys or "<preposition>" in token.keys:
        return True
    if (token.word, "") in NO_ORDERS:
        return True
    if following is None:
        return False
    if following.word == "not" or (token.word == "see" and "<document>" in following.keys):
        return True
    if following.word == "of" and token.word != "think":
        return True
    return following.word in FINITE or (token.word, following.word) in NO_ORDERS


def _takes(allowed: frozenset[str], following: Token, behind: frozenset[str]) -> bool:
    if following.keys & allowed:
        return following.word != "that" or bool(behind & (OBJECTS | {"<pronoun>"}))
    return following.word in {"a", "an"} and bool(behind & THINGS_TO_HAVE)


def _opens_by_its_object(token: Token, following: Token) -> bool:
    """An unknown word before "your" or a pronoun only an object can be: "Google your", "Ghost them"."""
    if token.keys & NO_VERB or token.word in NO_OPEN_CLASS or not token.word.isalpha() or token.word.endswith("s"):
        return False
    return bool(following.keys & {"your", "yourself", "him", "them", "me"})


def _is_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a finite verb before any subordinate word makes `tokens[at]` a subject: "Sleep was short"."""
    # What is hardly ever a noun is no subject of what stands behind a comma ("Put sleep first, work will wait").
    last = Opening.NOTHING if kind_of_verb(tokens[at].word) == ACTION else Opening.STRETCH
    for token in tokens[at + 1 : at + LOOK_AHEAD]:
        if token.opening > last or token.word in RELATIVE:
            return False
        if token.word in FINITE:
            return True
    return False
