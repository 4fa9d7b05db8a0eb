"""What lets somebody watch a job: looked at again while the stream is open, for all streams of a process at once."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import Error

from core.connections import give_connection_back
from core.database_errors import describe
from core.models import Patient
from core.practice.tokens import still_good

logger = logging.getLogger(__name__)


class StreamRight(NamedTuple):
    """A token that was good when the stream was opened, and the person whose job is watched."""

    token_id: UUID
    patient_id: UUID


def ended_rights(rights: Collection[StreamRight]) -> list[StreamRight]:
    """Those that have ended: the token revoked or out of date, its login inactive, the person erased. Two queries.

    None while Postgres cannot be asked: nothing is told of a job then either.
    """
    try:
        good = still_good({right.token_id for right in rights})
        watched = {right.patient_id for right in rights}
        there = set(Patient.objects.filter(pk__in=watched, erased_at=None).values_list("pk", flat=True))
    except Error as error:
        logger.warning("the rights of streams are not looked at: %s", describe(error))
        return []
    finally:
        give_connection_back()
    return [right for right in rights if right.token_id not in good or right.patient_id not in there]
