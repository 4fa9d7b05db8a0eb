"""`manage.py sign_head`: a signed head over all that is stored by now, kept, exported and printed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.heads.making import LogBroken, sign_head
from audit.heads.signing import KeyUnusable
from core.database_ready import require_tables


class Command(BaseCommand):
    help = "Sign a head over all rows stored so far and print it, as one line to be kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        keys = parser.add_mutually_exclusive_group()
        keys.add_argument("--rotate", action="store_true", help="go on with a new key, which the old one signs")
        keys.add_argument("--lost-key", action="store_true", help="go on with a new key that nobody vouches for")

    def handle(self, *, rotate: bool, lost_key: bool, **options: Any) -> None:
        require_tables()
        try:
            head = sign_head(rotate=rotate, lost_key=lost_key)
        except (KeyUnusable, LogBroken) as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            message = f"The head is signed, but {error.filename} cannot be written: {error.strerror}."
            raise CommandError(message) from None
        self.stdout.write(head.line() if head else "Nothing is new since the last head.")
