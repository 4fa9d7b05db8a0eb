from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.append_only import forbid_delete, forbid_update
from generation.models.job import GenerationJob
from generation.pipeline.language_model import ReplyOutcome

OUTCOMES = [(outcome.value, outcome.value.replace("_", " ")) for outcome in ReplyOutcome]


class ModelCall(models.Model):
    """One call of a language model: what it cost and how it went. No text, neither asked nor answered.

    Not fenced: a call that a zombie made was paid for all the same. `cost` is US dollars, NULL where it is not known;
    `price_source` says how sure it is (exact, estimated, unknown). The row is written before anybody reads the answer;
    `outcome` then becomes what reading it showed, and nothing else ever changes. `response_format` is how the answer's
    schema was asked for, `left_out` names what the endpoint does not take, `duration_ms` is the wall-clock time of the
    request. `price_in`, `price_cached` and `price_out` are the prices it was charged at, US dollars per million tokens;
    NULL where there is none. `tokens_reasoning` are those of `tokens_out` that the model thought.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # NOT NULL: a cost that nobody caused could not be charged to anything.
    job = models.ForeignKey(GenerationJob, on_delete=models.PROTECT, related_name="model_calls")
    task = models.CharField(max_length=64)
    tier = models.CharField(max_length=32)
    model_asked = models.CharField(max_length=100)
    model_answered = models.CharField(max_length=100, blank=True, default="")
    request_id = models.CharField("the provider's name for the request", max_length=200, blank=True, default="")
    tokens_in = models.PositiveIntegerField("tokens sent", default=0)
    tokens_cached = models.PositiveIntegerField("cached tokens sent", default=0)
    tokens_out = models.PositiveIntegerField("tokens received", default=0)
    tokens_reasoning = models.PositiveIntegerField("thinking tokens received", default=0)
    cost = models.DecimalField("cost in US dollars", max_digits=12, decimal_places=6, null=True, blank=True)
    price_source = models.CharField("how sure the price is", max_length=100, blank=True, default="")
    price_in = models.DecimalField(
        "US dollars per million tokens sent", max_digits=12, decimal_places=6, null=True, blank=True
    )
    price_cached = models.DecimalField(
        "US dollars per million tokens cached", max_digits=12, decimal_places=6, null=True, blank=True
    )
    price_out = models.DecimalField(
        "US dollars per million tokens received", max_digits=12, decimal_places=6, null=True, blank=True
    )
    duration_ms = models.PositiveBigIntegerField("time taken, in milliseconds")
    outcome = models.CharField(max_length=32, choices=OUTCOMES)
    response_format = models.CharField(
        "how the form of the answer was asked for", max_length=16, blank=True, default=""
    )
    left_out = models.CharField("left out of the request", max_length=100, blank=True, default="")
    prompt_version = models.CharField("version of the prompt", max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "model_calls"
        permissions = [("see_costs", "Can see what models cost, in sums of everybody")]
        ordering = ["-created_at", "id"]
        constraints = [
            # Cached tokens are some of those sent.
            models.CheckConstraint(
                condition=Q(tokens_cached__lte=models.F("tokens_in")),
                name="model_calls_cached_within_sent",
            ),
            # Thoughts are some of what was answered.
            models.CheckConstraint(
                condition=Q(tokens_reasoning__lte=models.F("tokens_out")),
                name="model_calls_reasoning_within_answered",
            ),
            # A price has a source that can be checked.
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | (Q(cost__gte=0) & ~Q(price_source="")),
                name="model_calls_cost_has_a_source",
            ),
            # What nobody knows is not called free.
            models.CheckConstraint(
                condition=~Q(price_source="unknown") | Q(cost__isnull=True),
                name="model_calls_unknown_cost_is_null",
            ),
        ]
        indexes = [
            # Costs of a period, by time.
            models.Index(fields=["-created_at", "id"], name="model_calls_newest_first"),
        ]
        triggers = [
            forbid_delete("model_calls_never_deleted"),
            forbid_update("model_calls_never_changed", except_columns=["outcome"]),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.model_asked}"
