"""What every contract shares: a frozen value with one canonical form."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def canonical_text(self) -> str:
        """Canonical JSON of the value: what is stored, hashed and read back."""
        return canonical_json(self.model_dump(mode="json"))


def canonical_json(content: Any) -> str:
    """JSON with sorted keys and no spare white space. Raises ValueError for NaN and infinities."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_hex(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
