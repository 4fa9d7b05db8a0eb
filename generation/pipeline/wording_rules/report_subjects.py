"""Who is the subject of a verb of report, and whether it is one: somebody else, and not just anybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.report_verbs import CERTAIN, COMPLEMENTS, governs
from generation.pipeline.wording_rules.sentences import Opening, Token


class Subject(NamedTuple):
    """Where the subject begins; `is_theirs`: it belongs to the reader or the writer ("your doctor")."""

    first: int
    is_theirs: bool


_NOBODY = word_set(
    "i we it this that these those there which what everyone everybody anyone anybody people nobody one experts "
    "science research studies many most some others all us me nothing something everything doctors psychiatrists "
    "clinicians textbooks books manuals men women"
)
_PLURALS = word_set("doctors psychiatrists clinicians men women people experts")
_PARTICULAR = word_set("the these those both two three four five six other")
# Of these somebody in particular speaks where it is told as past: "one said", "the others told him".
_SOMEBODY_THEN = word_set(
    "one others some many most several all both everyone everybody nobody none two three four five"
)
_ANYBODY = word_set("everyone everybody people nobody anyone anybody experts science research studies")
_OF_PAPERS = word_set("says said told states stated reads advises advised recommends recommended warns warned")
# "The empty Wednesdays say more than": no time and no feeling speaks.
_SPEECHLESS = frozenset({"<time>", "<inner-noun>", "<condition>"})
_THIRD = word_set("he she who they")
_OWN = word_set("my our your")
_SPEAKS = frozenset({"<human>", "<document>"})
_SKIPPED = word_set(
    "has had have been was were did does would will could can is are also once later then just always often never not "
    "himself herself themselves kept keeps both rightly"
)
_ENDORSED = word_set("rightly correctly wisely")
_NOW = word_set("is are am")
_WITHHELD = word_set("will would can could never")
# Verbs of report with anybody or anything as their subject; the rest want a person, a name or a paper.
_PLAIN = word_set(
    "says said tells told writes wrote written asks asked claims claimed reports reported states stated insists "
    "insisted remarks remarked thinks thought believes believed hopes hoped reckons reckoned informed wonders wondered "
    "swore swears recounts recounted enquired inquired warned warns advised advises added announced declared promised "
    "replied ordered instructed remarked objected mentioned recalled admitted conceded joked predicted proposed noted "
    "recommended requested begged assured trusts trusted instructs recalls mentions described describes feels felt"
)
_WHOEVER = word_set("somebody someone he she they who")
_NO_SUBJECT = frozenset(
    {
        "<determiner>",
        "<possessive>",
        "<preposition>",
        "<question>",
        "<subordinator>",
        "<modal>",
        "<number>",
        "<particle>",
        "<be>",
        "<auxiliary>",
    }
)
_THEMSELVES = word_set("himself herself themselves")
_ALSO_RELATIVE = word_set("which that all both several many most one two three four five others")
_GOVERNING = word_set("by from without before after of for about when while in on through besides despite")
_RESULTS = 10
_HEARD = 5
ALSO_NOUNS = word_set(
    "texts emails posts notes lists logs names marks comments remarks claims reports records answers replies questions "
    "requests orders states rates heads titles labels views tips counts terms types selects ticks circles picks "
    "mentions doubts hopes thoughts calls"
)
_NOT_BEFORE_INFINITIVES = word_set("i we you it there let is are was were needless should")
# "Her father likes to say", "he went on to tell".
_FOND = word_set("likes liked loves loved continues continued goes went began begins keeps hastened used")
_TOLD = word_set("that to as whether if how why by not a an the off against on")
_SAME_WHEN_PAST = word_set("put read bid")
_FINITE_AS_THEY_ARE = CERTAIN | _SAME_WHEN_PAST


def find_subject(tokens: Sequence[Token], first: int, at: int, end: int) -> Subject | None:
    """The subject of the verb of report at `at`, or None where there is none or nobody in particular."""
    if not governs(tokens, at, end):
        return None
    if tokens[at].word == "say" and any("{hear}" in each.keys for each in tokens[max(first, at - _HEARD) : at]):
        return Subject(at - 1, is_theirs=False)
    return _find(tokens, first, at, end)


def _find(tokens: Sequence[Token], first: int, at: int, end: int) -> Subject | None:
    token = tokens[at]
    if token.word.endswith("ing"):
        return _of_participle(tokens, first, at, end)
    if not is_verb_of_report(tokens, at):
        return _at_a_distance(tokens, first, at)
    place = at - 1
    while place >= first and (tokens[place].word in _SKIPPED or "<adverb>" in tokens[place].keys):
        if tokens[place + 1].opening is not Opening.NOTHING:
            break
        place -= 1
    if _takes_it_back(tokens, place + 1, at, end):
        return None
    if place < first or tokens[place + 1].opening is not Opening.NOTHING:
        return _without(tokens, place + 1, at)
    if tokens[place].word == "to":
        return _of_infinitive(tokens, first, place, at, end)
    if tokens[place].word in {"and", "or", "then"}:
        return Subject(place + 1, is_theirs=False) if _is_finite(token) and place > first else None
    return _named(tokens, first, place, at)


def _takes_it_back(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Whether the words before the verb make it no report: "rightly says", "is advised", "will not say"."""
    between = {token.word for token in tokens[start:at]}
    keys = tokens[at].keys
    if between & _ENDORSED or (between & _NOW and "<directs>" in keys):
        return True
    if "<past>" not in keys and (tokens[at].word not in _SAME_WHEN_PAST or between & _WITHHELD):
        return bool(between & _WITHHELD)
    passive = any("<be>" in token.keys for token in tokens[start:at])
    if "never" in between and "<thinks>" in keys:
        return True
    return passive and not _has_complement(tokens, at, end)


