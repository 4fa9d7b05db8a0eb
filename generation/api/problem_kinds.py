"""Every kind of problem the API answers with, by its code: the one list that answers, schema and docs/api.md share."""

from __future__ import annotations

from typing import NamedTuple

TYPE_PREFIX = "urn:sessionbridge:problem:"
CONTENT_TYPE = "application/problem+json"


class ProblemKind(NamedTuple):
    """`detail` stands where the framework's own sentence does not say what to do."""

    status: int
    title: str
    detail: str = ""


KINDS: dict[str, ProblemKind] = {
    "bad_request": ProblemKind(400, "The request cannot be read"),
    "invalid": ProblemKind(400, "The request cannot be taken as it is"),
    "parse_error": ProblemKind(400, "The body is not JSON"),
    "not_authenticated": ProblemKind(
        401,
        "Token missing",
        "Send a token: Authorization: Token <token> (not Bearer). Get one from POST /api/v1/auth/login/.",
    ),
    "authentication_failed": ProblemKind(401, "Login or token refused"),
    "password_must_be_chosen": ProblemKind(401, "Choose your own password first"),
    "second_factor_needed": ProblemKind(401, "Second factor needed"),
    "permission_denied": ProblemKind(403, "Not allowed"),
    "not_found": ProblemKind(404, "Not found"),
    "method_not_allowed": ProblemKind(405, "This address does not do that"),
    "not_acceptable": ProblemKind(406, "This answer exists as JSON only"),
    "still_generating": ProblemKind(409, "Still being generated"),
    "nothing_read": ProblemKind(409, "Nothing to make it of"),
    "needs_model": ProblemKind(409, "No model may read it"),
    "request_under_way": ProblemKind(409, "The same request is under way"),
    "changed_meanwhile": ProblemKind(412, "Somebody changed it meanwhile"),
    "request_too_large": ProblemKind(413, "The body is too large"),
    "unsupported_media_type": ProblemKind(
        415, "The body must be JSON", "Send the body as JSON, with Content-Type: application/json."
    ),
    "key_used_otherwise": ProblemKind(422, "The key was used with another body"),
    "locked_out": ProblemKind(429, "Too many wrong passwords"),
    "too_many_streams": ProblemKind(429, "Too many streams"),
    "throttled": ProblemKind(429, "Too many requests"),
    "server_error": ProblemKind(
        500,
        "Our fault",
        "Something broke on our side and was recorded. Try again; if it persists, report the time and address.",
    ),
    "out_of_service": ProblemKind(
        503,
        "Out of service for a moment",
        "The database is away and nothing was done. Send the request again after Retry-After seconds.",
    ),
}
# What one status means where nobody gave a code.
CODE_OF_STATUS: dict[int, str] = {}
for _code, _kind in KINDS.items():
    CODE_OF_STATUS.setdefault(_kind.status, _code)
