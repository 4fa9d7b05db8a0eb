"""What was taken back, or protects somebody, since a backup was made, and how a restore does it again.

A backup holds what it held when it was made. Whoever restores it brings back words that a person has erased since, a
summary that was withdrawn, a right that was taken. So all of these are listed in a file that is written anew every
minute, and a restore does them again before anything answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.contrib.sessions.models import Session

from audit.backups.listed import Done, Kind, Listed
from audit.backups.protection import PROTECTION
from audit.backups.standing import STANDING
from audit.backups.words import WORDS
from core.actors import Actor
from core.faultpoints import around

# In the order in which they are done: whoever is erased needs nothing more.
KINDS: Mapping[str, Kind] = {**WORDS, **PROTECTION, **STANDING}


def take_back_again(actor: Actor, listed: Listed) -> Done:
    """Do whatever `listed` has and the database has not. A kind that it does not know is left. Ends every session."""
    counts: Counter[str] = Counter()
    to_do: list[str] = []
    for name, kind in KINDS.items():
        if name in listed.kinds:
            counts[name], by_hand = kind.again(actor, listed.of(name))
            to_do += by_hand
    with around("erase"):
        Session.objects.all().delete()
    return Done(+counts, tuple(to_do))
