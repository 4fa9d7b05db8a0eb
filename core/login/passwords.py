"""Notices new passwords, wherever they are given: a form, a command, a shell."""

from __future__ import annotations

from core.access import record_access
from core.actors import present_actor
from core.history import record_change
from core.login.limits import lift_limits
from core.login.second_factor import forget_setup
from core.models import ChangeSubject, LoginEventKind, Patient, User


class NewPasswordNoticed:
    """Among Django's password rules, because Django tells them of every password that was changed."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Every password is fine with this one."""

    def get_help_text(self) -> str:
        return "Changed later, it ends every session and token of the login."

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Record it. Who has given somebody another password lets them try it, too."""
        if user is not None:
            lift_limits(user, because=LoginEventKind.PASSWORD_CHANGED)
            # Begun with the password so far, perhaps by whoever set that one.
            forget_setup(user)
            if user.must_choose_password:
                _tell_the_person(user)


def _tell_the_person(user: User) -> None:
    """Whoever set the password of somebody's app could have looked by it, so that stands where the looks are listed."""
    patient = Patient.objects.filter(user_id=user.pk).first()
    if patient is not None:
        actor = present_actor()
        record_change(actor, ChangeSubject.LOGIN, user.pk, f"password set by {actor.label}", patient=patient)
        record_access(
            actor=actor.user,
            actor_label=actor.label,
            patient_id=patient.pk,
            action="set the password of the app",
            target=f"users {user.pk}",
        )
