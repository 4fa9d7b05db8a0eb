"""Answers changed on their way: one thing in the JSON of an answer, or the answer's own letters."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.hostile import attacks
from tests.hostile.text_mutations import SIGNS, a_payload, mutate

_LONE = re.compile("[\ud800-\udfff]")
# Where a value stands: the container and its key or index.
Leaf = tuple[Any, Any]
ODD_NUMBERS: tuple[Any, ...] = (
    0,
    1,
    -1,
    10,
    10.5,
    5.25,
    0.5,
    1e1,
    1e308,
    True,
    "5",
    None,
    [],
    2**63,
    9.999999999999999,
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    "",
    " ",
    [],
    {},
    [[]],
    "\u0000",
    "\ud800",
    "\u202e",
    "\u200b",
    "\ufeff",
    "null",
    "x" * 9000,
)


def garbled(answer: str, material: Any, source: random.Random) -> str:
    """The answer with one change. `material` is what was asked about: pieces of it come back as words of the answer."""
    try:
        content = json.loads(answer)
    except (ValueError, RecursionError):
        return _other_letters(answer, source)
    leaves = list(_leaves(content)) if isinstance(content, dict | list) else []
    if source.random() < 0.15 or not leaves:
        return _other_letters(answer, source)
    holder, key = source.choice(leaves)
    holder[key] = _other(holder[key], list(_words(material)), source)
    if isinstance(holder, dict) and key and source.random() < 0.08:
        holder[source.choice(("text", f"{key} ", "role", "fact_ids"))] = holder.pop(key)
    said = json.dumps(content, ensure_ascii=source.random() < 0.5)
    # Half a pair of surrogates reaches nobody but by its escape: what comes over the wire is UTF-8.
    return said if _LONE.search(said) is None else json.dumps(content)


def _leaves(content: Any) -> Iterator[Leaf]:
    """Every place of the content, containers too."""
    items = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in list(items):
        yield content, key
        if isinstance(value, dict | list):
            yield from _leaves(value)


def _words(material: Any) -> Iterator[str]:
    """Every text of what was asked about."""
    if isinstance(material, str):
        yield material
    elif isinstance(material, dict | list):
        for value in material.values() if isinstance(material, dict) else material:
            yield from _words(value)


def _other(value: Any, words: Sequence[str], source: random.Random) -> Any:
    if source.random() < 0.08:
        return source.choice(ODD_VALUES)
    if isinstance(value, str):
        return source.choice(OF_WORDS)(value, words, source)
    if isinstance(value, list) and value:
        return _other_list(value, source)
    if isinstance(value, bool | int | float) or value is None:
        return source.choice(ODD_NUMBERS)
    return value


def _other_list(values: list[Any], source: random.Random) -> list[Any]:
    at = source.randrange(len(values))
    match source.randrange(5):
        case 0:
            return values[:at] + values[at + 1 :]
        case 1:
            return [*values, values[at]]
        case 2:
            return values[::-1]
        case 3:
            return values * source.choice((2, 60))
        case _:
            return source.sample(values, k=len(values))


def _other_letters(answer: str, source: random.Random) -> str:
    at = source.randint(0, len(answer))
    match source.randrange(5):
        case 0:
            return f"```json\n{answer}\n```"
        case 1:
            return f"<think>{source.choice(attacks.ORDERS)}</think>{answer}"
        case 2:
            return answer[:at]
        case 3:
            return answer[:at] + source.choice(SIGNS) + answer[at:]
        case _:
            return answer + source.choice((answer, "}", " {}", "\n\nDone.", "<|im_end|>"))


# --- one text of an answer as another -------------------------------------------------------------


def _as_material(value: str, words: Sequence[str], source: random.Random) -> str:
    return source.choice(words) if words else value


def _piece_of_material(value: str, words: Sequence[str], source: random.Random) -> str:
    text = source.choice(words) if words else value
    first = source.randint(0, len(text))
    return text[first : first + source.choice((1, 5, 40, 200))]


def _across_material(value: str, words: Sequence[str], source: random.Random) -> str:
    """The end of one text and the beginning of another, as if they stood together."""
    if len(words) < 2:
        return value
    at = source.randrange(len(words) - 1)
    return words[at][-40:] + source.choice(("\n", " ", "\nClient: ")) + words[at + 1][:40]


def _nearly(value: str, words: Sequence[str], source: random.Random) -> str:
    return mutate(source.choice(("stray", "cut", "disguise", "rejoin", "swap", "double")), value or "x", source)


def _recased(value: str, words: Sequence[str], source: random.Random) -> str:
    return source.choice((str.upper, str.lower, str.title, str.strip, str.swapcase))(value)


def _dictated(value: str, words: Sequence[str], source: random.Random) -> str:
    return a_payload(source)


def _claimed(value: str, words: Sequence[str], source: random.Random) -> str:
    claim = source.choice(attacks.DICTATED)
    return source.choice((claim, f"{value} {claim}", f"{claim} {value}", source.choice(attacks.DISGUISES)(claim)))


def _longer(value: str, words: Sequence[str], source: random.Random) -> str:
    """Up to a limit, or one over."""
    return (f"{value or 'a'} " * 500)[: _limit(source)]


def _limit(source: random.Random) -> int:
    return source.choice((44, 45, 46, 60, 61, 80, 100, 101, 149, 150, 151, 200, 300, 301, 400, 401, 600, 601, 1500))


OF_WORDS: tuple[Callable[[str, Sequence[str], random.Random], str], ...] = (
    _as_material, _piece_of_material, _piece_of_material, _across_material, _nearly, _nearly, _recased, _dictated,
    _claimed, _claimed, _longer,
)  # fmt: skip
