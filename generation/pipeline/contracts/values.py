"""What every contract shares: a frozen value with one canonical form."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def canonical_text(self) -> str:
        """Canonical JSON of the value: what is stored, hashed and read back."""
        return canonical_json(self.model_dump(mode="json"))


# Raised with every change of what a stored stage output holds; docs/architecture.md says what each version was.
CONTRACT_VERSION: Literal[2] = 2


class Contract(Value):
    """What a stage hands on and a job stores: it names the version of the contracts it was made under.

    A body of another version is refused when it is read, so no run goes on from it.
    """

    contract_version: Literal[2] = CONTRACT_VERSION


def canonical_json(content: Any) -> str:
    """JSON with sorted keys and no spare white space. Raises ValueError for NaN and infinities."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_hex(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
