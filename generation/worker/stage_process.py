"""The stages of a dense diary in a niced process of their own, seen from the worker that waits for them.

What is said between the two is one line of JSON at a time, in turns: the input and what is stored, then each output and
the body that was stored for it, then the result. `stage_program` is the other side. The process is killed as soon as
its job is lost or its run is over, and ends by itself when this one does.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any, cast

from django.conf import settings

from generation.generators.base import ModelHelp, RunInput, Stages, Steps
from generation.generators.result import Result
from generation.pipeline.sequence import StageOutput
from generation.run.errors import HoldLost, RunFailed, StageProcessDied

_LOOK_MILLISECONDS = 500
_CHUNK = 1 << 20


def stages_in_process(name: str, is_lost: Callable[[], bool]) -> Stages:
    """The stages of that dotted name, computed in a process of their own. They ask no model.

    Raises HoldLost once the job `is_lost`, StageProcessDied where the process did, and RunFailed with the code of
    whatever broke there.
    """

    def stages(
        inputs: RunInput,
        stored: Mapping[tuple[str, int], str],
        time_left: Callable[[], float],
        models: ModelHelp | None,
    ) -> Steps:
        bodies = [[stage, ordinal, body] for (stage, ordinal), body in stored.items()]
        process = _StageProcess(is_lost)
        try:
            process.say({"stages": name, "inputs": inputs.canonical_text(), "stored": bodies, "seconds": time_left()})
            while "result" not in (said := process.hear()):
                body = yield StageOutput.model_validate_json(said["output"])
                process.say({"body": body, "seconds": time_left()})
        finally:
            process.end()
        return Result.model_validate_json(said["result"])

    return stages


class _StageProcess:
    def __init__(self, is_lost: Callable[[], bool]) -> None:
        self._is_lost = is_lost
        self._process = subprocess.Popen(
            [sys.executable, "-m", "generation.worker.stage_program"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C is for the worker. Not a session: the kernel would weigh the two against each other as equals.
            process_group=0,
        )
        self._to = cast("IO[bytes]", self._process.stdin)
        self._from = cast("IO[bytes]", self._process.stdout).fileno()

    def say(self, message: Mapping[str, Any]) -> None:
        try:
            self._to.write(json.dumps(message).encode() + b"\n")
            self._to.flush()
        except BrokenPipeError:
            raise self._death() from None

    def hear(self) -> dict[str, Any]:
        line = self._read_line()
        message: dict[str, Any] = json.loads(line)
        if "failed" in message:
            raise RunFailed(message["failed"], permanent=message["permanent"])
        return message

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _read_line(self) -> bytes:
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        chunks: list[bytes] = []
        while not chunks or not chunks[-1].endswith(b"\n"):
            if self._is_lost():
                raise HoldLost
            if poll.poll(_LOOK_MILLISECONDS):
                chunks.append(os.read(self._from, _CHUNK))
                if not chunks[-1]:
                    raise self._death()
        return b"".join(chunks)

    def _death(self) -> StageProcessDied:
        return StageProcessDied(f"the process of the stages ended with {self._process.wait()}")
