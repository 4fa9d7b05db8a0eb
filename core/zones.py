"""Time zones people may live in: the IANA names this machine's time zone data knows."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# Not places: "Factory" means no zone was set, "localtime" is whatever the server runs in.
_NOT_A_PLACE = frozenset({"Factory", "localtime"})


@cache
def known_zones() -> frozenset[str]:
    """Every name a zone may have. Reads the time zone data once per process."""
    return frozenset(available_timezones() - _NOT_A_PLACE)


class UnknownZone(ValueError):  # noqa: N818 - reads as the refusal it is
    """A time zone name that is not in the IANA data; the message says what to write instead."""


def require_zone(name: str) -> ZoneInfo:
    """The zone of that exact IANA name. Raises UnknownZone, with a suggestion where one is near."""
    if name in known_zones():
        return ZoneInfo(name)
    near = sorted(zone for zone in known_zones() if zone.casefold() == name.strip().casefold())
    hint = f' Did you mean "{near[0]}"?' if near else ' Use an IANA name such as "Europe/Berlin".'
    raise UnknownZone(f"{name[:64]!r} is not a known time zone.{hint}")
