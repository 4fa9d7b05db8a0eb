"""The answer in what a model said: without its thoughts, the marks of its channels and a fence around it.

Servers that part thoughts from answers do so themselves; others hand over everything a model wrote. Every stage reads
its answer from here, so what one model does to all of them is taken off once. An answer that begins at once, as JSON or
in a fence, is taken as it is: what looks like a thought further in is part of it, perhaps a quotation of a diary.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Qwen and DeepSeek; others of their kind; Seed; Magistral; Kimi; Gemma.
_THOUGHTS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|channel>thought", "<channel|>"),
)
# gpt-oss: "<|channel|>analysis<|message|>...<|end|><|start|>assistant<|channel|>final<|message|>..."; a server that
# leaves the marks out hands over "analysis...assistantfinal...".
_FINAL = re.compile(r"<\|channel\|>final[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>|(?<=assistant)final(?=\s*[{`])")
_BEGINS_WITH_A_CHANNEL = re.compile(r"(?:<\|start\|>assistant)?<\|channel\|>|analysis(?=.*assistantfinal)", re.DOTALL)
_BEGINS_A_TURN = re.compile(r"\A(?:<\|im_start\|>assistant|<\|start_header_id\|>assistant<\|end_header_id\|>)\s*")
_ENDS_A_TURN = re.compile(
    r"(?:\s*(?:<\|(?:return|end|im_end|eot_id|end_of_text|endoftext)\|>|</s>|<end_of_turn>))+\s*\Z"
)
_FENCE = re.compile(r"\A```(?:json)?[ \t]*\n(.*?)\n?```\Z", re.DOTALL)


class Said(NamedTuple):
    """`answer` is '' where there are thoughts alone."""

    answer: str
    thoughts: str


def part_thoughts(text: str) -> Said:
    """What a model said, in two: the answer, without marks and fence, and its thoughts."""
    text = _ENDS_A_TURN.sub("", _BEGINS_A_TURN.sub("", text.strip().removeprefix("\ufeff").lstrip()))
    at = 0 if text[:1] in {"{", "`"} else _answer_begins(text)
    answer = text[at:].strip()
    fenced = _FENCE.match(answer)
    return Said(fenced[1] if fenced else answer, text[:at])


def _answer_begins(text: str) -> int:
    if _BEGINS_WITH_A_CHANNEL.match(text):
        ends = [final.end() for final in _FINAL.finditer(text)]
        return ends[-1] if ends else len(text)
    for begin, end in _THOUGHTS:
        ends = [found.end() for found in re.finditer(re.escape(end), text)]
        # A template may have begun the thought: then only its end is said.
        if text.startswith(begin) or (ends and begin not in text[: ends[0]]):
            # The last end behind which an answer begins: a thought may quote a diary that quotes the mark, and so may
            # the answer itself.
            behind = [at for at in ends if text[at:].lstrip()[:1] in {"{", "`"}] or ends
            return behind[-1] if behind else len(text)
    return 0
