"""The map of the house shows every room there is, and its trails lead from file to file that are there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| `([\w/]+\.(?:py|html))` \| `(\w+)` \|", ARCHITECTURE, re.MULTILINE)
TABLES = ARCHITECTURE.partition("## Two trails, and where to look")[2].partition("\n## ")[0]


def rooms_in_layers(container: str) -> Iterator[str]:
    """The rooms as the contracts have them; these are exhaustive, so no other room exists."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    for contract in contracts:
        if contract.get("containers") == [container]:
            assert contract["exhaustive"]
            yield from (room.strip() for layer in contract["layers"] for room in layer.split("|"))


@pytest.mark.parametrize("container", ["generation", "generation.pipeline"])
def test_every_room_is_on_the_map(container: str) -> None:
    rooms, name = list(rooms_in_layers(container)), container.rpartition(".")[2]
    assert rooms
    assert [room for room in rooms if f"`{name}/{room}`" not in ARCHITECTURE] == []


def test_every_room_of_generation_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [room for room in rooms_in_layers("generation") if not re.search(rf"`{room}/?`", readme)] == []


def test_every_row_of_the_trails_and_of_what_is_decided_is_read() -> None:
    assert len(STEPS) == TABLES.count("\n| `") > 60


@pytest.mark.parametrize(("file", "name"), STEPS)
def test_step_of_a_trail_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    defined = rf"^ *(?:def|class) {name}\b|^{name}(?:: .+)? = "
    assert re.search(defined, text, re.MULTILINE) or (file.endswith(".html") and name in text)
