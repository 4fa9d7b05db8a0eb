"""Gates for the harness: the product's own, a public word list, and whatever a module or a command of yours gives.

A gate takes a text and gives labels (advice, motivation, causality, diagnosis, interpretation, question); any other
word it gives counts as some finding and for no label.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from generation.evaluation.gate import Gate, wording_gate

product = wording_gate


def vader(text: str) -> Iterator[str]:
    """VADER's word list and rules: words of good feeling as motivation, of bad feeling as interpretation.

    It was made to tell the feeling of short messages, not for this; of what PyPI has it is the nearest small one.
    Its authors call a text neutral between -0.05 and 0.05.
    """
    compound = _analyser().polarity_scores(text)["compound"]
    if compound >= _NEUTRAL:
        yield "motivation"
    if compound <= -_NEUTRAL:
        yield "interpretation"


_NEUTRAL = 0.05
_made: list[Any] = []


def _analyser() -> Any:
    if not _made:
        _made.append(import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer())
    return _made[0]


def named(name: str) -> Gate:
    """The gate `module:function`. Raises ValueError for a name of another form, or of nothing."""
    module, _, function = name.partition(":")
    try:
        gate: Gate = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"{name}: not module:function of a gate") from error
    return gate


def by_command(command: str, texts: Sequence[str]) -> Gate:
    """The gate that a filter is: a JSON string a line in, a JSON list of labels a line out, in order."""
    asked = "".join(f"{json.dumps(text)}\n" for text in texts)
    answered = subprocess.run(
        shlex.split(command), input=asked, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    if len(answered) != len(texts):
        raise ValueError(f"the command answered {len(answered)} lines to {len(texts)} texts")
    found = {text: json.loads(line) for text, line in zip(texts, answered, strict=True)}
    return lambda text: found[text]
