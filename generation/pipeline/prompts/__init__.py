"""The prompts: files with a version in their name. A released file never changes; a change is a new file.

A prompt is the file's text, rendered with fixed values of ours, the same for everybody and sent first, so that a server
can keep it; what is personal follows as JSON and never goes through a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from generation.pipeline.contracts import canonical_json, sha256_hex
from generation.pipeline.language_model import Prompt, Task
from generation.pipeline.policy_gate.safe_vocabulary import safe_vocabulary
from generation.pipeline.prompts.judge_rules import JUDGE_RULES

# What is sent now. Earlier versions stay beside them, for whoever reads an old summary's versions.
CURRENT: Mapping[Task, str] = {
    Task.CANONICALIZER: "canonicalizer-1",
    Task.WRITER: "writer-1",
    Task.JUDGE: "judge-1",
    Task.REPAIR: "repair-1",
}

# The object and the name around a list of items.
_AROUND_DATA = 20

# Plain text, for a model: there is nothing to escape for.
_ENVIRONMENT = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701


def make_prompt(task: Task, data: Mapping[str, Any], *, answer_tokens: int) -> Prompt:
    """The current prompt of `task` over `data`."""
    version = CURRENT[task]
    return Prompt(
        version=version,
        file_sha256=prompt_hash(version),
        instructions=_instructions(task),
        data=canonical_json(data),
        answer_tokens=answer_tokens,
    )


@cache
def prompt_file(version: str) -> str:
    """The text of a released prompt file. Raises FileNotFoundError for a version there never was."""
    return files(__package__).joinpath(f"{version}.txt").read_text(encoding="utf-8")


@cache
def prompt_hash(version: str) -> str:
    """SHA-256 of the file, 64 hex digits."""
    return sha256_hex(prompt_file(version))


@cache
def instructions_hash(task: Task) -> str:
    """SHA-256 of the instructions as they are sent: the file with what was filled in."""
    return sha256_hex(_instructions(task))


@cache
def _instructions(task: Task) -> str:
    return _ENVIRONMENT.from_string(prompt_file(CURRENT[task])).render(_variables(task))


def _variables(task: Task) -> dict[str, Any]:
    match task:
        case Task.WRITER | Task.REPAIR:
            words = [word for group in safe_vocabulary().groups for word in group.words]
            return {"safe_words": ", ".join(words)}
        case Task.JUDGE:
            return {"rules": JUDGE_RULES}
        case Task.CANONICALIZER:
            return {}


def share_of_instructions(prompt: Prompt) -> float:
    """The part of the prompt that is the same for everybody, 0 to 1, in estimated tokens."""
    return len(prompt.instructions.encode()) / (len(prompt.instructions.encode()) + len(prompt.data.encode()))


def longest_data(task: Task) -> int:
    """The most bytes of JSON that keep the instructions at 60 % of a prompt; longer data is asked in parts."""
    return len(_instructions(task).encode()) * 2 // 3 - _AROUND_DATA
