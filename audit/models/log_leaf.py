from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact

from core.append_only import forbid_delete, forbid_update
from core.models import Patient
from core.salted_hashes import SALT_BYTES, OctetLength, hash_shaped

SHA256_BYTES = 32


class LogLeaf(models.Model):
    """One stored row's line in the Merkle log; `audit.heads.kinds` says of which rows, and what of them it commits to.

    `hash` is the leaf's. It is over what never changes of the row and over `words_sha256`, which is over what an
    erasure takes from the row and `salt`. The salt goes with the words, so that nobody can try words against the hash.
    """

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=48)
    row_id = models.UUIDField()
    salt = models.BinaryField(max_length=SALT_BYTES, null=True)
    words_sha256 = models.BinaryField(max_length=SHA256_BYTES, null=True)
    hash = models.BinaryField(max_length=SHA256_BYTES)

    class Meta:
        db_table = "log_leaves"
        ordering = ["position"]
        verbose_name_plural = "log leaves"
        default_permissions = ()
        constraints = [
            # A row is taken in once.
            models.UniqueConstraint(fields=["row_id", "kind"], name="log_leaves_once_a_row"),
            models.CheckConstraint(condition=Q(position__gte=0), name="log_leaves_count_from_zero"),
            models.CheckConstraint(
                condition=Q(Exact(OctetLength("hash"), SHA256_BYTES)), name="log_leaves_hash_is_sha256"
            ),
        ]
        triggers = [
            forbid_delete("log_leaves_never_deleted"),
            forbid_update("log_leaves_only_lose_their_salt", blankable=["salt"]),
        ]

    def __str__(self) -> str:
        return f"leaf {self.position}"


class LogErasure(models.Model):
    """Which leaves lost their words in one transaction, and what stood there afterwards. Without it no erasure counts.

    `positions` are those of the leaves, `afterwards` the hash of what took the place of each one's words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="log_erasures")
    cause = models.CharField(max_length=32)
    positions = ArrayField(models.BigIntegerField())
    afterwards = ArrayField(models.CharField(max_length=64))
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "log_erasures"
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [
            # Each leaf has its own hash.
            models.CheckConstraint(
                condition=Q(positions__len=models.F("afterwards__len")), name="log_erasures_say_what_stands_there"
            ),
        ]
        triggers = [
            forbid_delete("log_erasures_never_deleted"),
            forbid_update("log_erasures_never_changed"),
        ]

    def __str__(self) -> str:
        return f"erasure of {len(self.positions)} rows"


class SignedHead(models.Model):
    """The root over the first `size` leaves, signed with a key that is not in the database.

    `subtrees` are the roots of the whole subtrees of that tree, largest first: the next head goes on from them.
    `public_key` is the signer's. `handover` is the signature of the key before over this one, where the key changed;
    '' otherwise, and where that key was lost.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    subtrees = ArrayField(models.CharField(max_length=64))
    at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    handover = models.CharField(max_length=128, blank=True, default="")

    class Meta:
        db_table = "signed_heads"
        ordering = ["size"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="signed_heads_cover_something"),
            hash_shaped("root", name="signed_heads_root_is_sha256"),
        ]
        triggers = [
            forbid_delete("signed_heads_never_deleted"),
            forbid_update("signed_heads_never_changed"),
        ]

    def __str__(self) -> str:
        return f"head over {self.size} rows"
