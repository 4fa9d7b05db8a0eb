"""Claims known by their grammar, whatever they are about: what only restates tells deeds and counts, in the past.

A text that compares ("kinder than"), supposes ("he would gain"), foretells ("it will mend"), judges in the present
("is quite a feat", "it is no shame") or by degree ("so gently", "too proud"), likens ("like a guest"), names a feeling
of nobody's telling ("boredom guided the pencil") or gives the reason in an absolute participle ("her wrist being in
plaster") says something of its own. In: the words of one sentence. Out: the rule that such a claim most often breaks,
with its words. What is reported is cleared elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.order_words import SAME_IN_THE_PAST
from generation.pipeline.wording_rules.sentences import Opening, Token
from generation.pipeline.wording_rules.things import ARTICLES, MEASURES, PHYSICAL, is_thing, may_be_thing, noun_from

Claim = tuple[str, int, int]

_ADVICE, _CAUSE, _COMFORT, _READING = "SB201", "SB203", "SB205", "SB206"
_MODALS = {"would": _ADVICE, "might": _ADVICE, "can": _READING, "could": _READING, "will": _COMFORT, "shall": _COMFORT}
# Who would love or know something is read, not advised.
_WISHED = frozenset(
    {"<inner-verb>", "{love}", "{like}", "{prefer}", "{want}", "{know}", "{think}", "{believe}", "{say}"}
)
_COUNTED = frozenset({"<number>", "<time>"}) | word_set(
    "two three four five six seven eight nine ten twenty thirty forty fifty"
)
# Behind "is" these place something in time or space and judge nothing.
_PLACED = word_set(
    "here there now currently presently back still already also away off on out up down in home over again today not "
    "then due next well alone together once twice only soon yet daily weekly always never just about likely mainly"
)
_NOT_ABSOLUTE = frozenset({"<preposition>", "<auxiliary>", "<subordinator>", "to"})
_FREE_OF_DEGREE = word_set("far that on called it was were did do does is many much long he she they i we the his her")
# "Nobody could say when it began" only tells what is not known.
_TOLD = frozenset({"{say}", "{tell}", "{remember}", "{recall}", "{name}", "{see}", "{find}"})
_ARRANGED = word_set("{come} {arrive} {follow} {open} {close} {start} {leave} {run} {appear} {stand} {hang}")
_SPEAKERS = word_set("i we you")
_POSSIBLE = word_set("be have do use only hardly scarcely well")
_EQUALS = word_set("well far soon long much many")
# Words of the inner life that name things or deeds as well.
_ALSO_OF_THINGS = word_set(
    "tenderness urge impulse defence defense plea protest refuge escape belonging recognition mask armour armor denial "
    "punishment resistance passion validation approval acceptance suspicion disguise facade revenge detachment "
    "dependence dependency withdrawal obsession temptation fixation preoccupation affection ambition loyalty rejection "
    "isolation ego conscience reassurance regret regrets avoidance"
)
_WHATEVER = word_set("whoever whatever")
# Who or what stands so is named, counted or listed, not summed up: "..., a nurse from Cork", "..., a cat and a dog".
_NO_COMMENT = frozenset({"<human>", "<document>", "<number>", "<time>", "<event>", "and", "or"})
_LISTED = frozenset({"<determiner>", "<number>", "<possessive>"})
_ORDINALS = word_set("first second third fourth fifth sixth seventh eighth ninth tenth last latest next only")
_LOOKED_AT = frozenset({"<document>", "<number>"})
# What is of somebody is not measured by a comparison.
_OF_SOMEBODY = frozenset(
    {"<pronoun>", "<human>", "<object>", "<inner-noun>", "<inner-adjective>", "<virtue>", "<feeling>", "<praise>"}
    | {"<adverb>", "<adjective>", "<-ing>", "<name>"}
)
# What holds of any one of them is no report of a day.
_ANY = word_set("a an every each nobody")
_PARTICULAR = frozenset(
    {"<number>", "<time>", "<document>", "<name>", "<possessive>", "<reports>", "<institution>", "<illness>"}
    | {"he", "she", "they", "him", "her", "them", "i", "we", "you", "this", "these", "that", "<human>"}
)
_DONE = frozenset({"<past>", "<preposition>"})
_SHORTEST_MAXIM = 4
_SHORTEST_COMMENT = 2
_LONGEST_COMMENT = 14
_REACH = 9
_LONGEST_HEAD = 3
_LONGEST_COUNT = 4


def find_claims(tokens: Sequence[Token]) -> Iterator[Claim]:
    """(rule id, first, last), indices of tokens, both inclusive, of each claim."""
    if _is_maxim(tokens):
        yield _COMFORT, 0, 0
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.word in _WHATEVER or _sums_up(tokens, at) or _reads_in(token, following):
            yield _READING, at, at
        elif following is not None and following.opening is Opening.NOTHING:
            rule_id = _claims(tokens, at)
            if rule_id:
                yield rule_id, at, at + 1


def _is_maxim(tokens: Sequence[Token]) -> bool:
    """Whether a short sentence tells in the present what holds of any such thing: "a stumble is not a fall"."""
    if not _SHORTEST_MAXIM <= len(tokens) <= _LONGEST_COMMENT or tokens[0].word not in _ANY:
        return False
    if any(token.keys & _PARTICULAR or token.word in _COUNTED or token.is_capital for token in tokens[1:]):
        return False
    for at in range(2, min(len(tokens) - 1, _REACH)):
        keys = tokens[at].keys
        if tokens[at].word in {"is", "has", "does"}:
            following = tokens[at + 1]
            return following.word == "not" or not (following.keys & _DONE or following.word in _PLACED)
        if keys & {"<past>", "<auxiliary>", "<be>"}:
            return False
        if "<present>" in keys and "<noun>" not in keys and "<preposition>" not in tokens[at - 1].keys:
            return True
    return False


def _sums_up(tokens: Sequence[Token], at: int) -> bool:
    """Whether a last stretch says what the text makes of what it told: "..., an act of quiet defiance"."""
    if tokens[at].word not in {"a", "an"} or tokens[at].opening is not Opening.STRETCH:
        return False
    rest = tokens[at + 1 : at + 1 + _LONGEST_COMMENT]
    if len(rest) < _SHORTEST_COMMENT or at + 1 + len(rest) < len(tokens) or '"' in tokens[at].marks:
        return False
    before = next((token for token in reversed(tokens[:at]) if token.opening is not Opening.NOTHING), None)
    listed = before is not None and before.opening is Opening.STRETCH and bool(before.keys & _LISTED)
    told = any("<past>" in token.keys for token in tokens[:at]) and not listed
    return told and not any(token.opening is not Opening.NOTHING or token.keys & _NO_COMMENT for token in rest)


def _reads_in(token: Token, following: Token | None) -> bool:
    """Whether a word names what goes on in somebody, or one stands in marks of doubt: he "accidentally" left it."""
    if following is not None and '"' in token.marks and '"' in following.marks:
        return bool(token.keys & {"<adverb>", "<adjective>"})
    named = following is not None and bool(following.keys & {"<document>", "<institution>"})
    return "<inner-noun>" in token.keys and token.word not in _ALSO_OF_THINGS and not named


def _claims(tokens: Sequence[Token], at: int) -> str | None:
    """The rule that the words from `at` on break by their grammar."""
    following = tokens[at + 1]
    match tokens[at].word:
        case "would" | "might" | "can" | "could" | "will" | "shall":
            if not _supposes(tokens, at):
                return None
            return _READING if following.keys & _WISHED else _MODALS[tokens[at].word]
        case "being" | "having":
            return _CAUSE if _gives_reason(tokens, at) else None
        case "that" | "which":
            return _CAUSE if {"<change>", "<past>"} <= following.keys else None
        case "the" if _is_best(following):
            return _COMFORT
        case "need" | "needs":
            return None if "<past>" in following.keys or following.word in {"for", "of", "not"} else _ADVICE
        case _:
            return _READING if _weighs(tokens, at) else None


def _is_best(following: Token) -> bool:
    """ "The bravest"; who or what is longest is measured."""
    return "<comparative>" in following.keys and following.word.endswith("st") and following.word not in MEASURES


def _weighs(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words compare, judge, grade or liken."""
    following = tokens[at + 1]
    match tokens[at].word:
        case "than":
            return not _counts(tokens, at)
        case "is" | "are":
            return _judges(tokens, at)
        case "so" | "too" | "such":
            verb = at and tokens[at - 1].keys & {"<be>"}
            if verb and following.word in PHYSICAL and _is_of_thing(tokens, at - 1):
                return False
            return _grades(tokens[at], following)
        case "like":
            return at > 0 and _likens(tokens, at)
        case "as" if at + 2 < len(tokens) and tokens[at + 2].word == "as":
            return following.word not in _EQUALS and "<verb>" not in following.keys
        case _:
            return False


