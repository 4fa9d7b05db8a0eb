from __future__ import annotations

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone

from core.append_only import forbid_delete
from core.models.organisation import Organisation
from core.models.zone_field import ZoneField
from core.pseudonyms import are_codes_hidden, pseudonym_of
from core.salted_hashes import null_only_when_erased

HASH_KEY_BYTES = 32


def new_hash_key() -> bytes:
    """A fresh key for the HMACs over one person's diary."""
    return secrets.token_bytes(HASH_KEY_BYTES)


class Patient(models.Model):
    """The person whose diary it is. Never deleted as a row: erasure blanks what they wrote.

    It also takes the key away with which guesses could be tried against the hashes that stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="patients")
    code = models.CharField(max_length=32, help_text='Short code people use, such as "P-0042".')
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="patient",
        help_text="The person's own login in the app.",
    )
    zone = ZoneField(
        "time zone", help_text='Where the person lives, such as "Europe/Berlin". Their days begin and end there.'
    )
    hash_key = models.BinaryField(max_length=HASH_KEY_BYTES, null=True, default=new_hash_key)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "patients"
        ordering = ["code"]
        permissions = [
            # core.visibility says what each of them opens.
            ("see_organisation", "Can see every person of the organisation, not only of the care teams"),
            ("see_codes", "Can see people's codes instead of pseudonyms"),
            ("read_words", "Can read the words of the people of the care teams"),
            ("read_organisation_words", "Can read the words of every person of the organisation"),
        ]
        constraints = [
            # Staff name a person by code; inside an organisation that must mean one person.
            models.UniqueConstraint(fields=["organisation", "code"], name="patients_code_unique_in_organisation"),
            # An empty code would be nobody's, and could not be named on the command line.
            models.CheckConstraint(condition=~models.Q(code=""), name="patients_code_not_empty"),
            # The last door, for SQL from outside Django: the shape of an IANA name. Whether it
            # exists is the field's question, as the database may have other time zone data.
            models.CheckConstraint(
                condition=models.Q(zone__regex=r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"),
                name="patients_zone_is_iana_shaped",
            ),
            null_only_when_erased("hash_key", name="patients_hash_key_null_only_when_erased"),
            # A short key would make the input hashes guessable. NULL passes.
            models.CheckConstraint(
                condition=models.Q(Exact(Length("hash_key"), HASH_KEY_BYTES)),
                name="patients_hash_key_is_32_bytes",
            ),
        ]
        triggers = [forbid_delete("patients_never_deleted")]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code, or the pseudonym where whoever asks just now is not to know it. Every page shows this one."""
        return pseudonym_of(self.pk) if are_codes_hidden() else self.code
