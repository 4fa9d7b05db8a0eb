"""The form rules over what a model worded in a reading: only noted in a wave, a reason to refuse a journey."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.generators.base_ai_generator import Reading
from generation.pipeline.reading.form_rules import find_form_breaches

# Nothing else ends a line: what only some programs take for one is a hidden character.
_LINE_END = re.compile(r"\r?\n")


def form_rule_ids(reading: Reading) -> Iterator[str]:
    """The id of each rule broken, each time it is: links, markup, hidden characters, orders to a program."""
    for words in reading.words():
        for line in _LINE_END.split(words):
            for breach in find_form_breaches(line):
                yield breach.rule_id
