"""Runs by a model kept as files: a diary, the prompts that were sent about it and what the model said.

A folder holds one JSON file a diary. With them a run can be gone through again where there is no model, and a change of
the code is measured on the very replies a model once gave. They hold diaries whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from generation.evaluation.diary_rows import BadDiary, Diary, diary_row, read_diaries
from generation.language_models.recorded_model import RecordedCall


class BadRecording(Exception):
    """A folder or a file that is no recording. Says which, without the words in it."""


class RecordedRun(NamedTuple):
    diary: Diary
    calls: tuple[RecordedCall, ...]


def write_run(folder: Path, number: int, diary: Diary, calls: Iterable[RecordedCall]) -> Path:
    """Store one run as `folder`/NNN.json. Raises OSError, FileExistsError among them: nothing is overwritten."""
    path = folder / f"{number:03}.json"
    content = {"diary": diary_row(diary), "calls": [call.model_dump(mode="json") for call in calls]}
    with path.open("x", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
        out.write("\n")
    return path


def read_runs(folder: Path) -> Iterator[RecordedRun]:
    """The runs of a folder in order. Raises BadRecording."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise BadRecording(f"{folder}: there is no recording in it; manage.py record_replies makes one.")
    for path in paths:
        yield _read(path)


def _read(path: Path) -> RecordedRun:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        [diary] = read_diaries([json.dumps(content["diary"])])
        calls = tuple(RecordedCall.model_validate_json(json.dumps(call)) for call in content["calls"])
    except OSError as error:
        raise BadRecording(f"{path}: {error.strerror}") from None
    except (BadDiary, ValidationError, ValueError, KeyError, TypeError, RecursionError):
        raise BadRecording(f"{path}: it is no recording of this version.") from None
    return RecordedRun(diary, calls)
