"""The Merkle tree of RFC 6962 over SHA-256: its roots, grown leaf by leaf.

A leaf is hashed behind a byte 0, a node behind a byte 1, so that neither passes for the other. Everything here works on
the hashes of leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

EMPTY_ROOT = hashlib.sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class GrowingTree:
    """A tree that leaves are added to.

    Only the roots of its whole subtrees are kept, largest first, one for each 1 of its size in binary: with these it
    can be grown from any size on.
    """

    def __init__(self, size: int = 0, subtrees: Iterable[bytes] = ()) -> None:
        self.size = size
        self._whole = list(subtrees)

    @property
    def subtrees(self) -> tuple[bytes, ...]:
        """The roots of the whole subtrees."""
        return tuple(self._whole)

    def add(self, leaf: bytes) -> None:
        """One more leaf, by its hash."""
        self._whole.append(leaf)
        self.size += 1
        digits = self.size
        while digits % 2 == 0:
            right = self._whole.pop()
            self._whole.append(node_hash(self._whole.pop(), right))
            digits //= 2

    def root(self) -> bytes:
        """The root over the leaves so far."""
        if not self._whole:
            return EMPTY_ROOT
        root = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            root = node_hash(left, root)
        return root
