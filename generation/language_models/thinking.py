"""How much a model may think before it answers: an effort to ask for, and room for the tokens its thoughts take.

Thoughts are billed as output and count towards the limit of an answer, so a limit without room for them cuts the answer
off. The room is a ceiling, not a purchase: a model that does not think leaves it empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

# By `reasoning_effort`, as OpenAI names them.
_ROOM_BY_EFFORT = {"none": 0, "minimal": 1_000, "low": 3_000, "medium": 8_000, "high": 16_000, "xhigh": 24_000}
_MAX_TOKENS = 100_000


class Thinking(NamedTuple):
    """`effort` is '' where the model's own default is left to it."""

    effort: str
    tokens: int


# Where the operator says nothing: a choice is short work, reading a diary beside its quotations is not.
DEFAULT: Mapping[str, Thinking] = MappingProxyType(
    {
        "bridge_choice": Thinking("", 6_000),
        "bridge_judge": Thinking("", 8_000),
        "bridge_repair": Thinking("", 4_000),
        "canonicalizer": Thinking("", 8_000),
    }
)
OF_ANY_OTHER_TASK = Thinking("", 8_000)


def read_thinking(declared: Mapping[str, str], all_tasks: str) -> Mapping[str, Thinking]:
    """The setting: an effort or a number of tokens by task, or for all of them. Raises ImproperlyConfigured."""
    chosen = {task: _read(task, text) for task, text in declared.items()}
    everywhere = chosen.pop(all_tasks, None)
    defaults = dict.fromkeys(DEFAULT, everywhere) if everywhere else DEFAULT
    return MappingProxyType({**defaults, **chosen})


def _read(task: str, text: str) -> Thinking:
    if text in _ROOM_BY_EFFORT:
        return Thinking(text, _ROOM_BY_EFFORT[text])
    if text.isascii() and text.isdigit() and int(text) <= _MAX_TOKENS:
        return Thinking("", int(text))
    raise ImproperlyConfigured(
        f"MODEL_THINKING of {task!r}: an effort ({', '.join(_ROOM_BY_EFFORT)}) or the tokens it may take, "
        f"at most {_MAX_TOKENS:,}: all=low,bridge_judge=4000."
    )
