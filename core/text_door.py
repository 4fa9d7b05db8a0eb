"""The one door for text from outside: every word that is stored came through here.

What passes is kept as it is: not stripped, not normalised, so that spans and hashes stay true.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.refusals import InputRefused

MESSAGE_MAX_BYTES = 8 * 1024
WINDOW_MAX_MESSAGES = 400
WINDOW_MAX_BYTES = 256 * 1024


class TextRefused(InputRefused):
    """Text that is not taken. The reason names the place and the size, never the words."""


class WindowTooLarge(InputRefused):
    """More in a window than a summary reads; the reason names the limit and the size."""


def accept_text(value: object, *, field: str, max_bytes: int = MESSAGE_MAX_BYTES) -> str:
    """`value`, untouched, if it may be stored. `max_bytes` counts UTF-8.

    Raises TextRefused for anything but text, for NUL (Postgres cannot store it), lone surrogates,
    text of white space only, and text over the limit.
    """
    if not isinstance(value, str):
        raise TextRefused(field, f"must be text, not {_kind(value)}.")
    if (nul := value.find("\0")) >= 0:
        raise TextRefused(field, f"has a NUL character (U+0000) at character {nul + 1:,}. Remove it.")
    try:
        size = len(value.encode())
    except UnicodeEncodeError as surrogate:
        # Halves of surrogate pairs are no characters.
        raise TextRefused(
            field,
            f"has half of a surrogate pair at character {surrogate.start + 1:,}. Send complete characters, as UTF-8.",
        ) from None
    if size > max_bytes:
        raise TextRefused(field, f"is {size:,} bytes long; the limit is {max_bytes:,}. Send it in shorter pieces.")
    if not value or value.isspace():
        raise TextRefused(field, "is empty. Send at least one word, or leave it out.")
    return value


def require_window_fits(texts: Sequence[str]) -> None:
    """Raise WindowTooLarge if the messages of a window are too many or too long (UTF-8 bytes)."""
    if len(texts) > WINDOW_MAX_MESSAGES:
        raise WindowTooLarge(
            "window",
            f"holds {len(texts):,} messages; a summary reads at most {WINDOW_MAX_MESSAGES:,}.",
        )
    size = sum(len(text.encode()) for text in texts)
    if size > WINDOW_MAX_BYTES:
        raise WindowTooLarge(
            "window",
            f"holds {size:,} bytes of text; a summary reads at most {WINDOW_MAX_BYTES:,}.",
        )


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return "nothing" if value is None else names.get(type(value), "an object")