def _has_complement(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether anything is told behind a passive: "was told to", "was described as"; not "was mentioned"."""
    last = min(end, at + _RESULTS)
    stop = next((place for place in range(at + 1, last) if tokens[place].opening is not Opening.NOTHING), last)
    return (
        any(token.word in _TOLD for token in tokens[at + 1 : min(stop, at + 3)])
        or any(token.word in {"as", "to"} for token in tokens[at + 1 : stop])
        or any(
            token.word in {"that", "whether"} or ":" in token.marks or '"' in token.marks
            for token in tokens[at + 1 : last]
        )
    )


def _is_nobody(subject: Token, verb: Token) -> bool:
    """ "Everyone says", "they say"; "whoever says so, ...", but not "tell whoever reads it"."""
    anybody = subject.word == "whoever" and subject.opening is not Opening.NOTHING
    return anybody or subject.word in _NOBODY or (subject.word == "they" and verb.word == "say")


def _named(tokens: Sequence[Token], first: int, place: int, at: int) -> Subject | None:
    """The subject that ends at `place`."""
    subject, verb = tokens[place], tokens[at]
    if subject.word == "you":
        restated = verb.word != "told" and ("<past>" in verb.keys or verb.word in {"write", "say", "note"})
        # What follows is restated; the word "you" itself still speaks to the reader.
        return Subject(at, is_theirs=True) if restated and "<thinks>" not in verb.keys else None
    if subject.word in {"which", "that"} and verb.word in _OF_PAPERS:
        papers = any("<document>" in token.keys for token in tokens[max(0, place - _RESULTS) : place])
        return (
            Subject(place, is_theirs=False)
            if papers and ("<past>" in verb.keys or (tokens[at + 1 : at + 2] and tokens[at + 1].word == "that"))
            else None
        )
    if subject.word == "it" and (
        ("<past>" in verb.keys and _is_told_then(tokens, place, at)) or _stands_on(tokens, at)
    ):
        return Subject(at, is_theirs=False)
    then = subject.word in _SOMEBODY_THEN and "<past>" in verb.keys and "<-ing>" not in verb.keys
    if then:
        return Subject(place, is_theirs=False)
    if subject.word in _PLURALS and place > first and _is_particular(tokens[place - 1], verb):
        return Subject(place, not _OWN.isdisjoint(token.word for token in tokens[max(first, place - 1) : place]))
    if _is_nobody(subject, verb):
        return None
    start = place if subject.word in _WHOEVER else _start_of(tokens, first, place)
    around = [token.word for token in tokens[max(first, start - 1) : place + 1]]
    if "as" in around[:1] and "<past>" not in verb.keys:
        return None
    theirs = not _OWN.isdisjoint(around)
    if subject.word in _THIRD:
        return Subject(place, theirs)
    willed = subject.word == "will" and place > first and "<determiner>" in tokens[place - 1].keys
    if (subject.keys & _NO_SUBJECT and not willed) or (
        verb.word in ALSO_NOUNS and not _speaks(subject) and (place > first or _is_noun(tokens, at))
    ):
        return _at_a_distance(tokens, first, at)
    return Subject(start, theirs) if _can_report(tokens, start, place, at) else None


def _is_particular(before: Token, verb: Token) -> bool:
    """Whether a plural is of somebody in particular: "the men said", "her doctors say"; not "doctors say"."""
    return bool(before.keys & {"<possessive>", "'s"}) or (before.word in _PARTICULAR and "<past>" in verb.keys)


def _can_report(tokens: Sequence[Token], start: int, place: int, at: int) -> bool:
    """Whether the noun at `place`, in a subject that begins at `start`, can have said what the verb says."""
    subject, verb = tokens[place], tokens[at]
    if subject.keys & _SPEECHLESS and not _speaks(subject):
        return False
    if ("{suggest}" in verb.keys and "<document>" in subject.keys) or tokens[start].word in _ANYBODY:
        # "Everyone at bridge says"; not "everyone says".
        return place > start + 1 and tokens[start + 1].word in {"at", "in", "on"} and tokens[start].word == "everyone"
    ends = at + 1 == len(tokens) or tokens[at + 1].opening is not Opening.NOTHING
    if ends and not tokens[start].marks and not _speaks(subject):
        return False
    if tokens[start - 1].word in {"that", "which"} and tokens[at + 1 : at + 2] and "<verb>" in tokens[at + 1].keys:
        # "The voices that he reports place him": the verb governs what stands before it.
        return False
    if verb.word == "written":
        if not tokens[at - 1].keys & {"<auxiliary>", "<adverb>"}:
            return False
    elif not _is_finite(verb) and not subject.word.endswith("s"):
        return False
    speaks = _speaks(subject) or any(_speaks(token) for token in tokens[start:place])
    return verb.word in _PLAIN or speaks or not _has_article(tokens, start, place)


def _tells(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb tells what was said then, or has a "that" behind it."""
    return "<past>" in tokens[at].keys or any(token.word == "that" for token in tokens[at + 1 : at + 2])


def _is_told_then(tokens: Sequence[Token], place: int, at: int) -> bool:
    """ "It was explained to her that", "it was said in the village that": somebody did; not "it is said that"."""
    then = any(token.word in {"was", "had", "were"} for token in tokens[place + 1 : at])
    return then and any(token.word in {"that", "to"} for token in tokens[at + 1 : at + _RESULTS])


def _stands_on(tokens: Sequence[Token], at: int) -> bool:
    """ "It says on the tin that": what is written on something."""
    ahead = [token.word for token in tokens[at + 1 : at + _RESULTS]]
    return tokens[at].word in {"says", "said"} and ahead[:1] in (["on"], ["in"], ["at"], ["under"]) and "that" in ahead


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether what may be verb or noun is a noun before what follows: "Full marks for", "Six calls were"."""
    return at + 1 < len(tokens) and bool(tokens[at + 1].keys & {"<preposition>", "<auxiliary>", "<past>"})


def _speaks(token: Token) -> bool:
    """Whether a word names somebody or a paper: by its kind, or by a capital within a sentence."""
    named = token.is_capital and token.opening is not Opening.SENTENCE and not token.keys & _NO_SUBJECT
    return named or bool(token.keys & _SPEAKS)


def _at_a_distance(tokens: Sequence[Token], first: int, at: int) -> Subject | None:
    """A person or paper before what parts it from its verb: "The site she copied from says"."""
    parting = tokens[at - 1]
    # "From St Luke's lists": who owns a place wrote nothing, a paper further off did.
    named = parting.word == "'s"
    parted = (
        named or bool(parting.keys & {"<number>", "<time>", "<past>", "<particle>"}) or "<past>" in tokens[at - 2].keys
    )
    if not parted or not _is_finite(tokens[at]):
        return None
    speakers = frozenset({"<document>"}) if named else _SPEAKS
    for place in range(at - 4 if named else at - 2, max(first, at - _RESULTS) - 1, -1):
        if tokens[place].keys & speakers:
            return Subject(place, not _OWN.isdisjoint(token.word for token in tokens[first:place]))
    return None


def _start_of(tokens: Sequence[Token], first: int, place: int) -> int:
    """Where the words of a subject begin that ends at `place`: at a mark or behind a closed word, six words at most."""
    start = place
    while start > first and place - start < 6 and tokens[start].opening is Opening.NOTHING:
        before = tokens[start - 1]
        if before.keys & {"<conjunction>", "<auxiliary>", "<modal>", "<subordinator>", "that"}:
            break
        if before.word == "to" and not tokens[start].keys & {"<determiner>", "<possessive>"}:
            break
        start -= 1
    return start


def _has_article(tokens: Sequence[Token], start: int, place: int) -> bool:
    return any(token.keys & {"<determiner>", "<possessive>", "'s"} for token in tokens[start:place])


def _without(tokens: Sequence[Token], start: int, at: int) -> Subject | None:
    """Notes leave the subject out: "Says that ...", "Asked twice whether ..."."""
    follows_name = start == at and at and tokens[at].marks in {",", ")"} and _is_finite(tokens[at])
    opens = at == 0 or (tokens[start].opening is Opening.SENTENCE and tokens[at].word not in _SKIPPED)
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if tokens[at].word in {"read", "put", "bid"} and behind not in {"out", "aloud", "that", "from"}:
        return None
    if at == 0 and tokens[at].word in ALSO_NOUNS and at + 1 < len(tokens) and "<preposition>" in tokens[at + 1].keys:
        return None
    if (
        at + 1 < len(tokens)
        and "<past>" in tokens[at + 1].keys
        and "<-ing>" not in tokens[at + 1].keys
        and not tokens[at + 1].marks
    ):
        return None
    if "<labels>" in tokens[at].keys and (at + 1 == len(tokens) or tokens[at + 1].opening is not Opening.NOTHING):
        return None
    if _is_finite(tokens[at]) and (opens or follows_name):
        return Subject(start, is_theirs=False)
    return None


def _of_participle(tokens: Sequence[Token], first: int, at: int, end: int) -> Subject | None:
    """ "..., saying that", "kept shouting that"; not "by saying"."""
    if at == first or at + 1 >= end:
        return None
    if tokens[at - 1].word in _GOVERNING and tokens[at + 1].word not in _THEMSELVES and "<asks>" not in tokens[at].keys:
        return None
    if tokens[at + 1].opening is not Opening.NOTHING or "<preposition>" in tokens[at + 1].keys:
        return None
    if tokens[at - 1].keys & {"{keep}", "<be>", "as"}:
        ours = at - 2 >= first and tokens[at - 2].word in {"i", "we", "you"}
        return None if ours else Subject(at - 1, is_theirs=False)
    told = any(token.word in {"i", "we", "you", "let"} for token in tokens[max(first, at - _RESULTS) : at])
    return (
        None
        if told or tokens[at + 1].word not in COMPLEMENTS | _THEMSELVES | {"the", "a"}
        else Subject(at, is_theirs=False)
    )


def _of_infinitive(tokens: Sequence[Token], first: int, place: int, at: int, end: int) -> Subject | None:
    """ "used to say that", "rang to ask if"; not "it is fair to say that"."""
    before = tokens[max(first, place - _RESULTS) : place]
    if any(token.keys & _FOND and not token.keys & _NO_SUBJECT for token in before[-2:]):
        fond = next(at for at in range(place - 1, -1, -1) if tokens[at].keys & _FOND)
        return _named(tokens, first, fond - 1, fond) if fond > first else None
    said = "{say}" in tokens[at].keys and at + 1 < end and tokens[at + 1].opening is Opening.NOTHING
    complement = at + 1 < end and (said or tokens[at + 1].word in COMPLEMENTS | {"you"})
    if not complement and not any(token.word == "that" and token.marks for token in tokens[at + 1 : min(end, at + 8)]):
        return None
    if any(
        token.word in {"i", "we", "you", "it", "there", "let", "is", "are", "was", "were", "needless", "should"}
        for token in before
    ):
        return None
    return (
        Subject(at, is_theirs=False)
        if any("<past>" in token.keys or "used" in token.keys for token in before)
        else None
    )


def is_verb_of_report(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that may be a noun is the verb: not behind an article, an owner or a preposition."""
    return (
        at == 0
        or bool(tokens[at].marks)
        or tokens[at - 1].word == "to"
        or tokens[at - 1].word in _ALSO_RELATIVE
        or not tokens[at - 1].keys & {"<determiner>", "<possessive>", "<preposition>", "'s", "<number>"}
    )


def _is_finite(token: Token) -> bool:
    if token.word == "written":
        return False
    return "<past>" in token.keys or token.word.endswith("s") or bool(token.keys & _FINITE_AS_THEY_ARE)
