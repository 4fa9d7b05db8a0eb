"""The prompts: files with a version in their name. A released file never changes; a change is a new file.

A prompt is the text of its file, the same for everybody and sent first, so that a server can keep it; what is personal
follows as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from generation.pipeline.contracts import canonical_json, sha256_hex
from generation.pipeline.language_model import Prompt, Task

# What is sent now. Earlier versions stay beside them, for whoever reads an old summary's versions.
CURRENT: Mapping[Task, str] = {
    Task.CANONICALIZER: "canonicalizer-2",
    Task.CHOICE: "choice-1",
    Task.JUDGE: "judge-2",
    Task.REPAIR: "repair-2",
}

# The most bytes of JSON that are asked about at once; what is longer is asked in parts. Far below what current models
# read, and above what sixty entries take.
LONGEST_DATA = 48_000


def make_prompt(task: Task, data: Mapping[str, Any], *, answer_tokens: int) -> Prompt:
    """The current prompt of `task` over `data`."""
    version = CURRENT[task]
    return Prompt(
        version=version,
        file_sha256=prompt_hash(version),
        instructions=prompt_file(version),
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
