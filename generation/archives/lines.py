"""The lines and the list of contents of an archive, each with its SHA-256, and the JSON Schema of both.

A line is `{"row": ..., "sha256": ...}`; the digest is over the row as canonical JSON: keys sorted, no spare white
space, UTF-8, no escapes that JSON does not need. The digests show damage, not forgery: whoever changes a row can work
them out again.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError
from pydantic.json_schema import models_json_schema

from core.refusals import InputRefused
from generation.archives.rows import FILES
from generation.pipeline.contracts import Value, canonical_json, sha256_hex

FORMAT = "sessionbridge-person-archive"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
SCHEMA = "schema.json"


class ListedFile(Value):
    """One file of the archive. `rows` counts its lines, or the rows below the line of names of a table."""

    name: str
    rows: int
    sha256: str


class Manifest(Value):
    """What the archive holds: the first thing to read, and the last that is written."""

    format: str
    version: int
    made_at: str
    files: tuple[ListedFile, ...]


def line_of(row: Value) -> str:
    """The row as one line, with its digest."""
    text = row.canonical_text()
    return f'{{"row":{text},"sha256":"{sha256_hex(text)}"}}\n'


def read_line(kind: type[Value], line: bytes, *, where: str) -> Value:
    """The row of a line. Raises InputRefused, naming `where` and never what stands there."""
    try:
        held = json.loads(line)
        text, digest = canonical_json(held["row"]), held["sha256"]
        row = kind.model_validate_json(text)
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError):
        raise InputRefused(where, "is no row of this file's schema.") from None
    if sha256_hex(text) != digest or row.canonical_text() != text:
        raise InputRefused(where, "is not what its SHA-256 says: the row was damaged or changed.")
    return row


def archive_schema() -> str:
    """The JSON Schema (2020-12): one property for each file, the shape of its rows, and that of the manifest."""
    kinds: list[type[Value]] = [*FILES.values(), Manifest]
    refs, definitions = models_json_schema([(kind, "serialization") for kind in kinds], title="SessionBridge archive")
    files: dict[str, Any] = {name: _lines(refs[kind, "serialization"]) for name, kind in FILES.items()}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": (
            f"{FORMAT}, version {FORMAT_VERSION}: a ZIP of JSON Lines. Each property names a file and describes its "
            "lines as an array; sha256 is over the row as canonical JSON (keys sorted, no spare white space, UTF-8)."
        ),
        "type": "object",
        "properties": {MANIFEST: refs[Manifest, "serialization"], **files},
        "required": [MANIFEST, *files],
        **definitions,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _lines(row: Any) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"row": row, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
            "required": ["row", "sha256"],
            "additionalProperties": False,
        },
    }
