"""A signed head as a value: what is signed, and the line it is exported as."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.heads.merkle import GrowingTree
from audit.heads.signing import is_signed, public_hex
from audit.models import SignedHead


@dataclass(frozen=True)
class Head:
    """The root over the first `size` leaves at a time. The fields are those of `SignedHead`; `at` is ISO, in UTC."""

    size: int
    root: str
    subtrees: tuple[str, ...]
    at: str
    public_key: str
    signature: str
    handover: str = ""

    @property
    def is_genuine(self) -> bool:
        """Whether its key signed it, and its subtrees are of its root."""
        return is_signed(self.public_key, self.signature, _message(self)) and self.tree().root().hex() == self.root

    def goes_on_from(self, before: Head) -> bool:
        """Whether its key is that of the head before, or was handed over by it."""
        if self.public_key == before.public_key:
            return True
        return is_signed(before.public_key, self.handover, _handover(self.public_key, self.size))

    def tree(self) -> GrowingTree:
        """The tree that the next head goes on from."""
        return GrowingTree(self.size, (bytes.fromhex(each) for each in self.subtrees))

    def line(self) -> str:
        """As it is exported and printed: one line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))


class NotAHead(Exception):
    """The line is no exported head."""


def sign(tree: GrowingTree, at: datetime, key: Ed25519PrivateKey, old_key: Ed25519PrivateKey | None = None) -> Head:
    """The head over `tree`, signed by `key`; where it takes the place of `old_key`, that one says so."""
    unsigned = Head(
        size=tree.size,
        root=tree.root().hex(),
        subtrees=tuple(each.hex() for each in tree.subtrees),
        at=at.astimezone(UTC).isoformat(),
        public_key=public_hex(key),
        signature="",
    )
    handover = old_key.sign(_handover(unsigned.public_key, tree.size)).hex() if old_key else ""
    return Head(**{**asdict(unsigned), "signature": key.sign(_message(unsigned)).hex(), "handover": handover})


def from_line(line: str) -> Head:
    """The head that `line` exports. Raises NotAHead."""
    try:
        fields = json.loads(line)
        head = Head(**{**fields, "subtrees": tuple(fields["subtrees"])})
        texts = (*head.subtrees, head.root, head.at, head.public_key, head.signature, head.handover)
        bytes.fromhex("".join(head.subtrees))
    except (ValueError, TypeError, KeyError):
        raise NotAHead from None
    if type(head.size) is not int or head.size < 1 or not all(isinstance(text, str) for text in texts):
        raise NotAHead
    return head


def from_row(row: SignedHead) -> Head:
    """The head that the database keeps."""
    at = row.at.astimezone(UTC).isoformat()
    return Head(row.size, row.root, tuple(row.subtrees), at, row.public_key, row.signature, row.handover)


def heads_of(rows: Iterable[SignedHead]) -> list[Head]:
    """The same of many."""
    return [from_row(row) for row in rows]


def _message(head: Head) -> bytes:
    return f"SessionBridge head 1\n{head.size}\n{head.root}\n{head.at}\n{head.public_key}\n".encode()


def _handover(new_key: str, size: int) -> bytes:
    return f"SessionBridge handover 1\n{new_key}\n{size}\n".encode()
