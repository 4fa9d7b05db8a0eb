"""The Merkle tree of RFC 6962 over SHA-256: roots, and the proofs that a leaf is in it and that it only grew.

A leaf is hashed behind a byte 0, a node behind a byte 1, so that neither passes for the other. Everything here works on
the hashes of leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf that holds `data`."""
    return hashlib.sha256(b"\x00" + data).digest()


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


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaves."""
    tree = GrowingTree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from the leaf at `index` up to the root."""
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion_proof(leaves[:middle], index), root_of(leaves[middle:])]
    return [*inclusion_proof(leaves[middle:], index - middle), root_of(leaves[:middle])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that the leaf at `index` of a tree of `size` leaves with this root is `leaf`."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(beside, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = node_hash(found, beside)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that lead from the root of the first `earlier` leaves to that of all of them."""
    return _subproof(leaves, earlier, is_whole=True) if 0 < earlier < len(leaves) else []


def _subproof(leaves: Sequence[bytes], earlier: int, *, is_whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    middle = _split(len(leaves))
    if earlier <= middle:
        return [*_subproof(leaves[:middle], earlier, is_whole=is_whole), root_of(leaves[middle:])]
    return [*_subproof(leaves[middle:], earlier - middle, is_whole=False), root_of(leaves[:middle])]


def is_consistent(earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `size` leaves begins with the one of `earlier` leaves."""
    if earlier == size:
        return not proof and earlier_root == root
    if earlier == 0:
        return not proof
    if earlier > size or not proof:
        return False
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    place, last = earlier - 1, size - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            new = node_hash(new, beside)
        place, last = place // 2, last // 2
    return last == 0 and old == earlier_root and new == root


def _split(size: int) -> int:
    """The largest power of two below `size`: where a tree is cut in two."""
    return 1 << (size - 1).bit_length() - 1
