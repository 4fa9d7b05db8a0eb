"""SB204 lets a text name an illness that is nobody's here: one tested for, ruled out, talked about or a relative's.

"Screened for coeliac disease", "no evidence of a clot", "a talk on dementia", "the form lists asthma", "his sister is
diabetic". In: one sentence and the words that name an illness. Bounded looks around them.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.sentences import Opening, Token

_FAR = 10
_NEAR = 6
_VERB_BEHIND = 3
_IS = frozenset({"<be>", "{have}", "now", "then"})
_NIL = word_set("nil none no negative never denied")
_EXCLUDED = word_set("excluded ruled discounted disproved discarded absent negative")
_OBJECT = 5
# What a relative has is no diagnosis of the person's own.
_KIN = word_set(
    "mother father grandmother grandfather grandparents parents aunt uncle cousin cousins brother sister brothers "
    "sisters sibling siblings niece nephew grandma grandpa colleague colleagues neighbour neighbours neighbor friend "
    "friends boss lodger landlord landlady teacher flatmate dog cat horse puppy"
)
_NEAREST_KIN = word_set(
    "mum mom mam dad nan gran granny nana grandad wife husband partner son daughter stepfather stepmother stepson "
    "stepdaughter fiance fiancee girlfriend boyfriend ex mate auntie twin baby in-laws roommate housemate coworker"
)
_HAS = frozenset({"<be>", "'s"}) | word_set(
    "with in from {have} {get} {catch} {develop} {suffer} {fight} {go} {become} {die} {lose}"
)
_SOMEBODY_NEW = word_set("he she they i you client patient pt")
_NONE = word_set("no not without never nor neither free negative excluded excludes excluding absence absent")
_STILL_SOME = word_set(
    "doubt question wonder longer only just less more but stranger surprise mere mistaking denying mistake"
)
_LOOKED_FOR = word_set(
    "{test} {investigate} {vaccinate} {immunise} {check} {assess} screened inoculated immunized test tests testing "
    "screening swab swabs vaccine vaccines vaccination vaccinations jab jabs booster boosters inoculation results "
    "result bloods biopsy appointment scan scans"
)
_FOUND = word_set("positive suspected probable likely query possible known confirmed confirming showing shows show")
# Compounds that name a place, a deed of care or a cause: "dementia ward", "flu jab".
_NAMED = word_set(
    "jab jabs vaccine vaccines vaccination booster boosters ward unit clinic test tests testing screen screening "
    "check checks charity research society association helpline hotline awareness prevention week day month ribbon "
    "specialist specialists consultant nurse nurses team service services support walk run swim ride appeal shop "
    "drink drinks beverage beverages repair repairs surgery removal operation "
    "hospice hospital outbreak epidemic pandemic centre center trial trials study studies protocol pathway swab risk"
)
_TOPICS = word_set(
    "talk talks lecture lectures video videos chapter chapters novel film programme documentary campaign march walk "
    "run paper papers charity research class joke article quiz claim claims debate poem play thesis essay "
    "expert specialist module training course"
)
_STUDIES = word_set(
    "{read} {write} {talk} {speak} {learn} {hear} {ask} {search} {lecture} {teach} {raise} {donate} campaigned "
    "campaigns {march} {study} {collect}"
)
_FICTION = word_set("novel novels film films play plays soap sitcom musical opera")
_NAMES_IT = word_set("word term name definition meaning spelling chapter subject topic theory risk")
_ABOUT = word_set("on about against for regarding concerning")
_COPIES = word_set("{copy} {spell} {google} {type} {underline} {define} {translate} {erase}")
# As past only: what ticks every box has it.
_FILLED_IN = word_set("ticked circled entered")
_ALSO_PLURALS = word_set("spells types")
_PAPERS = word_set(
    "letter letters summary report sheet form file chart certificate card leaflet prescription record records "
    "questionnaire list referral email message statement page slip label register course module lesson syllabus"
)
_RECORDS_IT = word_set(
    "{give} {list} {name} {put} {read} {carry} {record} {state} {mention} {describe} {bear} {say} {speak} cites cited "
    "quotes quoted {enter} {print} {cover} features featured"
)
_HELD = word_set("down listed box under")


def is_nobodys(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` name an illness without saying that the person has it."""
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following is not None and ":" in following.marks and following.word in _NIL:
        return True
    if following is not None and following.opening is Opening.NOTHING:
        behind = {token.word for token in tokens[last + 1 : last + 1 + _VERB_BEHIND]}
        written = following.word in {"on", "in"} and behind & _PAPERS and behind & {"the", "a"}
        if written or following.word in _NAMED or (following.keys & _IS and behind & _EXCLUDED):
            return True
    # What stands in the same clause before the name of the illness.
    start = first
    while start and first - start < _FAR and tokens[start].opening is not Opening.SENTENCE:
        start -= 1
    before = tokens[start:last] if last > first else tokens[start:first]
    return (
        _is_missing(before)
        or _is_looked_for(before)
        or _is_topic(before)
        or _is_copied(before)
        or _is_on_paper(before)
        or _is_kins(before)
    )


