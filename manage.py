#!/usr/bin/env python
"""Django's commands, with the embedded services started for those that need them."""

from __future__ import annotations

import os
import sys

# Commands that touch neither the database nor Redis.
WITHOUT_SERVICES = {
    "check",
    "collectstatic",
    "compare_choices",
    "diffsettings",
    "evaluate_gate",
    "evaluate_summaries",
    "findstatic",
    "help",
    "record_replies",
    "try_model",
    "version",
    "write_docs",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings first

    from core.database_errors import DatabaseUnreachable  # noqa: PLC0415 - settings first
    from sessionbridge.embedded import start_or_exit  # noqa: PLC0415 - settings first
    from sessionbridge.settings_error import settings_error_in_one_line  # noqa: PLC0415 - settings first
    from sessionbridge.terminal import require_text, terminal_output  # noqa: PLC0415 - settings first

    with terminal_output():
        require_text(sys.argv[1:])
        try:
            with settings_error_in_one_line():
                if needs_services(sys.argv[1:]):
                    start_or_exit()
                execute_from_command_line(sys.argv)
        except DatabaseUnreachable as unreachable:
            sys.exit(str(unreachable))
        except KeyboardInterrupt:
            sys.stderr.write("Interrupted.\n")
            sys.exit(130)


def needs_services(arguments: list[str]) -> bool:
    """Whether the command line names a command that does work on data."""
    if not arguments or {"-h", "--help", "--version"} & set(arguments):
        return False
    return not arguments[0].startswith("-") and arguments[0] not in WITHOUT_SERVICES


if __name__ == "__main__":
    main()
