"""Named places in the code where a test may make things go wrong: before and after every commit, every call of a
language model and every Redis operation.

They do nothing unless the environment variable SESSIONBRIDGE_FAULT_HOOK names a function ("module:name"), which is then
called with the name of each place that is reached.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import transaction

HOOK_VARIABLE = "SESSIONBRIDGE_FAULT_HOOK"

COMMITS = (
    "store_messages",
    "import_rows",
    "import_file",
    "erase",
    "enter",
    "record_access",
    "request",
    "forget_note",
    "claim",
    "release",
    "renew_leases",
    "store_artifact",
    "store_gate_result",
    "reserve_tokens",
    "store_model_call",
    "mark_model_call",
    "use_rules",
    "publish",
    "fail",
    "time_out",
    "cancel",
    "mark_sent",
    "mark_unsent",
    "edit_metadata",
    "withdraw",
    "check_guards",
    "object",
    "mark_read",
    "draw_reviews",
    "reserve_review",
    "record_showing",
    "commit_review",
    "close_incident",
    "keep_answer",
    "token",
    "ask_erasure",
    "begin_login",
    "count_failure",
    "change_policy",
    "judge_refusal",
    "notice_broken_chain",
    "record_run",
    "sign_head",
    "verify",
)
REDIS_OPERATIONS = (
    "set_hint",
    "read_hint",
    "drop_hint",
    "send_job",
    "take_place",
    "renew_places",
    "give_place_back",
    "count_request",
    "ask_redis",
)
MODEL_CALLS = ("model_call",)
STEPS = (*COMMITS, *REDIS_OPERATIONS, *MODEL_CALLS)
FAULTPOINTS = tuple(f"{step}.{side}" for step in STEPS for side in ("before", "after"))


def _armed() -> Callable[[str], None] | None:
    target = os.environ.get(HOOK_VARIABLE, "")
    if not target:
        return None
    module, _, name = target.partition(":")
    hook: Callable[[str], None] = getattr(import_module(module), name)
    return hook


_hook = _armed()


def reach(name: str) -> None:
    """Say that the place `name` is reached."""
    if _hook is not None:
        _hook(name)


@contextmanager
def around(step: str) -> Iterator[None]:
    """A faultpoint before and one after a step. After only where the step did not raise."""
    reach(f"{step}.before")
    yield
    reach(f"{step}.after")


@contextmanager
def committing(step: str) -> Iterator[None]:
    """A transaction with a faultpoint right before and right after its commit."""
    with transaction.atomic():
        yield
        reach(f"{step}.before")
    reach(f"{step}.after")
