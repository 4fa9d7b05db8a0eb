"""A smaller attack with the same fault, for whoever has to read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from tests.hostile.bridge_attacks import BridgeAttack
from tests.hostile.diaries import Row
from tests.hostile.run import Run
from tests.hostile.session_attacks import SessionAttack

Attack = BridgeAttack | SessionAttack
Item = TypeVar("Item")
_TRIES = 400


def kind_of(violation: str) -> str:
    """What is wrong, without the words it is wrong about."""
    said = violation.partition(" In: ")[0]
    return re.sub(r"[\"“«‹].*?[\"”»›]|'[^']*'|\d+", "_", said)[:110]


def shrunk(attack: Attack, run_it: Callable[[Attack], Run]) -> tuple[Attack, Run]:
    """The smallest attack found whose run has a fault of the kind of this one's first, and its run."""
    run = run_it(attack)
    wanted = kind_of(run.violations[0])
    tried = 0
    is_smaller = True
    while is_smaller and tried < _TRIES:
        is_smaller = False
        for smaller in _smaller(attack):
            tried += 1
            tried_run = run_it(smaller)
            same = [violation for violation in tried_run.violations if kind_of(violation) == wanted]
            if same:
                attack, run, is_smaller = smaller, tried_run._replace(violations=tuple(same)), True
                break
            if tried >= _TRIES:
                break
    return attack, run


def _smaller(attack: Attack) -> Iterator[Attack]:
    if isinstance(attack, SessionAttack):
        for turns in _fewer(attack.turns, _shorter):
            yield attack._replace(turns=turns)
        for garbled in _fewer(attack.garbled, lambda _: iter(())):
            yield attack._replace(garbled=garbled)
        return
    if attack.correction:
        yield attack._replace(correction=())
    for rows in _fewer(attack.diary.rows, _shorter_row):
        yield attack._replace(diary=attack.diary._replace(rows=rows))


def _fewer(items: tuple[Item, ...], shorter: Callable[[Item], Iterator[Item]]) -> Iterator[tuple[Item, ...]]:
    """Without half of the items, without one, with one shorter."""
    half = len(items) // 2
    if half:
        yield items[:half]
        yield items[half:]
    for at, item in enumerate(items):
        yield items[:at] + items[at + 1 :]
        for other in shorter(item):
            yield (*items[:at], other, *items[at + 1 :])


def _shorter_row(row: Row) -> Iterator[Row]:
    return (Row(row.moment, text) for text in _shorter(row.text) if text.strip())


def _shorter(text: str) -> Iterator[str]:
    """Without a half, a quarter, an eighth ... of it, wherever that is."""
    size = len(text) // 2
    while size >= 1 and len(text) > 1:
        for start in range(0, len(text), size):
            yield text[:start] + text[start + size :]
        size //= 2
        if size < len(text) // 16:
            break
