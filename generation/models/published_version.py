from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import allow_only_erasure, forbid_delete
from core.models import Patient
from core.salted_hashes import (
    SALT_BYTES,
    hash_shaped,
    new_salt,
    null_only_when_erased,
    salt_is_whole,
    salted_hash_of,
)
from generation.models.gate_result import GateVerdict
from generation.models.guards import fence
from generation.models.job import GenerationJob


class VersionOrigin(models.TextChoices):
    GENERATED = "generated"
    IMPORTED = "imported"


class PublishedVersion(models.Model):
    """A text a person was given. `version` counts a person's versions of the feature from 1.

    Generated rows come from a job and passed the gate; a foreign key made by migration, (job, text_sha256,
    verdict) to gate_results, lets only gated bytes in. Imported rows come from an older system: no job, no
    verdict, shown as ungated. `generation_context` is JSON as text, kept byte for byte. `cost` is US
    dollars, NULL where a call of the job has no known cost. `text_sha256` is over `salt`, the
    job's where there is one, and the text. Erasure blanks `text`, `generation_context` and `salt`; the hash stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=16, choices=VersionOrigin, default=VersionOrigin.GENERATED)
    # PROTECT: a version without the job that made it could not be explained.
    job = models.OneToOneField(GenerationJob, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s")
    epoch = models.PositiveBigIntegerField("times the job had been taken up", null=True, blank=True)
    text = models.TextField(null=True)  # noqa: DJ001 - NULL is "erased", '' is never published
    salt = models.BinaryField(max_length=SALT_BYTES, null=True, default=new_salt)
    text_sha256 = models.CharField("fingerprint of the text", max_length=64)
    verdict = models.CharField(  # noqa: DJ001 - NULL is "never gated", for imported rows
        max_length=8, choices=GateVerdict, null=True, blank=True
    )
    generation_context = models.TextField(null=True)  # noqa: DJ001 - NULL is "erased"
    cost = models.DecimalField("cost in US dollars", max_digits=12, decimal_places=6, null=True, blank=True, default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"version {self.version}"

    @property
    def is_gated(self) -> bool:
        return self.verdict == GateVerdict.PASS


def published_version_constraints(table: str) -> list[models.BaseConstraint]:
    """The promises of both version tables, named after the table."""
    return [
        # The pointer's foreign key (patient, current) needs it: nobody is shown somebody else's text.
        models.UniqueConstraint(fields=["patient", "id"], name=f"{table}_of_one_patient"),
        # A version number names one text.
        models.UniqueConstraint(fields=["patient", "version"], name=f"{table}_number_unique"),
        # Versions are counted from 1.
        models.CheckConstraint(condition=Q(version__gte=1), name=f"{table}_number_from_1"),
        # Generated: made by a job, under an epoch, passed by the gate. Imported: none of these. Nothing else.
        models.CheckConstraint(
            condition=Q(
                origin=VersionOrigin.GENERATED,
                job__isnull=False,
                epoch__isnull=False,
                verdict__isnull=False,
                verdict=GateVerdict.PASS,
            )
            | Q(
                origin=VersionOrigin.IMPORTED,
                job__isnull=True,
                epoch__isnull=True,
                verdict__isnull=True,
            ),
            name=f"{table}_gated_or_imported",
        ),
        null_only_when_erased("text", name=f"{table}_text_null_only_when_erased"),
        null_only_when_erased("generation_context", name=f"{table}_context_null_only_when_erased"),
        null_only_when_erased("salt", name=f"{table}_salt_null_only_when_erased"),
        salt_is_whole(name=f"{table}_salt_is_16_bytes"),
        # What was gated is what is shown.
        salted_hash_of("text", in_column="text_sha256", name=f"{table}_hash_is_of_the_text"),
        hash_shaped("text_sha256", name=f"{table}_hash_is_sha256"),
        models.CheckConstraint(condition=Q(cost__gte=0), name=f"{table}_cost_not_negative"),
    ]


def published_version_triggers(table: str) -> list[pgtrigger.Trigger]:
    """Fenced, never deleted, erasure the only change."""
    return [
        fence(table, of="patient_id"),
        forbid_delete(f"{table}_never_deleted"),
        allow_only_erasure(f"{table}_append_only", columns=["text", "generation_context", "salt"]),
    ]
