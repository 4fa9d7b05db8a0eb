"""Word lists, written as running text and read as sets."""

from __future__ import annotations


def word_set(listing: str) -> frozenset[str]:
    """The words of `listing`, which white space parts."""
    return frozenset(listing.split())
