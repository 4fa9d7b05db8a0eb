"""The tree is that of RFC 6962: held against the RFC's own words, written down a second time, and known vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pytest

from audit.heads.merkle import EMPTY_ROOT, GrowingTree

# The leaves and roots that the reference implementation of certificate transparency is tested with.
DATA = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(1, 33)


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf as RFC 6962, 2.1 has it."""
    return hashlib.sha256(b"\x00" + data).digest()


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(bytes([number])) for number in range(size)]


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaves."""
    tree = GrowingTree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as it stands there."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def test_no_leaves_have_the_hash_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256().digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_known_ones(size: int) -> None:
    assert root_of(leaf_hash(data) for data in DATA[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_those_of_the_definition(size: int) -> None:
    assert root_of(leaves(size)) == naive_root(leaves(size))


@pytest.mark.parametrize("size", range(1, 17))
def test_a_tree_is_grown_from_any_size_on(size: int) -> None:
    hashes = leaves(33)
    begun = GrowingTree()
    for leaf in hashes[:size]:
        begun.add(leaf)
    grown = GrowingTree(begun.size, begun.subtrees)
    for leaf in hashes[size:]:
        grown.add(leaf)
    assert len(begun.subtrees) == size.bit_count()
    assert (grown.size, grown.root()) == (33, naive_root(hashes))


def test_a_node_does_not_pass_for_a_leaf() -> None:
    first, second = leaves(2)
    assert leaf_hash(first + second) != root_of([first, second])
