"""Time zones people may live in: the IANA names this machine's time zone data knows."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from core.refusals import InputRefused

# Not places: "Factory" means no zone was set, "localtime" is whatever the server runs in.
_NOT_A_PLACE = frozenset({"Factory", "localtime"})
_SHOWN_CHARACTERS = 64


@cache
def known_zones() -> frozenset[str]:
    """Every name a zone may have. Reads the time zone data once per process."""
    return frozenset(available_timezones() - _NOT_A_PLACE)


class UnknownZone(InputRefused):
    """A time zone name that is not in the IANA data; the reason says what to write instead."""


def require_zone(name: str, *, field: str = "zone") -> ZoneInfo:
    """The zone of that exact IANA name. Raises UnknownZone, with a suggestion where one is near."""
    if name in known_zones():
        return ZoneInfo(name)
    meant = name.strip().replace(" ", "_").casefold()
    near = sorted(zone for zone in known_zones() if zone.casefold() == meant)
    hint = f'Did you mean "{near[0]}"?' if near else 'Write a continent and a city, such as "Europe/Berlin".'
    raise UnknownZone(field, f"{name[:_SHOWN_CHARACTERS]!r} is not a known time zone. {hint}")
