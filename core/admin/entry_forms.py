"""Forms by which staff enter something: words instead of ids, and a refusal beside the field it is about."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import capfirst

from core.actors import Actor
from core.models import Organisation, Patient, User
from core.refusals import InputRefused
from core.visibility import is_operator, visible_patients

AT_ONCE = "Somebody else changed this at the same moment, so nothing was saved. Look at it again, then try once more."


class EntryForm(forms.Form):
    """What somebody enters about `subject`, or anew where there is none. `enter` calls the function that does it."""

    required_css_class = "required"
    # Fields as the functions of core name them, where the form has another name.
    names_here: ClassVar[dict[str, str]] = {}
    # What the button says.
    button = "Save"
    # A sentence or two above the fields.
    intro = ""
    done = "Saved."
    # What `enter` would do, where it asks to be told once more before it does it. A template shows it.
    preview: Any = None

    def __init__(self, user: User, subject: Any, **kwargs: Any) -> None:
        self.user = user
        self.subject = subject
        super().__init__(label_suffix="", **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Restrict the pickers to what `user` may see, and fill in what is there."""

    def enter(self, actor: Actor) -> Model | None:
        """Do it; the row whose page is shown next, None for a preview. Raises InputRefused where it cannot be taken."""
        raise NotImplementedError

    def refuse(self, refusal: InputRefused) -> None:
        """Say the refusal beside its field, or above all where the form has no such field."""
        name = self.names_here.get(refusal.field, refusal.field)
        field = self.fields.get(name)
        if field is None or field.widget.is_hidden:
            self.add_error(None, f"{capfirst(refusal.field)}: {refusal.reason}")
        elif refusal.reason[:1].isupper():
            self.add_error(name, refusal.reason)
        else:
            self.add_error(name, f"{field.label or capfirst(name)} {refusal.reason}")


def organisation_field() -> forms.Field:
    """The organisation something is entered for. Only operators choose; others have theirs."""
    return forms.ModelChoiceField(Organisation.objects.none(), label="Organisation", empty_label="Choose one")


def own_organisation(user: User) -> Organisation | None:
    """The organisation somebody enters things for without choosing; None for an operator."""
    return None if is_operator(user) else user.organisation


def choose_organisation(form: EntryForm) -> None:
    """Let an operator choose the organisation; nobody else is asked."""
    if is_operator(form.user):
        offer(form, "organisation", Organisation.objects.all())
    else:
        del form.fields["organisation"]


def chosen_organisation(form: EntryForm) -> Organisation:
    """What was chosen, or the organisation of whoever enters. Raises InputRefused where they have none."""
    organisation = form.cleaned_data.get("organisation") or own_organisation(form.user)
    if organisation is None:
        raise InputRefused("organisation", "your own login belongs to none, so it can enter nothing for one.")
    return organisation


def offer(form: EntryForm, name: str, rows: QuerySet[Any]) -> None:
    """Have the picker `name` offer these rows, and refuse every other."""
    picker: Any = form.fields[name]
    picker.queryset = rows
    if not rows.exists():
        picker.help_text = "There is nothing to choose from yet."


def choosable_patients(user: User) -> QuerySet[Patient]:
    """The people somebody may enter something for."""
    return visible_patients(user).filter(erased_at=None).select_related("organisation")
