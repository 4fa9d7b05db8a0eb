"""The code that is tried, and the tests that answer for it. A line here adds a module.

Which of those tests reach a line, and how long each takes, is measured anew by every run.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.mutants.mutant import ROOT


class Room(NamedTuple):
    """`code` and `tests` are files or folders. A test that takes seconds belongs here only where no other asks."""

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]


def _in(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names.split())


_GATE = "generation/pipeline/policy_gate"
_TEXTS = _in(
    "tests/pipeline",
    "test_bullets test_choice test_chooser test_day_plans test_edges_of_a_reading test_edges_of_quotations "
    "test_bullets test_choice test_chooser test_day_plans test_edges_of_a_reading test_edges_of_quotations "
    "test_edges_of_the_gate test_gate_rules test_judge test_layout test_listed_words test_moments test_most_listed "
    "test_odd_notations test_one_look_at_an_entry test_open_points test_openness test_patterns test_plan "
    "test_planned_matters test_prompts test_properties test_quotable test_rendered test_second_reader test_selection "
    "test_sequence test_series test_shown test_spans test_weights test_words_in_entries",
)

ROOMS = (
    Room("planner", ("generation/pipeline/planner",), _TEXTS),
    Room("gate", _in(_GATE, "completeness derivation findings form gate judge lint severity spans"), _TEXTS),
    Room("second reader", (f"{_GATE}/second_reader",), _TEXTS),
    Room("chooser", ("generation/pipeline/writer/chooser.py",), _TEXTS),
    Room("layout", _in("generation/pipeline/writer", "layout render sentences"), _TEXTS),
    Room(
        "inputs",
        ("generation/pipeline/inputs.py", "generation/run/pinned_input.py"),
        (
            "tests/pipeline/test_inputs.py",
            *_in("tests/generation", "test_execution test_gate_policies test_erasure_under_way"),
        ),
    ),
    Room(
        "transitions",
        ("generation/lifecycle/transitions.py",),
        _in(
            "tests/generation",
            "test_transitions test_jobs test_time_limits test_failing_runs test_execution "
            "test_heartbeat test_scheduled_tasks",
        ),
    ),
    Room(
        "publication",
        _in("generation/run", "publication wave_publication journey_publication"),
        _in(
            "tests/generation",
            "test_publication test_execution test_corrections test_pointers test_session_waves test_your_journeys",
        ),
    ),
    Room("text limits", ("core/text_door.py",), ("tests/core/test_text_door.py", "tests/generation/test_jobs.py")),
    Room("visibility", ("core/visibility.py",), _in("tests/core", "test_visibility test_roles")),
    Room(
        "consent",
        ("core/consent.py", "core/practice/consents.py"),
        _in("tests/core/practice", "test_consents test_entry_pages"),
    ),
    Room(
        "heads",
        ("audit/heads",),
        _in(
            "tests/audit/heads",
            "test_merkle test_heads_alone test_kinds test_sealing test_noticing test_verification test_imports "
            "test_other_rows_in_front test_commands test_tampering test_at_once",
        ),
    ),
)
# What the tester is tried with.
SPECIMEN = Room("specimen", ("tests/mutants/specimen.py",), ("tests/mutants/specimen_tests.py",))


def files_of(room: Room) -> list[str]:
    """The modules of a room, by their paths from the root of the project."""
    places = [ROOT / name for name in room.code]
    found = [path for place in places for path in ([place] if place.suffix else place.rglob("*.py"))]
    return sorted(str(path.relative_to(ROOT)) for path in found)
