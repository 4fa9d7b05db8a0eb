"""A log line names an error and its place, never its words."""

from __future__ import annotations

import json
import logging
import logging.config
import sys
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from core.log_context import of_job, of_request
from sessionbridge.log_format import JsonFormatter, WordlessFormatter

CANARY = "only a diary would say this"


def failed_record() -> logging.LogRecord:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as inner:
            raise ValueError(CANARY) from inner
    except ValueError:
        return logging.LogRecord("django.request", logging.ERROR, __file__, 1, "it broke", None, sys.exc_info())


def logged_failure() -> str:
    return WordlessFormatter("%(levelname)s %(message)s").format(failed_record())


def test_traceback_names_the_errors_and_the_place() -> None:
    line = logged_failure()
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert "in failed_record" in line


def test_words_of_an_error_are_left_out() -> None:
    assert CANARY not in logged_failure().replace("raise ValueError(CANARY)", "")


def test_every_handler_writes_wordless_lines() -> None:
    handlers = settings.LOGGING["handlers"].values()
    formatters = settings.LOGGING["formatters"]
    assert {handler["formatter"] for handler in handlers} <= set(formatters)
    configurator = logging.config.DictConfigurator(settings.LOGGING | {"incremental": False})
    for formatter in formatters.values():
        assert isinstance(configurator.configure_formatter(dict(formatter)), WordlessFormatter)


def json_line(record: logging.LogRecord) -> dict[str, Any]:
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return dict(json.loads(line))


def test_json_line_names_request_and_job_and_no_words() -> None:
    job = uuid4()
    with of_request("from-the-proxy-1"), of_job(job):
        line = json_line(failed_record())
    assert (line["request"], line["job"], line["level"]) == ("from-the-proxy-1", str(job), "ERROR")
    assert "in failed_record" in line["trace"]
    assert CANARY not in line["trace"].replace("raise ValueError(CANARY)", "")


def test_json_line_outside_of_requests_and_jobs_names_none() -> None:
    line = json_line(logging.LogRecord("generation", logging.INFO, __file__, 1, "two\nlines", None, None))
    assert line["message"] == "two\nlines"
    assert {"request", "job", "trace"} & set(line) == set()


@pytest.mark.parametrize("sent", ["", "short", "with space in it", "a" * 65, "line\nbreak-line", "ünumgänglich"])
def test_request_id_that_could_say_anything_is_replaced_by_ours(sent: str) -> None:
    with of_request(sent) as request_id:
        assert request_id != sent
        assert UUID(request_id)
