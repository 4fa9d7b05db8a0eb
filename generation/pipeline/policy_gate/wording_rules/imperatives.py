"""SB201, orders: a clause that begins with a bare verb and has no subject, by sentence structure.

A verb opens an order at the start of a sentence, behind lead-ins ("Maybe", "Also", "Please"), or behind a comma that
closes an opening if-clause, place or time ("If it gets late, call", "In the evening, walk"). Words that are verbs and
nouns ("walk", "sleep") open one only where what follows reads as an object, a particle or an adverb and no finite
verb makes the word a subject ("Sleep is logged", "Change in appetite"). Diary style leaves out its "I" ("Have a cat",
"Don't know why"): verbs that people say of themselves open an order only before the words that `_ONLY_BEFORE` names.
Behind a stretch with a subject of its own a bare verb goes on telling ("When she cries, I sit down, hug her").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.canonicalizer.word_set import word_set
from generation.pipeline.policy_gate.wording_rules.lexicon import ACTION, AMBIGUOUS, SELDOM, STATE, VERBS
from generation.pipeline.policy_gate.wording_rules.sentences import Opening, Token

_LOOK_AHEAD = 12
_MOST_LEAD_INS = 5
_OPENERS = frozenset({"<subordinator>", "<preposition>", "<lead-in>", "<-ing>"})
_OBJECTS = frozenset({"<determiner>", "<possessive>", "<object>"})
_SUBJECTS = word_set("you i we they people those")
_FINITE = word_set(
    "is was were are has had does did am appears appear seems says said went came made will would can could "
    "remains remained became felt helps helped works worked"
)
_RELATIVE = word_set(
    "that who which what if when where while because as how whether so until unless since whoever whatever "
    "wherever you i they we he she and but or"
)
# Closed-class words that no order begins with.
_NO_VERB = frozenset(
    {
        "<auxiliary>", "<preposition>", "<pronoun>", "<determiner>", "<possessive>", "<conjunction>", "<subordinator>",
        "<question>", "<adverb>", "<number>", "<-ing>", "<past>", "<object>", "<feeling>", "<lead-in>",
    }
)  # fmt: skip
_NO_OPEN_CLASS = word_set("not thanks thank congratulations glad sorry good great bad same both than kudos worth")
# Turns of phrase that ask for nothing.
_NO_ORDERS = frozenset(
    {
        ("let", "me"),
        ("believe", "it"),
        ("believe", "me"),
        ("correct", "me"),
        ("excuse", "me"),
        ("trust", "me"),
        ("mind", "you"),
        ("tell", "me"),
        ("ask", "me"),
        ("get", "well"),
        ("let", "us"),
        ("welcome", "back"),
        ("welcome", "to"),
        ("fast", "forward"),
        ("see", "above"),
        ("see", "attached"),
        ("see", "below"),
        ("see", "my"),
        ("see", "previous"),
        ("see", "prior"),
    }
    | {("hope", ""), ("thank", ""), ("guess", ""), ("bet", ""), ("excuse", ""), ("wish", "")}
)
# What people also say of themselves with the "I" left out orders only before these words.
_ONLY_BEFORE = {
    "be": frozenset({"<determiner>", "<adverb>", "<feeling>", "<preposition>", "<possessive>", "<verb>"})
    | word_set("patient kind honest open aware gentle careful mindful firm consistent supportive clear direct polite")
    | word_set("prepared ready yourself proud nice respectful present strong brave good better sure assertive"),
    "have": word_set("some your you him her them someone people fun faith patience more less regular no yourself"),
    "know": word_set("your when what how that about"),
    "feel": frozenset({"free"}),
    "think": word_set("about of back ahead outside twice positive carefully long what how like hard through"),
    "believe": frozenset({"in", "that"}),
    "understand": word_set("that what why how your the"),
    "remember": word_set("to that it they you your there he she this these"),
    "find": word_set("a an some someone something your the out other another time ways people things what local"),
    "trust": frozenset({"your", "yourself", "the", "that", "in", "it", "him", "her", "them"}),
    "love": frozenset({"yourself", "your"}),
    "value": frozenset({"yourself", "your"}),
    "care": frozenset({"for", "about"}),
}  # fmt: skip
_THINGS_TO_HAVE = word_set(
    "chat talk conversation look go discussion plan drink glass cup snack meal bath shower routine schedule list think "
    "break rest nap friend meeting word good nice great drawer box place set special serious frank honest quiet"
)
# Behind "don't" these tell what somebody does not know, have or think.
_SAID_OF_ONESELF = word_set("know have see care remember understand believe need want like mean get work live love")
# Verbs and nouns that stand as verbs before any preposition, and what else makes one of the others a verb there.
_BEFORE_PREPOSITIONS = word_set("act call check commit deal focus live look move start stay stop talk turn vent")
_PLACES = word_set("in on over along through around")
_ORDERED_THERE = word_set("your yourself it them him her this that") | {"<-ing>"}
_NO_OBJECTS = word_set("all no both such what which")
_NARRATORS = word_set("i we he she they it")
_READERS = word_set("you your yourself nobody")
_THEN = word_set("then please instead just")
_TELLING = frozenset({"<past>", "<pronoun>", "<auxiliary>", "me", "us"})
_REASSURED = word_set("worry fret panic stress sweat")
_FORBIDDEN_FEELINGS = word_set("about of too you bad guilty obliged obligated pressured") | {"<feeling>"}


def find_orders(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last), indices of tokens, both inclusive, of each bare verb that opens an order."""
    opens_with = tokens[0].keys if tokens else frozenset()
    earlier_order = told = addressed = False
    for at, token in enumerate(tokens):
        addressed = addressed or token.word in _READERS
        if token.opening is Opening.NOTHING:
            continue
        if token.opening is Opening.SENTENCE:
            told = False
        elif token.word in _NARRATORS:
            told = told or bool(earlier_order or opens_with & _OPENERS)
            continue
        elif told or not (earlier_order or opens_with & _OPENERS or _orders_then(tokens, at, addressed=addressed)):
            continue
        found = _order_at(tokens, at, strict=token.opening is Opening.STRETCH)
        if found:
            earlier_order = True
            yield found
    yield from _run_on_orders(tokens)


