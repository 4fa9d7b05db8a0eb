"""Consents as a practice records them, and the wordings they are given to."""

from __future__ import annotations

from pathlib import Path

from core.actors import Actor
from core.faultpoints import committing
from core.history import record_change
from core.models import ChangeSubject, Consent, ConsentText, ConsentWord, Organisation, Patient
from core.practice.organisations import lock_organisation
from core.practice.people import lock_patient
from core.refusals import InputRefused
from core.text_door import accept_text

STATED_WORDS = tuple(word for word in ConsentWord if word is not ConsentWord.CARRIED_OVER)
# What is asked until an organisation has a wording of its own.
STOCK_WORDING = Path(__file__).with_name("consent_wording.txt").read_text(encoding="utf-8").strip()


def record_consent(
    actor: Actor, patient: Patient, *, allowed: bool, on_word_of: ConsentWord, text: ConsentText | None = None
) -> Consent:
    """Record that a language model may read diary and sessions from now on, or no longer may.

    `text` is the wording it was given to, by default the newest of the organisation. The same answer again is recorded
    again: it may be to another wording. Raises InputRefused for an erased diary or a wording of another organisation.
    """
    with committing("enter"):
        # The organisation's row is locked before the person's, here as everywhere.
        wording = text or current_consent_text(patient.organisation)
        locked = lock_patient(patient)
        if wording.organisation_id != locked.organisation_id:
            raise InputRefused("text", "is a wording of another organisation.")
        if on_word_of not in STATED_WORDS:
            raise InputRefused("on_word_of", "must say on whose word it is recorded.")
        consent = Consent.objects.create(
            patient=locked,
            number=locked.consents.count() + 1,
            allowed=allowed,
            text=wording,
            on_word_of=on_word_of,
            recorded_by=actor.user,
            recorded_by_label=actor.label,
        )
        said = f"{'a' if allowed else 'no'} language model may read diary and sessions"
        details = f"{said}, on the word of {ConsentWord(on_word_of).label}; wording {wording.version}"
        record_change(actor, ChangeSubject.CONSENT, consent.pk, details, patient=locked)
    return consent


def current_consent_text(organisation: Organisation) -> ConsentText:
    """The newest wording of the organisation: the stock wording until it has one of its own."""
    texts = ConsentText.objects.filter(organisation_id=organisation.pk).order_by("-version")
    if text := texts.first():
        return text
    with committing("enter"):
        lock_organisation(organisation)
        return texts.first() or ConsentText.objects.create(
            organisation=organisation, version=1, body=STOCK_WORDING, made_by_label="SessionBridge"
        )


def add_consent_text(actor: Actor, organisation: Organisation, body: str) -> ConsentText:
    """A new wording, asked from now on. Consents given to earlier ones stay, and say so."""
    with committing("enter"):
        lock_organisation(organisation)
        newest = current_consent_text(organisation)
        words = accept_text(body, field="body").replace("\r\n", "\n").strip()
        if words == newest.body:
            raise InputRefused("body", f"is that of version {newest.version} already.")
        text = ConsentText.objects.create(
            organisation=organisation, version=newest.version + 1, body=words, made_by_label=actor.label
        )
        details = f"version {text.version} of the consent text"
        record_change(actor, ChangeSubject.CONSENT_TEXT, text.pk, details, organisation=organisation)
    return text
