"""The name of a person for those who are not to know the code: stable, and found again by a search.

It is made from the person's id, so nothing is stored for it. Whoever may see codes can tell whose it is, so that two
people can speak of one person.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from core.asking import current_request

_DIGITS = 10
_SHAPE = re.compile(rf"\s*Q-([0-9a-f]{{{_DIGITS}}})\s*", re.IGNORECASE)


def pseudonym_of(patient_id: UUID) -> str:
    """ "Q-3F2A9C01B7": the first 40 bits of the id, which is random."""
    return f"Q-{patient_id.hex[:_DIGITS].upper()}"


def ids_of(term: str) -> tuple[UUID, UUID] | None:
    """The first and the last id a pseudonym may stand for; None for anything else."""
    found = _SHAPE.fullmatch(term)
    if found is None:
        return None
    spare = 32 - _DIGITS
    return UUID(found[1] + "0" * spare), UUID(found[1] + "f" * spare)


def hides_codes(user: Any) -> bool:
    """Whether this login sees pseudonyms instead of codes: staff without the permission to see codes.

    And staff whose roles let them read the words of the whole organisation, whatever other role stands beside.
    """
    if not user.is_staff:
        return False
    if not user.has_perm("core.see_codes"):
        return True
    return not user.is_superuser and "core.read_organisation_words" in user.get_group_permissions()


def are_codes_hidden() -> bool:
    """Whether the request being answered is of a login that sees pseudonyms. Commands see codes."""
    request = current_request()
    return request is not None and hasattr(request, "user") and hides_codes(request.user)
