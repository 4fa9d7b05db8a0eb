"""Nothing commits, calls a model or asks Redis without a faultpoint before and after it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from core.faultpoints import COMMITS, FAULTPOINTS, HOOK_VARIABLE, MODEL_CALLS, REDIS_OPERATIONS, STEPS, reach
from tests.faults.cluster import ROOT, temporary_cluster
from tests.faults.every_fault import PEOPLE
from tests.faults.people import make_people
from tests.faults.watched import is_unguarded

MODULES = sorted(
    path
    for app in ("core", "generation", "audit")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and path.name != "faultpoints.py"
)
OPENERS = {"around", "committing", "redis_may_be_away"}
# In the transaction of whoever calls them, or of no promise: people of this machine, a stage's model in its own place.
REDIS_CALLS = {"get_redis_connection", "apply_async", "send_task"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            yield (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")), node


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """What each of ours says, by its place."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def steps_of(tree: ast.AST) -> set[str]:
    return {
        argument.value
        for name, call in calls(tree)
        if name in OPENERS
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }


def outside_of_faultpoints(tree: ast.AST, wanted: set[str]) -> list[int]:
    """The lines of calls of `wanted` that no `with` of ours encloses."""
    enclosed = {
        id(call)
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        and any(name in OPENERS for item in node.items for name, _ in calls(item.context_expr))
        for statement in node.body
        for _, call in calls(statement)
    }
    return [call.lineno for name, call in calls(tree) if name in wanted and id(call) not in enclosed]


def test_every_step_has_a_place_before_and_after() -> None:
    assert {f"{step}.{side}" for step in STEPS for side in ("before", "after")} == set(FAULTPOINTS)
    assert set(STEPS) == {*COMMITS, *REDIS_OPERATIONS, *MODEL_CALLS}


def test_every_step_is_taken_somewhere(modules: dict[str, ast.Module]) -> None:
    taken = set().union(*map(steps_of, modules.values()))
    assert taken == set(STEPS)


def test_transactions_are_begun_through_faultpoints_alone(modules: dict[str, ast.Module]) -> None:
    begun = {}
    for place, tree in modules.items():
        lines = [call.lineno for name, call in calls(tree) if name in {"atomic", "set_autocommit", "commit"}]
        lines += [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "atomic"]
        begun |= {place: lines} if lines else {}
    assert begun == {}


def test_redis_is_asked_between_faultpoints_alone(modules: dict[str, ast.Module]) -> None:
    asked = {place: outside_of_faultpoints(tree, REDIS_CALLS) for place, tree in modules.items()}
    assert {place: lines for place, lines in asked.items() if lines} == {}


@pytest.mark.parametrize(
    ("statement", "in_transaction", "in_step", "unguarded"),
    [
        ("INSERT INTO stage_artifacts ...", False, False, True),
        ("\n    UPDATE generation_jobs AS work ...", False, False, True),
        ("WITH event AS (INSERT ...) ...", False, False, True),
        ("INSERT INTO stage_artifacts ...", True, False, False),
        ("INSERT INTO stage_artifacts ...", False, True, False),
        ("SELECT 1", False, False, False),
    ],
)
def test_watcher_knows_a_write_outside_of_steps(
    statement: str, in_transaction: bool, in_step: bool, unguarded: bool
) -> None:
    assert is_unguarded(statement, in_transaction=in_transaction, in_step=in_step) is unguarded


@pytest.mark.timeout(200)
@pytest.mark.usefixtures("migrated_tables")
def test_every_write_that_commits_by_itself_stands_between_faultpoints() -> None:
    with temporary_cluster() as cluster:
        starter, _, _ = cluster.through_proxies(SESSIONBRIDGE_FAULT_HOOK="tests.faults.watched:pass_by")
        with cluster.connect() as connection:
            people = [str(person) for person in make_people(connection, PEOPLE)]
        program = starter.start("errands", people, str(cluster.folder))
        while program.is_alive:
            time.sleep(0.1)
        lines = cluster.log.read_text(errors="replace").splitlines()
    passed = {line.removeprefix("passed ") for line in lines if line.startswith("passed ")}
    assert passed >= set(STEPS) - {"renew_leases", *MODEL_CALLS}
    assert [line for line in lines if line.startswith("unguarded ")] == []


def test_unarmed_faultpoints_do_nothing() -> None:
    assert HOOK_VARIABLE not in os.environ
    for name in FAULTPOINTS:
        reach(name)


def test_hook_is_called_with_the_place() -> None:
    program = "from core.faultpoints import reach; reach('claim.before')"
    environment = {**os.environ, HOOK_VARIABLE: "builtins:print"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "claim.before\n"