def _is_missing(before: Sequence[Token]) -> bool:
    """ "No evidence of", "it is not", "was ruled out"; not "no doubt" or "not only"."""
    for at in range(len(before) - 1, max(-1, len(before) - 1 - _NEAR), -1):
        token = before[at]
        if token.word in _STILL_SOME:
            return False
        if token.word in _NONE or (token.word == "ruled" and at + 1 < len(before) and before[at + 1].word == "out"):
            return True
        # "Seeing what is not there is psychosis."
        if token.opening is not Opening.NOTHING or token.word in {"is", "are", "was", "were"}:
            return False
    return False


def _is_looked_for(before: Sequence[Token]) -> bool:
    near = before[-_NEAR:]
    if any(token.word in _FOUND for token in near):
        return False
    at = next((n for n, token in enumerate(near) if token.keys & _LOOKED_FOR), None)
    return at is not None and any(token.word in {"for", "against"} for token in near[at:])


def _is_topic(before: Sequence[Token]) -> bool:
    """ "A talk on", "the definition of", "raised money for": what is spoken, read or collected about it."""
    near = before[-_NEAR:]
    for at, token in enumerate(near):
        behind = near[at + 1 :]
        if any("<possessive>" in each.keys for each in (token, *behind)):
            continue
        if token.word in _FICTION and behind and behind[0].word in {"with", "about", "of", "on"}:
            return True
        if token.word in _NAMES_IT and (not behind or behind[0].word == "of"):
            return True
        reach = _OBJECT if token.keys & (_STUDIES | _TOPICS) else 1
        topic = token.keys & (_TOPICS | _STUDIES) or ("<document>" in token.keys and "<present>" not in token.keys)
        if topic and any(each.word in _ABOUT for each in behind[:reach]):
            return True
    return False


def _is_copied(before: Sequence[Token]) -> bool:
    near = before[-_NEAR:]
    return any(
        token.word in _FILLED_IN
        or (token.keys & _COPIES and token.keys & {"<past>", "<present>"} and token.word not in _ALSO_PLURALS)
        or ("{look}" in token.keys and at + 1 < len(near) and near[at + 1].word == "up")
        for at, token in enumerate(near)
    )


def _is_on_paper(before: Sequence[Token]) -> bool:
    """ "The discharge letter gives", "the form has him down as"."""
    at = next((n for n, token in enumerate(before) if token.word in _PAPERS), None)
    if at is None:
        return False
    verbs = before[at + 1 : at + 1 + _VERB_BEHIND]
    if any(token.keys & _RECORDS_IT and token.keys & {"<past>", "<present>"} for token in verbs):
        return True
    held = {token.word for token in before[at + 1 :]}
    return any("{have}" in token.keys for token in before[at + 1 :]) and bool(held & _HELD)


def _is_kins(before: Sequence[Token]) -> bool:
    """ "Her brother has", "his wife's", no "he" behind them."""
    near = before[-_NEAR:]
    for at, token in enumerate(near):
        owned = any(each.word in {"his", "her", "their", "my"} for each in near[max(0, at - 2) : at])
        if token.word in _KIN or (owned and token.word in _NEAREST_KIN):
            rest = near[at + 1 :]
            if not any(each.word in _SOMEBODY_NEW or "<name>" in each.keys for each in rest):
                return any(each.keys & _HAS for each in rest)
    return False
