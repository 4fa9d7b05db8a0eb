"""Which waves there are here: those of the settings, in an order in which each stands behind what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from generation.generators.waves.wave_generator import WaveGenerator

AnyWave = WaveGenerator[Any]


def wave_generators() -> Mapping[str, AnyWave]:
    """Every wave by its name. Raises ImproperlyConfigured for two of one name, or waves that wait for each other."""
    return _generators(tuple(settings.SESSION_WAVES))


@cache
def _generators(names: tuple[str, ...]) -> Mapping[str, AnyWave]:
    made: list[AnyWave] = [import_string(name)() for name in names]
    by_name = {generator.name: generator for generator in made}
    if len(by_name) != len(made):
        raise ImproperlyConfigured("SESSION_WAVES names two waves that have the same name.")
    waits_for = {name: [before for before in one.after if before in by_name] for name, one in by_name.items()}
    try:
        order = list(TopologicalSorter(waits_for).static_order())
    except CycleError:
        raise ImproperlyConfigured("SESSION_WAVES names waves that wait for each other.") from None
    return {name: by_name[name] for name in order}
