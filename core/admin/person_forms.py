"""Forms about one person: entering them, their care teams, zone, consent and login."""

from __future__ import annotations

from typing import cast

from django import forms
from django.db.models import QuerySet

from core.actors import Actor
from core.admin.entry_forms import (
    EntryForm,
    choose_organisation,
    chosen_organisation,
    offer,
    organisation_field,
    own_organisation,
)
from core.admin.stale_forms import MadeFromField, RefusesStale
from core.admin.zone_choice import zone_choice
from core.history import as_saved
from core.login.rank import of_somebody
from core.models import CareTeam, ConsentText, ConsentWord, Patient, User
from core.practice.consents import STATED_WORDS, current_consent_text, record_consent
from core.practice.logins import link_app_login, make_app_login, unlink_app_login
from core.practice.people import change_patient, create_patient
from core.practice.zones import change_zone
from core.refusals import InputRefused


def _zone_field(help_text: str) -> forms.Field:
    return zone_choice("Time zone", none="Choose one", help_text=help_text)


def _teams_field() -> forms.Field:
    return forms.ModelMultipleChoiceField(
        CareTeam.objects.none(),
        label="Care teams",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The clinicians of these teams see the diary and the summaries.",
    )


class _PersonForm(EntryForm):
    """A form on the page of a person."""

    @property
    def patient(self) -> Patient:
        return cast("Patient", self.subject)

    def enter(self, actor: Actor) -> Patient:
        self.do(actor)
        return self.patient

    def do(self, actor: Actor) -> None:
        raise NotImplementedError


class NewPersonForm(EntryForm):
    intro = "No language model may read anything until a consent is recorded, on the page that comes next."
    done = "The person is entered. What comes next is on this page: care teams, consent, a login for the app."
    organisation = organisation_field()
    code = forms.CharField(max_length=32, help_text='What you call the person here, such as "P-0042"; not their name.')
    zone = _zone_field("Where the person lives. Their days begin and end there.")
    care_teams = _teams_field()

    def prepare(self) -> None:
        choose_organisation(self)
        if "organisation" in self.fields:
            # Which teams there are is not known before the organisation is.
            del self.fields["care_teams"]
        else:
            offer(self, "care_teams", CareTeam.objects.filter(organisation=own_organisation(self.user)))

    def enter(self, actor: Actor) -> Patient:
        data = self.cleaned_data
        teams = data.get("care_teams", ())
        return create_patient(actor, chosen_organisation(self), data["code"], data["zone"], care_teams=teams)


class PersonForm(RefusesStale, _PersonForm):
    code = forms.CharField(max_length=32)
    care_teams = _teams_field()
    made_from = MadeFromField()

    def prepare(self) -> None:
        offer(self, "care_teams", self._choosable())
        teams = list(self.patient.care_teams.values_list("pk", flat=True))
        present = {"code": self.patient.code, "care_teams": teams}
        self.initial = {**present, **self.initial}
        self.remember(present)

    def do(self, actor: Actor) -> None:
        # What one cannot see, one cannot take away either.
        kept = self.patient.care_teams.exclude(pk__in=self._choosable().values("pk"))
        teams = {*self.cleaned_data["care_teams"], *kept}
        changed = change_patient(actor, self.patient, code=self.cleaned_data["code"], care_teams=teams)
        self.done = as_saved(changed)

    def _choosable(self) -> QuerySet[CareTeam]:
        return CareTeam.objects.filter(organisation_id=self.patient.organisation_id)


class ZoneForm(_PersonForm):
    intro = (
        "For a person who moves. Summaries of days before the date keep the zone they were made in. "
        "From the date on, days begin and end in the new zone."
    )
    done = "The time zone is changed."
    zone = _zone_field("Where the person lives from that date on.")
    valid_from = forms.DateField(
        label="From", widget=forms.DateInput(attrs={"type": "date"}), help_text="The first day there."
    )

    def do(self, actor: Actor) -> None:
        change_zone(actor, self.patient, self.cleaned_data["zone"], self.cleaned_data["valid_from"])


class ConsentForm(_PersonForm):
    done = "The consent is recorded."
    allowed = forms.TypedChoiceField(
        label="A language model",
        choices=[
            ("yes", "may read this diary and the sessions of its writer"),
            ("no", "may read neither: refused, or withdrawn"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    on_word_of = forms.ChoiceField(
        label="On the word of", choices=[(word.value, word.label) for word in STATED_WORDS], widget=forms.RadioSelect
    )
    # The wording that was on the page: a newer one may be there by the time it is sent.
    text = forms.ModelChoiceField(ConsentText.objects.none(), widget=forms.HiddenInput)

    def prepare(self) -> None:
        texts = ConsentText.objects.filter(organisation_id=self.patient.organisation_id)
        self.wording = current_consent_text(self.patient.organisation)
        offer(self, "text", texts)
        self.initial["text"] = self.wording.pk

    @property
    def quoted(self) -> ConsentText:
        """What the person is asked to agree to, shown above the fields."""
        return self.wording

    def do(self, actor: Actor) -> None:
        data = self.cleaned_data
        word = ConsentWord(data["on_word_of"])
        record_consent(actor, self.patient, allowed=data["allowed"], on_word_of=word, text=data["text"])


class NewLoginForm(_PersonForm):
    intro = (
        "A login for the app, for this person alone. Give them the name and the password, which "
        'opens nothing but the choice of their own. You could use it before they do, so it stands under "Who looked".'
    )
    done = "The login is made and linked to the person."
    button = "Make the login"
    username = forms.CharField(label="Login name", max_length=150)
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters, no common password, and without the login name in it.",
    )
    password_again = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def do(self, actor: Actor) -> None:
        if self.cleaned_data["password"] != self.cleaned_data["password_again"]:
            raise InputRefused("password_again", "is not the same as the first.")
        make_app_login(actor, self.patient, self.cleaned_data["username"], self.cleaned_data["password"])


class LinkLoginForm(_PersonForm):
    intro = (
        "For a login that is there already and has no diary yet. It is logged out, and its password opens nothing "
        "but the choice of another."
    )
    done = "The login is linked to the person."
    button = "Link the login"
    user_to_link = forms.ModelChoiceField(User.objects.none(), label="Login", empty_label="Choose one")
    names_here = {"user": "user_to_link"}

    def prepare(self) -> None:
        logins = User.objects.filter(organisation_id=self.patient.organisation_id, is_staff=False, patient=None)
        offer(self, "user_to_link", logins.filter(of_somebody()).exclude(is_superuser=True))

    def do(self, actor: Actor) -> None:
        link_app_login(actor, self.patient, self.cleaned_data["user_to_link"])


class UnlinkLoginForm(_PersonForm):
    intro = "The login stays, but no longer opens this diary. It is logged out of the app everywhere."
    done = "The login is unlinked."
    button = "Unlink the login"

    def do(self, actor: Actor) -> None:
        unlink_app_login(actor, self.patient)
