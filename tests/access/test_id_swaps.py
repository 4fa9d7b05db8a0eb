"""Any id in any place of any call of the API: nobody is answered with words, codes or logins that are not theirs.

1,000 calls in `make test`, more in `make fuzz` (API_CASES).
"""

from __future__ import annotations

import io
import os
import random
import re
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase

from core.models import ApiToken, Message, TherapySession
from generation.api.urls import urlpatterns
from generation.models import Notification, StageArtifact, YourJourneyVersion
from tests.access import table
from tests.access.world import CODE, LOGIN, WORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(36000)]
CALLS = max(1000, int(os.environ.get("API_CASES", "0")) // 10)
SEED = int(os.environ.get("API_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
METHODS = ("get", "post", "put", "patch", "delete")
ROUTES = [f"/api/v1/{pattern.pattern}" for pattern in urlpatterns if str(pattern.pattern)]


def all_ids(world: World) -> list[str]:
    """Of every patient: their own, and those of what is theirs; and some of nothing."""
    found = [str(uuid4()), "x", "0"]
    for patient in world.patients.values():
        found += [str(patient.pk), str(patient.user_id), str(patient.organisation_id)]
        found += map(str, Message.objects.filter(patient=patient).values_list("pk", flat=True))
        found += map(str, TherapySession.objects.filter(patient=patient).values_list("pk", flat=True))
        found += map(str, YourJourneyVersion.objects.filter(patient=patient).values_list("pk", flat=True))
        found += map(str, Notification.objects.filter(patient=patient).values_list("pk", flat=True))
    for job in world.jobs.values():
        found += [str(job.pk), str(job.sessionbridgeversion.pk)]
        found += map(str, StageArtifact.objects.filter(job=job).values_list("pk", flat=True)[:1])
    return found + list(map(str, ApiToken.objects.values_list("pk", flat=True)))


def foreign(role: str, text: str) -> list[str]:
    """Words, codes and logins in an answer that this role does not read through the API."""
    mine = table.API_READS[role]
    seen = mine | table.SEES.get(role, frozenset())
    words = [WORD.format(target) for target in table.TARGETS if target not in mine]
    codes = [CODE.format(target.upper()) for target in table.TARGETS if target not in seen]
    logins = [LOGIN.format(target) for target in table.TARGETS if target not in seen]
    return [canary for canary in (*words, *codes, *logins) if canary in text]


def text_of(answer: HttpResponseBase) -> str:
    """What an answer says, and of an archive what its files say."""
    told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") != "application/zip":
        return str(told.decode())
    with ZipFile(io.BytesIO(told)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_no_swapped_id_leaks_anything(world: World) -> None:
    chance = random.Random(SEED)
    ids, clients = all_ids(world), {role: world.api_of(role) for role in table.ROLES}
    wrong = []
    for _ in range(CALLS):
        role, method = chance.choice(table.ROLES), chance.choice(METHODS)
        address = re.sub("<[^>]*>", lambda _: chance.choice(ids), chance.choice(ROUTES))
        if chance.random() < 0.3:
            address += f"?patient={chance.choice(ids)}"
        body = {"patient": chance.choice(ids)} if chance.random() < 0.5 else {"reason": "why"}
        with transaction.atomic():
            asks = getattr(clients[role], method)
            answer = asks(address) if method == "get" else asks(address, body, format="json")
            transaction.set_rollback(True)
        told = foreign(role, text_of(answer))
        if answer.status_code >= 500 or told:
            wrong.append((role, method, address, body, answer.status_code, told))
    assert wrong == [], SEED
