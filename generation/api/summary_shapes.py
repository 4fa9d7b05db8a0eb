"""A summary as the API shows it. Dates are local, in the zone of the window; instants are UTC."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.api.job_shapes import SummaryWindowShape
from generation.api.links import job_address, objections_address, summary_address, withdraw_address
from generation.api.shapes import InstantField, Shape
from generation.api.shown_summary import OUTCOMES, SUMMARY_STATES, ShownSummary
from generation.history.made_by import ChosenBy
from generation.models import GateVerdict, VersionOrigin, WithdrawalCause
from generation.pipeline.contracts import OutcomeReason, SlotKind
from generation.pipeline.contracts.plan import Bucket


class PieceShape(Shape):
    """A piece of one message, as typed: `start` and `end` count Unicode code points of the message's text."""

    message = serializers.UUIDField(source="message_id")
    day = serializers.DateField()
    local_time = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()


class BulletShape(Shape):
    """One bullet, without its "- ": `start` and `end` count code points of the summary's text.

    Bullets that state the window, counts or limits rest on the whole window and have no sources.
    """

    id = serializers.CharField(source="slot_id")
    kind = serializers.ChoiceField(choices=[kind.value for kind in SlotKind])
    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    sources = PieceShape(many=True)


class SectionShape(Shape):
    number = serializers.IntegerField()
    title = serializers.CharField()
    bullets = BulletShape(many=True)


class LeftOutKindShape(Shape):
    """`count` is the number that the text's own limits state: a feeling word counts once per entry."""

    count = serializers.IntegerField()
    pieces = PieceShape(many=True)


class LeftOutShape(Shape):
    """Everything of the diary that stands nowhere in the text."""

    sentences = LeftOutKindShape()
    feelings = LeftOutKindShape()
    numbers = LeftOutKindShape()


class VersionsShape(Shape):
    """The versions of what made and passed the text; "unknown" for what an older system made."""

    canonicalizer = serializers.CharField(source="prompt_version_canonicalizer")
    planner = serializers.CharField(source="planner_version")
    writer = serializers.CharField(source="prompt_version_writer")
    policy_gate = serializers.CharField(source="policy_gate_version")


class SummaryLinksShape(Shape):
    """Addresses below the host. `job` is null for what an older system made."""

    self = serializers.SerializerMethodField()
    job = serializers.SerializerMethodField()
    withdraw = serializers.SerializerMethodField()
    objections = serializers.SerializerMethodField()

    def get_self(self, shown: ShownSummary) -> str:
        return summary_address(shown.version.id)

    def get_job(self, shown: ShownSummary) -> str | None:
        return job_address(shown.job.id) if shown.job else None

    def get_withdraw(self, shown: ShownSummary) -> str:
        return withdraw_address(shown.version.id)

    def get_objections(self, shown: ShownSummary) -> str:
        return objections_address(shown.version.id)


class ListedSummaryShape(Shape):
    """A summary without its words.

    `reason` says why a withdrawn or erased one is not shown. `chosen_by` is who chose what the text shows, `models`
    which models did, and `made_by` is the line to show with the text. `corrects` and `corrected_by` name the summary
    before and after a reviewer's correction.
    """

    id = serializers.UUIDField(source="version.id")
    version = serializers.IntegerField(source="version.version")
    patient = serializers.UUIDField(source="version.patient_id")
    job = serializers.UUIDField(source="version.job_id", allow_null=True)
    state = serializers.ChoiceField(choices=SUMMARY_STATES)
    reason = serializers.ChoiceField(choices=WithdrawalCause.values, allow_null=True)
    window = serializers.SerializerMethodField()
    generated_at = InstantField(source="version.created_at")
    withdrawn_at = InstantField(allow_null=True)
    erased_at = InstantField(source="version.erased_at", allow_null=True)
    origin = serializers.ChoiceField(source="version.origin", choices=VersionOrigin.values)
    outcome = serializers.ChoiceField(source="version.outcome", choices=OUTCOMES)
    outcome_reason = serializers.ChoiceField(
        source="version.outcome_reason", choices=["", *(reason.value for reason in OutcomeReason)]
    )
    verdict = serializers.ChoiceField(source="version.verdict", choices=GateVerdict.values, allow_null=True)
    repair_attempts = serializers.IntegerField(source="version.repair_attempts")
    chosen_by = serializers.ChoiceField(choices=[each.value for each in ChosenBy])
    made_by = serializers.CharField()
    models = serializers.ListField(child=serializers.CharField())
    versions = VersionsShape(source="version")
    reviewed = serializers.BooleanField(source="is_reviewed")
    corrects = serializers.UUIDField(allow_null=True)
    corrected_by = serializers.UUIDField(allow_null=True)
    links = SummaryLinksShape(source="*")

    @extend_schema_field(SummaryWindowShape(allow_null=True))
    def get_window(self, shown: ShownSummary) -> object:
        """Null for what an older system made."""
        return SummaryWindowShape(shown.job).data if shown.job else None


class SummaryShape(ListedSummaryShape):
    """One summary. Withdrawn and erased ones have `text` null.

    `bucket` and `left_out` are null, and `sections` empty, where the stored artifacts were erased or an earlier version
    of the program made them. `text_sha256` is over the UTF-8 bytes of `text`.
    """

    text = serializers.CharField(allow_null=True)
    text_sha256 = serializers.CharField(allow_null=True)
    bucket = serializers.ChoiceField(choices=[bucket.value for bucket in Bucket], allow_null=True)
    sections = SectionShape(many=True)
    left_out = LeftOutShape(allow_null=True)


class SummaryPageShape(Shape):
    """`next` is the cursor of the page behind this one, null on the last."""

    results = ListedSummaryShape(many=True)
    next = serializers.CharField(allow_null=True)


class ObjectionShape(Shape):
    """What a person said against a bullet, or against the whole text (`bullet` null). `words` are null once erased."""

    id = serializers.UUIDField()
    summary = serializers.UUIDField(source="version_id")
    bullet = serializers.SerializerMethodField()
    words = serializers.CharField(allow_null=True)
    said_at = InstantField(source="at")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_bullet(self, objection: object) -> str | None:
        return getattr(objection, "slot_id", "") or None
