"""Stage A: runs of words of English that `feelings` reads as one word, or as other words.

In the folded and expanded spelling of `feeling_clauses` ("didn't" is "did not"). A word with `_` before it is a mark
that nobody can write: what the run says, where its own words would say something else. Data only.
"""

from __future__ import annotations

from collections.abc import Iterable

_SOFT = (
    "a bit|a little|a little bit|a tad|a lot|kind of|sort of|kinda of|at all|as well|at times|of course|"
    "at first|in general|for once|on the whole|to be honest|more or less|no doubt|to be fair|at least|"
    "a touch|a whole lot|a fair bit|quite a bit|way too|in a way|i guess|i think|i suppose|you know|"
    "at the same time|after all|as hell|all of a sudden|out of nowhere|more and more|in fact|by now|"
    "for some reason|for no reason|for whatever reason|through and through|of late|up until now|i admit|"
    "as far as i am concerned|i must say|i have to say|i must admit|i have to admit|to say the least|one bit|"
    "all kinds of|all sorts of|many kinds of|ten kinds of|twenty kinds of|thirty kinds of|forty kinds of|"
    "fifty kinds of|a hundred kinds of|a thousand kinds of|a million kinds of|several kinds of|tiny bit|a tiny bit|"
    "for one|by far|i mean|in all honesty|no lie|no joke|for real|i swear|i do not know|sad but true|sad to say"
)
_TIME = (
    "this morning|this evening|this afternoon|this week|this weekend|this month|this year|all day|all night|"
    "all week|all morning|all evening|all afternoon|all weekend|all the time|every day|every morning|"
    "last night|last week|right now|these days|the whole day|the whole time|the whole week|all day long|"
    "most of the day|most of the time|at work|at home|at school|in bed|in the morning|in the evening|"
    "at night|at the moment|for days|for weeks|for hours|for months|for a while|for now|for ages|for years"
)
_NOT = (
    "no longer|far from|anything but|nowhere near|by no means|instead of|rather than|free of|free from|"
    "lack of|in no way|no way|at no point|not once|not at all|not in the least|not any|no more|to not|"
    "less than|neither of|none of|not one|no one|zero|not even|the opposite of|"
    "it is not that|it is not like|not that i am|cured of|rid of|over being|done being|"
    "stopped being|stopped feeling|quit being|stop being|stop feeling"
)
_YES = (
    "not only|not just|not merely|not simply|can not help|could not help|can not help but|could not help but|"
    "can not stop|could not stop|can not shake|could not shake|can not avoid|not gonna lie|not going to lie|"
    "never so|never this|not surprisingly|believe it or not|not long ago|nothing but"
)


# "Never been so happy" is happy: the verb stays, the denial goes.
_NEVER_SO = "been so|been this|been more|been such|felt so|felt this|felt more|felt such|had so|had such"


def _phrases(marker: str, phrases: str) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    return ((tuple(phrase.split()), (marker,)) for phrase in phrases.split("|"))


PHRASES: dict[tuple[str, ...], tuple[str, ...]] = dict(
    [
        *_phrases("_soft", _SOFT),
        *_phrases("_time", _TIME),
        *_phrases("_not", _NOT),
        *_phrases("_yes", _YES),
        *((("never", *rest.split()), tuple(rest.split())) for rest in _NEVER_SO.split("|")),
    ]
)
for _phrase in ("as long as", "so long as", "in case", "as if", "as though", "even if", "only if"):
    PHRASES[tuple(_phrase.split())] = ("if",)
# "Almost always sad" is sad: what is not quite so is how often, or how much.
_ALMOST_SO = (
    "always constantly continuously permanently perpetually daily everything entirely completely totally exclusively "
    "immediately instantly certainly certain sure positive as too more all every everyone everybody nothing no none any"
)
for _almost in ("almost", "nearly"):
    for _phrase in _ALMOST_SO.split():
        PHRASES[(_almost, _phrase)] = (_phrase,)
    for _phrase in _TIME.split("|"):
        PHRASES[(_almost, *_phrase.split())] = ("_time",)
    PHRASES[(_almost, "nothing", "but")] = ("_yes",)
for _phrase in ("expect to", "expected to", "expecting to"):
    for _verb in ("be", "feel"):
        for _degree in ("so", "this", "that", "quite so"):
            PHRASES[("did", "not", *_phrase.split(), _verb, *_degree.split())] = ("am", "so")
for _phrase in ("on paper", "in theory", "by all accounts", "on the outside", "from the outside", "to the world"):
    PHRASES[(*_phrase.split(), "i")] = ("supposedly", "i")
for _phrase in ("rumour has it", "rumor has it", "word has it", "legend has it"):
    PHRASES[tuple(_phrase.split())] = ("supposedly",)
for _phrase in ("come across as", "came across as", "coming across as", "come off as", "came off as"):
    PHRASES[tuple(_phrase.split())] = ("supposedly",)
for _phrase in ("convinced", "told", "tell", "telling", "persuaded", "kidded", "fooled"):
    PHRASES[(_phrase, "myself")] = ("thought",)
for _phrase in ("by mistake", "in error", "by accident"):
    PHRASES[tuple(_phrase.split())] = ("accidentally",)
for _phrase in ("made out", "make out", "makes out"):
    PHRASES[(*_phrase.split(), "that")] = ("claimed", "that")
PHRASES[("role", "play")] = PHRASES[("role", "played")] = ("roleplay",)
PHRASES[("read", "out")] = PHRASES[("read", "aloud")] = PHRASES[("to", "repeat")] = ("repeating",)
PHRASES[("picture", "this")] = ("imagine",)
for _phrase in ("example", "sample", "practice", "practise"):
    PHRASES[(_phrase, "sentence")] = PHRASES[(_phrase, "phrase")] = ("template",)
# Called out, "man" and "boy" are nobody.
for _phrase in ("man ,", "boy ,", "oh man", "oh boy"):
    PHRASES[tuple(_phrase.split())] = ("_soft",)
PHRASES[("would", "describe", "myself", "as")] = PHRASES[("describe", "myself", "as")] = PHRASES[
    ("consider", "myself")
] = ("am",)
PHRASES[("hard", "not", "to", "be")] = ("am",)
PHRASES[("make", "sure")] = PHRASES[("making", "sure")] = ("if",)
# "Could not be more pleased" is very pleased.
PHRASES[("could", "not", "be", "more")] = ("am", "more")
LONGEST_PHRASE = max(map(len, PHRASES))
