"""A log line names an error and its place, never its words."""

from __future__ import annotations

import logging
import logging.config
import sys

from django.conf import settings

from sessionbridge.log_format import WordlessFormatter

CANARY = "only a diary would say this"


def logged_failure() -> str:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as inner:
            raise ValueError(CANARY) from inner
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "it broke", None, sys.exc_info())
    return WordlessFormatter("%(levelname)s %(message)s").format(record)


def test_traceback_names_the_errors_and_the_place() -> None:
    line = logged_failure()
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert "in logged_failure" in line


def test_words_of_an_error_are_left_out() -> None:
    assert CANARY not in logged_failure().replace("raise ValueError(CANARY)", "")


def test_every_handler_writes_wordless_lines() -> None:
    handlers = settings.LOGGING["handlers"].values()
    formatters = settings.LOGGING["formatters"]
    assert {formatters[handler["formatter"]]["()"] for handler in handlers} == {
        "sessionbridge.log_format.WordlessFormatter"
    }
    logging.config.DictConfigurator(settings.LOGGING | {"incremental": False}).configure_formatter(formatters["plain"])
