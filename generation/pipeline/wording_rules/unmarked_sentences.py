"""Sentences that no mark parts: "the first walk in weeks It may help to rest".

Whoever joins two texts with a blank leaves nothing between them but the capital, and what the first reports would cover
the second. In: a sentence as its marks have it. Out: its parts, where a small word of a closed class (no name, no title
in capitals) begins anew. Right behind a verb of report it may be what was said ("he said You can go") and stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generation.pipeline.reading.word_set import word_set
from generation.pipeline.wording_rules.report_subjects import ALSO_NOUNS
from generation.pipeline.wording_rules.sentences import Opening, Sentence, Token

_CLOSED = frozenset({"<pronoun>", "<determiner>", "<possessive>", "<question>", "<lead-in>"})
_OTHERS = word_set("things well")
# What a bare verb has behind it where it is no name: "Try to", "Take a", "Call your", not "Grant was".
_BEHIND_AN_ORDER = frozenset({"to", "<determiner>", "<possessive>", "<object>"})
_RECOMMENDS = frozenset({"{recommend}", "{suggest}", "{advise}"})
# Behind these a sentence goes on, whatever its next letter: "that It", "and They".
_GOES_ON = frozenset(
    {
        "<determiner>",
        "<possessive>",
        "<preposition>",
        "<conjunction>",
        "<subordinator>",
        "<question>",
        "<modal>",
        "<auxiliary>",
        "<be>",
    }
)
# "told her", "wrote back to him": what was said may begin this many words behind a verb of report.
_REACH = 3


def parted(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or its parts in order; its last marks are those of the last part."""
    tokens = sentence.tokens
    starts = [at for at in range(1, len(tokens)) if _begins(tokens, at)]
    if not starts:
        yield sentence
        return
    for first, end in pairwise((0, *starts, len(tokens))):
        opens = tokens[first]._replace(opening=Opening.SENTENCE)
        part = (opens, *tokens[first + 1 : end])
        yield sentence._replace(tokens=part) if end == len(tokens) else Sentence(part)


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence begins at a word though no mark stands before it."""
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.opening is not Opening.NOTHING or following is None or following.opening is not Opening.NOTHING:
        return False
    before = tokens[at - 1]
    # "On Monday", "in May": a time has its capital, and ends what it stands in.
    ends = "<time>" in before.keys or not (before.is_capital or before.keys & _GOES_ON)
    if not ends or following.is_capital or not _opens(tokens, at):
        return False
    return not any(_reports(each) for each in tokens[max(0, at - _REACH) : at])


def _opens(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.word == "i":
        # Always a capital: what only a writer says of themselves.
        return any(each.keys & _RECOMMENDS for each in tokens[at + 1 : at + _REACH])
    if not token.is_capital:
        return False
    if "<order>" in token.keys and tokens[at + 1].keys & _BEHIND_AN_ORDER:
        return True
    return bool(token.keys & _CLOSED) or token.word in _OTHERS


def _reports(token: Token) -> bool:
    return "<reports>" in token.keys and token.word not in ALSO_NOUNS
