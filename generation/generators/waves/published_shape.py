"""Whether what a wave is said to have published is of its shape: imported readings may be of any."""

from __future__ import annotations

from pydantic import ValidationError

from generation.generators.published_json import read_published
from generation.generators.waves.registry import wave_generators
from generation.pipeline.contracts import canonical_json


def is_of_its_shape(wave: str, data: str) -> bool:
    """A JSON object in which each field that the wave's reading has is of its type.

    Fields may be missing, and there may be others. Of a wave that is not known here any object will do.
    """
    try:
        found = read_published(data)
    except ValueError:
        return False
    generator = wave_generators().get(wave)
    if not isinstance(found, dict) or generator is None:
        return isinstance(found, dict)
    known = {name: value for name, value in found.items() if name in generator.reading.model_fields}
    known.pop("contract_version", None)
    try:
        generator.reading.model_validate_json(canonical_json(known), strict=True)
    except ValidationError:
        return False
    return True
