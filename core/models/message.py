from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from django.db import models
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from core.append_only import allow_only_erasure, forbid_delete, forbid_update
from core.models.patient import Patient
from core.salted_hashes import (
    SALT_BYTES,
    OctetLength,
    hash_shaped,
    new_salt,
    null_only_when_erased,
    salt_is_whole,
    salted_hash_of,
)
from core.text_door import MESSAGE_MAX_BYTES

CLIENT_ID_MAX_LENGTH = 200
EARLIEST_SENT_AT = datetime(1900, 1, 1, tzinfo=UTC)


class Message(models.Model):
    """One diary message. Its words are in its revisions; who sent it when never changes.

    A sender's id may hold words or be worked out from them, so deletion blanks it; `client_id_hmac` (see
    `sender_id_hmac`) goes on telling that a message sent again was deleted.

    A foreign key made by migration, (id, current_revision) to message_revisions, checked at the
    commit, keeps a message from pointing at a revision that is not there.
    """

    id = models.UUIDField("identifier", primary_key=True, default=uuid4, editable=False)
    # No index of its own: two of those below begin with it.
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages", db_index=False)
    client_id = models.CharField(  # noqa: DJ001 - NULL is "deleted"
        "identifier given by the sender", max_length=CLIENT_ID_MAX_LENGTH, null=True
    )
    client_id_hmac = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField()
    current_revision = models.PositiveIntegerField("number of revisions", default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "messages"
        ordering = ["sent_at", "client_id"]
        constraints = [
            # The sender's id makes sending twice harmless, also by two processes at once.
            models.UniqueConstraint(fields=["patient", "client_id_hmac"], name="messages_client_id_unique"),
            # An empty id would make every message without one the same message.
            models.CheckConstraint(condition=~models.Q(client_id=""), name="messages_client_id_not_empty"),
            hash_shaped("client_id_hmac", name="messages_client_id_hmac_is_sha256", in_bulk=True),
            # What is deleted keeps no words, and nothing else loses the id it was sent under.
            models.CheckConstraint(
                condition=models.Q(client_id__isnull=False, deleted_at__isnull=True)
                | models.Q(client_id__isnull=True, deleted_at__isnull=False),
                name="messages_client_id_null_only_when_deleted",
            ),
            # Revisions are counted from 1.
            models.CheckConstraint(
                condition=models.Q(current_revision__gte=1), name="messages_current_revision_from_1"
            ),
            # Earlier instants are wrong clocks, and Python cannot read dates before year 1.
            models.CheckConstraint(condition=models.Q(sent_at__gte=EARLIEST_SENT_AT), name="messages_sent_from_1900"),
        ]
        indexes = [
            # The window read: one person's messages between two instants.
            models.Index(fields=["patient", "sent_at"], name="messages_by_patient_and_time"),
            # The newest of all, for the list in the admin.
            models.Index(fields=["-sent_at", "-id"], name="messages_newest_first"),
        ]
        triggers = [
            forbid_delete("messages_never_deleted"),
            # A message that moved in time or to another person would falsify stored summaries.
            forbid_update(
                "messages_sender_and_time_fixed",
                except_columns=["current_revision", "deleted_at"],
                blankable=["client_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.id}"


class MessageRevision(models.Model):
    """What a message said at one time. Append-only; erasure blanks `text` and `salt` and keeps the hash of both."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of its own: the unique one below begins with it.
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField(null=True)  # noqa: DJ001 - NULL is "erased", '' is refused
    salt = models.BinaryField(max_length=SALT_BYTES, null=True, default=new_salt)
    text_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "message_revisions"
        ordering = ["message", "number"]
        constraints = [
            # Two edits at once cannot both become the next revision.
            models.UniqueConstraint(fields=["message", "number"], name="message_revisions_number_unique"),
            # Revisions are counted from 1.
            models.CheckConstraint(condition=models.Q(number__gte=1), name="message_revisions_number_from_1"),
            # Words are missing exactly where they were erased.
            null_only_when_erased("text", name="message_revisions_text_null_only_when_erased"),
            null_only_when_erased("salt", name="message_revisions_salt_null_only_when_erased"),
            salt_is_whole(name="message_revisions_salt_is_16_bytes"),
            # What the door refuses, the table refuses too. NULL passes.
            models.CheckConstraint(
                condition=models.Q(LessThanOrEqual(OctetLength("text"), MESSAGE_MAX_BYTES)),
                name="message_revisions_text_at_most_8_kb",
            ),
            # The hash outlives the words, so it must have been theirs. NULL passes.
            salted_hash_of("text", in_column="text_sha256", name="message_revisions_hash_is_of_the_text"),
        ]
        triggers = [
            forbid_delete("message_revisions_never_deleted"),
            allow_only_erasure("message_revisions_append_only", columns=["text", "salt"]),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"
