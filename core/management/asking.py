"""What a command asks at a terminal: an answer, or one line that says nothing was done."""

from __future__ import annotations

from django.core.management.base import CommandError

# What a shell says of a command that Ctrl-C ended.
INTERRUPTED = 130


def ask(question: str, *, or_else: str) -> str:
    """The answer to `question`. Where none can come, or Ctrl-C is pressed, a CommandError that says `or_else`."""
    try:
        return input(question)
    except EOFError:
        raise CommandError(f"There was no answer. {or_else}") from None
    except KeyboardInterrupt:
        raise CommandError(f"Interrupted. {or_else}", returncode=INTERRUPTED) from None
