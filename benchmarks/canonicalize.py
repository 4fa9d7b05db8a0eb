"""Reading 60 messages by rules, against one pass of `re` over the same text."""

from __future__ import annotations

import re

from benchmarks.figures import Figure, time_in_turns
from benchmarks.inputs import sixty_messages
from generation.pipeline.canonicalizer.canonicalize import canonicalize

_WORD = re.compile(r"\w+")


def measure() -> Figure:
    """Ratio of a whole canonical record to finding every word of the text once; reported, no target."""
    inputs = sixty_messages()
    texts = [message.text for message in inputs.messages]
    timing = time_in_turns(
        lambda: canonicalize(inputs), lambda: [len(_WORD.findall(text)) for text in texts], rounds=40
    )
    each = timing.candidate / len(texts) * 1e6
    return Figure("canonicalize", timing.ratio, None, "one pass of re", f"{each:.0f} µs a message")
