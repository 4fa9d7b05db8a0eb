"""Forms for a practice itself: the organisation, its care teams, the wording of its consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.db.models import Q, QuerySet

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
from core.history import as_saved
from core.models import CareTeam, ConsentText, Organisation, Patient, User
from core.practice.care_teams import change_care_team, create_care_team
from core.practice.consents import add_consent_text, current_consent_text
from core.practice.organisations import create_organisation, rename_organisation
from core.roles import Role, roles_in_words
from core.visibility import visible_patients

if TYPE_CHECKING:
    _StaffField = forms.ModelMultipleChoiceField[User]
else:
    # The stubs' type arguments do not exist at run time.
    _StaffField = forms.ModelMultipleChoiceField


class OrganisationForm(EntryForm):
    done = "The organisation is saved under this name."
    name = forms.CharField(max_length=200, help_text='As people know it, such as "Practice by the River".')

    def prepare(self) -> None:
        if self.subject:
            self.initial.setdefault("name", self.subject.name)

    def enter(self, actor: Actor) -> Organisation:
        if self.subject is None:
            return create_organisation(actor, self.cleaned_data["name"])
        rename_organisation(actor, self.subject, self.cleaned_data["name"])
        return cast("Organisation", self.subject)


class NewCareTeamForm(EntryForm):
    intro = "Give the team a name. Who is in it is chosen on the next page."
    done = "The team is there. Now choose its staff and its people."
    organisation = organisation_field()
    name = forms.CharField(max_length=200, help_text='Such as "Tuesday group".')

    def prepare(self) -> None:
        choose_organisation(self)

    def enter(self, actor: Actor) -> CareTeam:
        return create_care_team(actor, chosen_organisation(self), self.cleaned_data["name"])


class StaffField(_StaffField):
    """Staff, with name and roles behind each login."""

    def label_from_instance(self, obj: User) -> str:
        name = f" ({obj.get_full_name()})" if obj.get_full_name() else ""
        return f"{obj.username}{name}: {roles_in_words(obj) or 'no role'}"


class CareTeamForm(RefusesStale, EntryForm):
    intro = "Clinicians of a team see the diaries and summaries of its people."
    name = forms.CharField(max_length=200)
    members = StaffField(
        User.objects.none(),
        label="Staff",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Clinicians, and whoever is in the team already. Nobody else reads by being in it.",
    )
    patients = forms.ModelMultipleChoiceField(
        Patient.objects.none(), label="People", required=False, widget=forms.CheckboxSelectMultiple
    )
    made_from = MadeFromField()

    def prepare(self) -> None:
        team = self._team
        offer(self, "members", self._staff())
        offer(self, "patients", self._visible())
        present = {
            "name": team.name,
            "members": list(team.members.filter(pk__in=self._staff().values("pk")).values_list("pk", flat=True)),
            "patients": list(team.patients.filter(pk__in=self._visible().values("pk")).values_list("pk", flat=True)),
        }
        self.initial = {**present, **self.initial}
        self.remember(present)

    def enter(self, actor: Actor) -> CareTeam:
        team = self._team
        # Whom one cannot see, one cannot take out either.
        unseen = team.patients.exclude(pk__in=self._visible().values("pk"))
        inactive = team.members.exclude(pk__in=self._staff().values("pk"))
        changed = change_care_team(
            actor,
            team,
            name=self.cleaned_data["name"],
            members={*self.cleaned_data["members"], *inactive},
            patients={*self.cleaned_data["patients"], *unseen},
        )
        self.done = as_saved(changed)
        return team

    @property
    def _team(self) -> CareTeam:
        return cast("CareTeam", self.subject)

    def _staff(self) -> QuerySet[User]:
        """Whom being in a team lets read, and active staff who are in this one."""
        active = User.objects.filter(organisation_id=self._team.organisation_id, is_staff=True, is_active=True)
        there = Q(groups__name=Role.CLINICIAN) | Q(pk__in=self._team.members.values("pk"))
        return active.filter(there).distinct().prefetch_related("groups")

    def _visible(self) -> QuerySet[Patient]:
        return visible_patients(self.user).filter(organisation_id=self._team.organisation_id)


class ConsentTextForm(EntryForm):
    done = "The new wording is shown from now on."
    intro = (
        "A new wording is shown to people from now on. Consents given to earlier wordings stay, and say to which one "
        "they were given."
    )
    organisation = organisation_field()
    body = forms.CharField(label="Wording", max_length=8000, widget=forms.Textarea(attrs={"rows": 14, "cols": 80}))

    def prepare(self) -> None:
        choose_organisation(self)
        if organisation := own_organisation(self.user):
            self.initial.setdefault("body", current_consent_text(organisation).body)

    def enter(self, actor: Actor) -> ConsentText:
        return add_consent_text(actor, chosen_organisation(self), self.cleaned_data["body"])
