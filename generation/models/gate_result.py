from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import allow_only_erasure, forbid_delete
from core.salted_hashes import hash_shaped, null_only_when_erased
from generation.models.guards import fence
from generation.models.job import GenerationJob


class GateVerdict(models.TextChoices):
    PASS = "pass"
    FAIL = "fail"


class GateResult(models.Model):
    """What the policy gate said of one text of a job.

    The same bytes may fail as a model's choice and pass as the rules', but not both pass and pass. `text_sha256` is
    over the job's salt and the text. `findings` is the gate report's list (rule_id, slot_id, start, end, excerpt, hint;
    offsets in code points of the text), for queries: the bytes that count are the gate artifact's. Excerpts are diary
    text, so erasure blanks the list; `rule_ids` stays: the rules that blocked, and `review_rule_ids` those that
    were only noted, whose findings stand in the same list. `judge_key` names everything the judge's verdict
    depends on, so that the same question is not paid for twice; '' where it was not asked. `judge_passed` are such keys
    of the single bullets it passed. All these are plain hashes of words, so erasure blanks them too.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="gate_results", db_index=False)
    epoch = models.PositiveBigIntegerField("times the job had been taken up")
    ordinal = models.PositiveIntegerField("which text of the job, from 0")
    text_sha256 = models.CharField("fingerprint of the text", max_length=64)
    verdict = models.CharField(max_length=8, choices=GateVerdict)
    policy_gate_version = models.CharField("version of the gate", max_length=64)
    judge = models.CharField(max_length=16)
    judge_key = models.CharField(max_length=64, blank=True, default="", null=True)  # noqa: DJ001 - NULL is "erased"
    judge_passed = ArrayField(models.CharField(max_length=64), default=list, blank=True, null=True)
    rule_ids = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    review_rule_ids = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    findings = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "gate_results"
        ordering = ["job", "ordinal"]
        constraints = [
            # A published version refers to (job, text_sha256, verdict): these three are one statement.
            models.UniqueConstraint(fields=["job", "text_sha256", "verdict"], name="gate_results_said_once"),
            # Anything else than a pass is a fail; there is no third word a reader could misread.
            models.CheckConstraint(condition=Q(verdict__in=GateVerdict.values), name="gate_results_verdict_is_known"),
            # A pass with findings that block contradicts itself. A fail may have none: an unusable judge fails closed.
            models.CheckConstraint(
                condition=~Q(verdict=GateVerdict.PASS) | Q(rule_ids__len=0),
                name="gate_results_pass_has_no_findings",
            ),
            null_only_when_erased("findings", name="gate_results_findings_null_only_when_erased"),
            null_only_when_erased("judge_key", name="gate_results_judge_key_null_only_when_erased"),
            null_only_when_erased("judge_passed", name="gate_results_judge_passed_null_only_when_erased"),
            hash_shaped("text_sha256", name="gate_results_text_hash_is_sha256"),
        ]
        indexes = [
            # What the judge said of the same text, record, prompt and model before.
            models.Index(fields=["judge_key"], condition=~Q(judge_key=""), name="gate_results_by_judge_key"),
        ]
        triggers = [
            fence("gate_results"),
            forbid_delete("gate_results_never_deleted"),
            allow_only_erasure("gate_results_append_only", columns=["findings", "judge_key", "judge_passed"]),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.text_sha256[:12]}"
