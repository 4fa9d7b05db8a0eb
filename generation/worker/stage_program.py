"""`python -m generation.worker.stage_program`: the stages of one dense diary, for the worker that started it.

It yields to everything else on the machine, takes no more memory than it is allowed, opens no database and calls no
model. It ends with its parent, by kill -9 too: the pipe between them closes then. Nothing it says of what broke holds a
word of the diary.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from generation.generators.base import Stages
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import StageOutput
from generation.run.errors import RunFailed, classify

_NICENESS = 10


class _Parent:
    """The worker this process computes for."""

    def __init__(self) -> None:
        self._heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # What is printed by mistake must not pass for an answer.
        self._to = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        threading.Thread(target=self._listen, daemon=True).start()
        self._ends = time.monotonic()

    def hear(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._heard.get())
        self._ends = time.monotonic() + message["seconds"]
        return message

    def say(self, **message: str | bool) -> None:
        self._to.write(json.dumps(message).encode() + b"\n")
        self._to.flush()

    def time_left(self) -> float:
        """How long models could take; from 0 on there is time for the fallback alone."""
        return max(0.0, self._ends - time.monotonic())

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            self._heard.put(line)
        os._exit(1)


def main() -> None:
    _yield_to_others()
    parent = _Parent()
    try:
        _run_stages(parent)
    except Exception as error:  # noqa: BLE001 - the boundary of this process: its code is all that leaves it
        failed = classify(error)
        code = failed.code if isinstance(failed, RunFailed) else type(failed).__name__
        parent.say(failed=code, permanent=failed.permanent)
    # The thread that listens would hold the interpreter's end up.
    os._exit(0)


def _yield_to_others() -> None:
    os.nice(_NICENESS)
    most = settings.DENSE_MEMORY_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # By then its job has long been timed out, and its parent has killed it unless it could not.
    seconds = int(settings.JOB_DEADLINE_SECONDS) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _run_stages(parent: _Parent) -> None:
    begin = parent.hear()
    stages: Stages = import_string(begin["stages"])
    stored = {(stage, ordinal): body for stage, ordinal, body in begin["stored"]}
    steps = stages(PipelineInput.model_validate_json(begin["inputs"]), stored, parent.time_left, None)
    body: str | None = None
    while True:
        try:
            output = next(steps) if body is None else steps.send(body)
        except StopIteration as finished:
            parent.say(result=finished.value.canonical_text())
            return
        if not isinstance(output, StageOutput):
            # Nobody here could ask a model.
            raise TypeError(type(output).__name__)
        parent.say(output=output.canonical_text())
        body = parent.hear()["body"]


if __name__ == "__main__":
    main()
