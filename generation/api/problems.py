"""Every error of the API as RFC 9457 problem details: what is wrong, and what to do about it."""

from __future__ import annotations

import logging
import math
import traceback
from typing import Any

from django.core import signals
from django.db import Error as DatabaseError
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import Error, ErrorResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings

from core.broken_pages import RETRY_AFTER
from core.database_errors import describe, is_away
from generation.api.job_shapes import JobShape
from generation.api.problem_kinds import CODE_OF_STATUS, CONTENT_TYPE, KINDS
from generation.api.shapes import ProblemShape, holds_more, problem_of
from generation.models import Feature, GenerationJob
from generation.your_journeys import NoJourney

logger = logging.getLogger(__name__)


@holds_more("still_generating")
class StillGeneratingShape(ProblemShape):
    """The previous summary or journey is under way: by this job."""

    job = JobShape()


class StillGenerating(exceptions.APIException):
    """409: one summary of a person at a time, and one journey. Carries the job that is under way."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "still_generating"

    def __init__(self, job: GenerationJob, retry_after: int) -> None:
        what = "journey" if job.feature == Feature.YOUR_JOURNEY else "summary"
        super().__init__(f"previous {what} is still being generated")
        self.extra = {"job": job}
        self.wait = retry_after


class NoJourneyYet(exceptions.APIException):
    """409: there is nothing to make a journey of, or no model that may."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, why: NoJourney) -> None:
        super().__init__(_NO_JOURNEY[why], code=why.value)


_NO_JOURNEY = {
    NoJourney.NOTHING_READ: "No session of this person has been read by a wave yet. Enter one with its transcript.",
    NoJourney.NEEDS_MODEL: "No language model is set, or the person does not allow one.",
}


class ChangedMeanwhile(exceptions.APIException):
    """412: what is to be changed is not what the request names any more."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "Nothing was changed: somebody else was faster. Read it again, and send its new ETag."
    default_code = "changed_meanwhile"


class LockedOut(exceptions.APIException):
    """429: for a while even the right password is refused."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_detail = "There were too many wrong passwords. Try again later, or have another password given to you."
    default_code = "locked_out"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.wait = retry_after


class RequestTooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "request_too_large"


class OutOfService(exceptions.APIException):
    """503: the database is away; nothing was done."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "out_of_service"
    wait = RETRY_AFTER


class ProblemFormatter(ExceptionFormatter):
    """The members of a problem: type, title, status, detail, and `errors` by field where there are some."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        errors = error_response.errors
        code = _code(self.exc, errors)
        faults = [{"field": _field(error.attr), "code": error.code, "detail": error.detail} for error in errors]
        detail = " ".join(map(_sentence, errors))
        more = {"errors": faults, **getattr(self.exc, "extra", {})}
        return problem_of(code, detail, status=self.exc.status_code, **more)


class ProblemHandler(ExceptionHandler):
    """Renders problems under their own media type, and reports broken requests without any text of theirs."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        away = isinstance(exc, DatabaseError) and is_away(exc)
        return OutOfService() if away else super().convert_known_exceptions(exc)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        return Response(data, status=exc.status_code, headers=self.get_headers(exc), content_type=CONTENT_TYPE)

    def get_headers(self, exc: exceptions.APIException) -> dict[str, str]:
        headers: dict[str, str] = {"Cache-Control": "no-store"}
        if header := getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = header
        if wait := getattr(exc, "wait", None):
            headers["Retry-After"] = str(math.ceil(wait))
        return headers

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        """Log where it broke and what kind of error it was. Its own text may quote a diary."""
        if not status.is_server_error(exc.status_code):
            return
        request = getattr(self.context.get("request"), "_request", None)
        signals.got_request_exception.send(sender=None, request=request)
        kind = describe(self.exc) if isinstance(self.exc, DatabaseError) else type(self.exc).__name__
        places = "".join(traceback.format_tb(self.exc.__traceback__))
        logger.error("%s at %s\n%s", kind, getattr(request, "path", ""), places)


def _code(exc: exceptions.APIException, errors: list[Error]) -> str:
    """One code a problem; the fields of a validation error have their own."""
    if exc.status_code == status.HTTP_500_INTERNAL_SERVER_ERROR:
        return "server_error"
    code = "invalid" if isinstance(exc, exceptions.ValidationError) else errors[0].code
    return code if code in KINDS else CODE_OF_STATUS[exc.status_code]


def _field(name: str | None) -> str | None:
    """The field an error is about, an object where it is about all of it; None where it is about the whole body."""
    whole = api_settings.NON_FIELD_ERRORS_KEY
    return None if name is None or name == whole else name.removesuffix(f".{whole}")


def _sentence(error: Error) -> str:
    field = _field(error.attr)
    return error.detail if field is None else f"{field}: {error.detail}"
