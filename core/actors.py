"""Who does something: somebody who is logged in, or a command that somebody runs on the machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.management import get_system_username
from django.contrib.auth.models import AnonymousUser

from core.asking import current_request
from core.models import User

LABEL_MAX_LENGTH = 200


@dataclass(frozen=True)
class Actor:
    """`user` is None for a command; `label` names who it was then, as logins are renamed."""

    user: User | None
    label: str


def act_through(user: User, service: User) -> None:
    """From now on `user` is named together with the service that made their token."""
    user.acts_through = service.get_username()  # type: ignore[attr-defined]  # of this object, not of the row


def label_of(user: User) -> str:
    """Who it is, on record: the username, and the service they act through where there is one."""
    through = getattr(user, "acts_through", "")
    return (f"{user.get_username()} through {through}" if through else user.get_username())[:LABEL_MAX_LENGTH]


def actor_of(user: User | AnonymousUser) -> Actor:
    """Somebody who is logged in. Raises TypeError for anybody else."""
    if not isinstance(user, User):
        raise TypeError("nobody is logged in")
    return Actor(user, label_of(user))


def command_actor(command: str) -> Actor:
    """A command of `manage.py`, with the account of the machine it runs under, where that has a name."""
    account = get_system_username()
    return Actor(None, f"manage.py {command}{f' run by {account}' if account else ''}"[:LABEL_MAX_LENGTH])


def present_actor() -> Actor:
    """Whoever asks just now: who is logged in, or somebody at the machine where no request is being answered."""
    user = getattr(current_request(), "user", None)
    return (
        actor_of(user)
        if isinstance(user, User)
        else Actor(None, f"a command run by {get_system_username() or 'somebody'}"[:LABEL_MAX_LENGTH])
    )