def _orders_then(tokens: Sequence[Token], at: int, *, addressed: bool) -> bool:
    """Whether a stretch behind words that open no order may hold one: "A good night's sleep, then call her", or
    behind words to the reader: "You owe her nothing, mute the thread"."""
    if addressed:
        following = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
        return bool(following & _OBJECTS)
    return tokens[at].word in _THEN and not any(t.keys & _TELLING for t in tokens[:at])


def _run_on_orders(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Orders behind an if-clause that no comma closes: "If it gets late call them"."""
    if not tokens or tokens[0].word not in _CONDITIONS:
        return
    for at in range(_SHORTEST_CONDITION, len(tokens) - 1):
        before, token, following = tokens[at - 1], tokens[at], tokens[at + 1]
        if VERBS.get(token.word) != ACTION or not following.keys & _ORDERED_OBJECTS:
            continue
        if not before.keys & _NO_RUN_ON and not before.word.endswith("s") and token.opening is Opening.NOTHING:
            yield at, at


_CONDITIONS = word_set("if when once whenever unless")
_SHORTEST_CONDITION = 3
_ORDERED_OBJECTS = word_set("him her them yourself your")
_NO_RUN_ON = frozenset(
    {"<pronoun>", "<modal>", "<auxiliary>", "<adverb>", "<determiner>", "<possessive>", "<conjunction>", "<lead-in>"}
    | {"to", "not", "who", "that", "which", "{help}", "{make}", "{let}", "people", "go", "come"}
)


def _order_at(tokens: Sequence[Token], at: int, *, strict: bool) -> tuple[int, int] | None:
    """The order that begins at `at`, lead-ins skipped; `strict` wants more than a word that may be a noun."""
    start = at
    limit = min(len(tokens), at + _MOST_LEAD_INS)
    while start < limit and "<lead-in>" in tokens[start].keys:
        start += 1
    if start >= len(tokens) or any(t.opening is Opening.SENTENCE for t in tokens[at + 1 : start + 1]):
        return None
    word = tokens[start].word
    if word == "do":
        return _order_with_do(tokens, start)
    if start and tokens[start - 1].word in {"never", "always"} and _is_ordered(word):
        return start - 1, start
    if _is_plain_order(tokens, start, strict=strict):
        return start, start
    return None


def _is_ordered(word: str) -> bool:
    return word in VERBS and VERBS[word] != STATE and word not in _SAID_OF_ONESELF


def _order_with_do(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """ "Do not ...", "Do a little ...", "Do try ..."; not the question "Do you ..."."""
    if at + 1 >= len(tokens) or tokens[at + 1].word in _SUBJECTS:
        return None
    if tokens[at + 1].word != "not":
        return at, at
    if at + 2 < len(tokens) and tokens[at + 2].word in _SUBJECTS:
        return None
    return (at, at + 1) if _forbids(tokens, at + 2) else None


def _forbids(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb at `at`, behind "do not", forbids; "Don't know why" tells."""
    word = tokens[at].word if at < len(tokens) else ""
    following = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
    if word in _REASSURED:
        return "about" in following
    if word in {"think", "feel"}:
        return bool(following & _FORBIDDEN_FEELINGS)
    return word not in _SAID_OF_ONESELF or bool(following & {"yourself", "your", "into", "caught", "discouraged"})


def _is_plain_order(tokens: Sequence[Token], at: int, *, strict: bool = False) -> bool:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.opening is not Opening.NOTHING:
        # "Listen, we ..." calls for attention, "Breathe, then ..." is an order.
        if following.keys & {"<pronoun>", "<auxiliary>", "<question>"}:
            return False
        following = None
    if _is_no_order(token, following):
        return False
    kind = VERBS.get(token.word)
    if kind is None:
        return following is not None and _opens_by_its_object(token, following)
    if token.word in _ONLY_BEFORE:
        behind = tokens[at + 2].keys if at + 2 < len(tokens) else frozenset()
        return following is not None and _takes(_ONLY_BEFORE[token.word], following, behind)
    if kind == ACTION:
        return not _is_subject(tokens, at)
    if kind == STATE or following is None:
        return False
    takes = _OBJECTS if kind == SELDOM else _OBJECTS | {"<particle>", "<adverb>", "<-ing>", "to"}
    if not following.keys & takes or following.word in _NO_OBJECTS or _is_place(tokens, at + 1):
        ordered = not strict and kind == AMBIGUOUS and _takes_preposition(tokens, at)
    else:
        ordered = True
    return ordered and not _is_subject(tokens, at)


def _is_place(tokens: Sequence[Token], at: int) -> bool:
    """Whether a particle is the preposition of what follows: "Change in appetite", not "Lean in"."""
    behind = tokens[at + 1].keys if at + 1 < len(tokens) else frozenset()
    return tokens[at].word in _PLACES and bool(behind) and not behind & _ORDERED_THERE


def _takes_preposition(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb or noun before a preposition is a verb: "Talk with Anna", "Work on your", not "Change in"."""
    following = tokens[at + 1]
    if "<preposition>" not in following.keys or following.word == "of":
        return False
    behind = tokens[at + 2].keys if at + 2 < len(tokens) else frozenset()
    return tokens[at].word in _BEFORE_PREPOSITIONS or bool(behind & _ORDERED_THERE)


def _is_no_order(token: Token, following: Token | None) -> bool:
    if "<lead-in>" in token.keys or "<preposition>" in token.keys:
        return True
    if (token.word, "") in _NO_ORDERS:
        return True
    if following is None:
        return False
    if following.word == "of" and token.word != "think":
        return True
    return following.word in _FINITE or (token.word, following.word) in _NO_ORDERS


def _takes(allowed: frozenset[str], following: Token, behind: frozenset[str]) -> bool:
    if following.keys & allowed:
        return following.word != "that" or bool(behind & (_OBJECTS | {"<pronoun>"}))
    return following.word in {"a", "an"} and bool(behind & _THINGS_TO_HAVE)


def _opens_by_its_object(token: Token, following: Token) -> bool:
    """An unknown word before "your" or a pronoun only an object can be: "Google your", "Ghost them"."""
    if token.keys & _NO_VERB or token.word in _NO_OPEN_CLASS or not token.word.isalpha() or token.word.endswith("s"):
        return False
    return bool(following.keys & {"your", "yourself", "him", "them", "me"})


def _is_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a finite verb before any subordinate word makes `tokens[at]` a subject: "Sleep was short"."""
    # What is hardly ever a noun is no subject of what stands behind a comma ("Put sleep first, work will wait").
    last = Opening.NOTHING if VERBS.get(tokens[at].word) == ACTION else Opening.STRETCH
    for token in tokens[at + 1 : at + _LOOK_AHEAD]:
        if token.opening > last or token.word in _RELATIVE:
            return False
        if token.word in _FINITE:
            return True
    return False
