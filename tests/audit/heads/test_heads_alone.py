"""Heads, keys and chains of heads without a database: what is signed, what is read, and what does not hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.heads.chain_of_heads import usable, wrong_heads
from audit.heads.folder import Line, read_heads
from audit.heads.head import Head, NotAHead, from_line, sign
from audit.heads.merkle import GrowingTree, node_hash
from audit.heads.signing import (
    KeyUnusable,
    is_signed,
    make_key,
    own_public_key,
    public_hex,
    read_key,
    read_public_key,
)

AT = datetime(2026, 11, 27, 13, tzinfo=UTC)
KEY, OTHER, THIRD = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))


def hash_of(number: int) -> bytes:
    return hashlib.sha256(bytes([number])).digest()


def tree_of(size: int) -> GrowingTree:
    tree = GrowingTree()
    for number in range(size):
        tree.add(hash_of(number))
    return tree


def head(size: int, key: Ed25519PrivateKey = KEY, old_key: Ed25519PrivateKey | None = None) -> Head:
    return sign(tree_of(size), AT, key, old_key)


# --- one head ---------------------------------------------------------------------------------------


def test_a_head_says_root_size_time_and_key() -> None:
    made = sign(tree_of(2), AT.astimezone(timezone(timedelta(hours=2))), KEY)
    assert (made.size, made.root, made.at) == (2, node_hash(hash_of(0), hash_of(1)).hex(), "2026-11-27T13:00:00+00:00")
    assert (made.public_key, made.handover, made.is_genuine) == (public_hex(KEY), "", True)
    assert head(3).subtrees == (made.root, hash_of(2).hex())


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 4},
        {"root": tree_of(2).root().hex()},
        {"at": "2026-11-27T14:00:00+00:00"},
        {"public_key": public_hex(OTHER)},
        {"signature": head(2).signature},
        {"signature": ""},
        {"subtrees": head(2).subtrees},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_head_of_which_anything_was_changed_is_not_genuine(changed: dict[str, object]) -> None:
    assert head(3).is_genuine
    assert not replace(head(3), **changed).is_genuine  # type: ignore[arg-type]


def test_a_head_goes_on_from_one_of_its_key_or_of_the_key_that_handed_over() -> None:
    assert head(3).goes_on_from(head(2))
    assert head(3, OTHER, old_key=KEY).goes_on_from(head(2))
    assert not head(3, OTHER).goes_on_from(head(2))
    assert not head(3, OTHER, old_key=THIRD).goes_on_from(head(2))
    assert not replace(head(3, OTHER), handover=head(2, OTHER, old_key=KEY).handover).goes_on_from(head(2))


def test_a_head_is_the_same_behind_its_line() -> None:
    made = head(5, OTHER, old_key=KEY)
    assert from_line(made.line()) == made
    assert "\n" not in made.line()
    assert made.tree().root() == tree_of(5).root()


@pytest.mark.parametrize(
    "changed",
    [{"size": "3"}, {"size": 0}, {"size": True}, {"root": 1}, {"subtrees": ["xy"]}, {"subtrees": None}, {"more": 1}],
    ids=str,
)
def test_a_line_of_another_shape_is_no_head(changed: dict[str, object]) -> None:
    with pytest.raises(NotAHead):
        from_line(json.dumps({**json.loads(head(3).line()), **changed}))


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", "3"])
def test_anything_else_is_no_head(line: str) -> None:
    with pytest.raises(NotAHead):
        from_line(line)


def test_a_head_over_one_row_is_one() -> None:
    assert from_line(head(1).line()).size == 1


# --- keys -------------------------------------------------------------------------------------------


def test_a_key_that_was_made_is_read_again_and_never_made_twice(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "own" / "key.pem"
    assert (read_key(path), own_public_key(path)) == (None, "")
    made = make_key(path)
    assert own_public_key(path) == public_hex(made) != ""
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    with pytest.raises(KeyUnusable, match="cannot be written: File exists"):
        make_key(path)
    make_key(path.with_name("second.pem"))


def test_what_is_no_key_is_refused_in_words(tmp_path: Path) -> None:
    spoilt = tmp_path / "key.pem"
    spoilt.write_text("no key")
    with pytest.raises(KeyUnusable, match="holds no Ed25519 key"):
        read_key(spoilt)
    with pytest.raises(KeyUnusable, match="cannot be read: Is a directory"):
        read_key(tmp_path)
    with pytest.raises(KeyUnusable, match="is no Ed25519 public key"):
        read_public_key(str(spoilt))
    with pytest.raises(KeyUnusable, match="is no Ed25519 public key"):
        read_public_key("ab" * 31)


def test_a_public_key_is_named_in_hex_or_by_a_file(tmp_path: Path) -> None:
    named = public_hex(KEY)
    pem = tmp_path / "key.pub"
    pem.write_bytes(
        KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert read_public_key(named) == read_public_key(str(pem)) == named


def test_what_has_no_right_shape_is_no_signature() -> None:
    signature = KEY.sign(b"words").hex()
    assert is_signed(public_hex(KEY), signature, b"words") is True
    assert is_signed(public_hex(KEY), signature, b"other words") is False
    assert is_signed("zz", signature, b"words") is False
    assert is_signed(public_hex(KEY), "zz", b"words") is False


# --- a chain of heads -------------------------------------------------------------------------------


def wrong(exported: list[Head], kept: list[Head], trusted: str = "") -> list[str]:
    return list(wrong_heads(exported, kept, trusted))


def test_heads_that_are_the_same_everywhere_are_right() -> None:
    assert wrong([head(1), head(3)], [head(1), head(3), head(4)]) == []
    assert wrong([], []) == wrong([], [], public_hex(KEY)) == []


def test_heads_of_other_rows_or_missing_ones_are_named() -> None:
    other = sign(tree_of(3), AT + timedelta(days=1), KEY)
    assert wrong([head(2), head(3)], [head(2)]) == ["the head over 3 rows is missing in the database"]
    assert wrong([head(3)], [other]) == ["the head over 3 rows in the database is another than the exported one"]


def test_heads_that_nobody_signed_are_named_and_of_no_use() -> None:
    forged = replace(head(3), signature=head(2).signature)
    assert wrong([head(2), forged], [head(2), forged]) == [
        "the exported head over 3 rows is not signed by its key",
        "the head over 3 rows in the database is not signed by its key",
    ]
    assert usable([forged], [head(4), head(2)]) == [head(2), head(4)]


def test_of_two_heads_over_as_many_rows_the_exported_one_counts() -> None:
    other = sign(tree_of(3), AT + timedelta(days=1), KEY)
    assert usable([other], [head(3)]) == [other]


def test_a_key_that_nobody_handed_over_to_is_named() -> None:
    kept = [head(1), head(2), head(3, OTHER), head(4, OTHER)]
    said = "from the head over 3 rows on another key signs, which the one before did not hand over to"
    assert wrong([], kept) == [said]
    assert wrong([], [*kept[:2], head(3, OTHER, old_key=KEY), kept[3]]) == []
    assert wrong([], [head(2), head(3, OTHER)]) == [said]


def test_before_the_first_head_of_the_key_one_trusts_any_key_may_sign() -> None:
    kept = [head(1), head(2, OTHER), head(3, THIRD)]
    said = "from the head over 3 rows on another key signs, which the one before did not hand over to"
    assert wrong([], kept, public_hex(OTHER)) == [said]
    assert wrong([], kept, public_hex(THIRD)) == []
    assert wrong([], kept[:1], public_hex(OTHER)) == ["no head is signed by the key that was named"]


# --- what a folder or a file holds ------------------------------------------------------------------


def write_head(folder: Path, size: int, before: int, skip: int = 0) -> Path:
    path = folder / f"{size:012}.head"
    lines = [f"messages row{number} {hash_of(number).hex()}" for number in range(before, size - skip)]
    path.write_text("\n".join([head(size).line(), *lines, ""]))
    return path


def test_a_folder_gives_heads_and_the_leaves_behind_them(tmp_path: Path) -> None:
    write_head(tmp_path, 5, 2)
    write_head(tmp_path, 2, 0)
    (tmp_path / "other.txt").write_text("no head")
    found = read_heads(tmp_path)
    assert (found.heads, found.spoilt) == ((head(2), head(5)), ())
    assert found.lines == {n: Line("messages", f"row{n}", hash_of(n).hex()) for n in range(5)}


def test_lines_that_do_not_lead_to_their_head_vouch_for_nothing(tmp_path: Path) -> None:
    spoilt = write_head(tmp_path, 5, 2)
    found = read_heads(tmp_path)
    assert (found.heads, found.lines) == ((head(5),), {})
    assert found.spoilt == (f"the lines of {spoilt.name} do not have the root of its head",)
    write_head(tmp_path, 2, 0)
    spoilt.write_text(spoilt.read_text().replace(hash_of(3).hex(), hash_of(9).hex()))
    assert [*read_heads(tmp_path).lines] == [0, 1]
    write_head(tmp_path, 5, 2, skip=1)
    assert read_heads(tmp_path).spoilt == (f"the lines of {spoilt.name} do not have the root of its head",)


@pytest.mark.parametrize(
    "content", ["", "no head\n", f"{head(5).line()}\nmessages row\n", f"{head(5).line()}\na b xy\n"]
)
def test_a_file_that_is_no_head_is_named(tmp_path: Path, content: str) -> None:
    write_head(tmp_path, 2, 0)
    (tmp_path / f"{5:012}.head").write_text(content)
    found = read_heads(tmp_path)
    assert (found.heads, found.spoilt) == ((head(2),), ("000000000005.head cannot be read as a head",))


def test_a_file_has_a_head_a_line(tmp_path: Path) -> None:
    place = tmp_path / "heads.txt"
    place.write_text(f"{head(5).line()}\nno head\n{head(2).line()}\n")
    found = read_heads(place)
    assert (found.heads, found.lines, found.spoilt) == ((head(2), head(5)), {}, ("line 2 is not a head",))