def _supposes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a modal is the text's own: not behind a question word or a person asked, and with no date or number."""
    if at == 0 or tokens[at].opening is not Opening.NOTHING:
        return False
    if tokens[at].end - tokens[at].start <= len("'d") and tokens[at].word == "would":
        had = tokens[at + 1]
        if "<past>" in had.keys or had.word in SAME_IN_THE_PAST:
            # "She'd read somewhere that": "had".
            return False
    before, ahead = tokens[at - 1], tokens[at + 1 : at + _REACH]
    if before.word in _SPEAKERS or (tokens[at].word == "could" and tokens[at + 1].word not in _POSSIBLE):
        return False
    if before.keys & {"<determiner>", "<preposition>", "<question>", "'s", "<possessive>"} and before.word != "who":
        return before.word in {"this", "that", "which", "all", "each", "both", "more", "another"}
    if _is_arranged(tokens, at):
        return False
    if tokens[at].word in {"can", "could", "would"} and (tokens[at + 1].word == "not" or tokens[at + 1].keys & _TOLD):
        return False
    return tokens[at].word not in {"will", "shall", "can", "would"} or not any(token.keys & _COUNTED for token in ahead)


def _is_arranged(tokens: Sequence[Token], at: int) -> bool:
    """Whether of a thing is told what can be done with it, or how it comes: "the tickets will come by post"."""
    if not (is_thing(tokens[at - 1]) or "<document>" in tokens[at - 1].keys):
        return False
    ahead = [token.keys for token in tokens[at + 1 : at + 3]]
    done = len(ahead) > 1 and "be" in ahead[0] and "<past>" in ahead[1]
    how = len(ahead) > 1 and bool(ahead[1] & {"by", "at", "on", "from"})
    return done or (tokens[at].word == "will" and how and bool(ahead[0] & _ARRANGED))


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether "than" sets counts or dates side by side: "longer by ten minutes than", "more came on Monday than on"."""
    if tokens[at + 1].keys & (_COUNTED | {"<preposition>", "left", "right"}):
        return True
    before = tokens[max(0, at - _LONGEST_HEAD) : at]
    if before and _is_measured(before):
        head = noun_from(tokens, at + 1)
        compared = head is not None and not head.keys & _OF_SOMEBODY and "<verb>" not in tokens[at + 1].keys
        if compared or any(token.word in _ORDINALS for token in tokens[at + 1 : at + 3]):
            return True
    return any(token.keys & _COUNTED for token in tokens[max(0, at - _LONGEST_COUNT) : at + 1 + _LONGEST_COUNT])


def _is_measured(before: Sequence[Token]) -> bool:
    """ "Longer than", "less tea than"; not "more bitter than"."""
    counted = before[0].word in {"more", "less", "fewer"} or (len(before) > 1 and before[-2].word in {"more", "less"})
    return before[-1].word in MEASURES or (counted and not before[-1].keys & _OF_SOMEBODY and len(before) > 1)


def _judges(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1]
    if at and tokens[at - 1].word == "it":
        behind = tokens[at + 2 : at + 2 + _LONGEST_HEAD]
        if any("<word of>" in token.keys or token.keys & _COUNTED or token.word in _ORDINALS for token in behind):
            return False
        if following.word == "not" and behind and "<past>" in behind[0].keys:
            return False
        return not following.keys & (_COUNTED | {"<past>", "<preposition>"})
    if _looks(tokens, at):
        return False
    # "Is fully vaccinated" tells what was done.
    done = at + 2 < len(tokens) and "<past>" in tokens[at + 2].keys and "<adverb>" in following.keys
    if following.word in _PLACED or done:
        return False
    return bool(
        following.keys & {"<adverb>", "<adjective>", "<feeling>", "<inner-adjective>", "<praise>", "<comparative>"}
    )


def _looks(tokens: Sequence[Token], at: int) -> bool:
    """Whether a thing's looks or measures are told: "the tin is heavy", "his handwriting is very small"."""
    told = next((n for n in range(at + 1, min(len(tokens), at + 3)) if "<adverb>" not in tokens[n].keys), at)
    return tokens[told].word in PHYSICAL | MEASURES and _is_of_thing(tokens, at)


def _is_of_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the subject that ends before the verb at `at` is a thing or a paper."""
    if not at:
        return False
    subject = tokens[at - 1]
    named = at > 1 and bool(tokens[at - 2].keys & ARTICLES) and may_be_thing(subject)
    return named or is_thing(subject) or bool(subject.keys & _LOOKED_AT)


def _grades(token: Token, following: Token) -> bool:
    if token.word == "too" and following.word in {"many", "much", "few", "little", "long", "late", "early"}:
        return True
    if following.word in _FREE_OF_DEGREE:
        return False
    if token.word == "such":
        return following.word != "as"
    return bool(following.keys & {"<adverb>", "<adjective>", "<feeling>", "<inner-adjective>", "<praise>", "<noun>"})


def _likens(tokens: Sequence[Token], at: int) -> bool:
    """Whether "like" likens: not the verb, and not what something looks or sounds like."""
    before = tokens[at - 1]
    verb = before.keys & {"<pronoun>", "<modal>", "<auxiliary>", "to", "not", "who"} and not before.keys & {"<be>"}
    return not verb and bool(tokens[at + 1].keys & {"<determiner>", "<human>"})


def _gives_reason(tokens: Sequence[Token], at: int) -> bool:
    """ "..., her wrist being in plaster": a subject of its own between a mark and the participle."""
    if tokens[at + 1].word in {"whether", "that", "what", "how", "who"}:
        return False
    for head in range(at - 1, max(0, at - _LONGEST_HEAD) - 1, -1):
        if tokens[head].keys & _NOT_ABSOLUTE:
            return False
        if tokens[head].opening is Opening.STRETCH:
            return True
        if tokens[head].opening is Opening.SENTENCE:
            return any(token.opening is Opening.STRETCH for token in tokens[at + 2 : at + _REACH])
    return False
