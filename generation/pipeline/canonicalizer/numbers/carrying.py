"""Stage A: whether a label can carry a number: what it measures, and how large it may be.

In: a label word and a notation. Out: yes or no. "Slept 7" is an amount, "slept 23" may be a time of day.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.label_words import BARE, LabelWord
from generation.pipeline.canonicalizer.numbers.notation import Kind, Notation, magnitude
from generation.pipeline.canonicalizer.numbers.units import COUNT, WEIGHT
from generation.pipeline.reading.word_set import word_set


def carries(word: LabelWord, notation: Notation) -> bool:
    """Whether the label can carry what the notation can measure."""
    if notation.value[-1:] in {"k", "K"} and word.label in RACED:
        return True
    if notation.value[:1] in SIGNS and (WEIGHT in word.dimensions or word.label == "day"):
        return False  # a change of weight is no weight
    if notation.kind in {Kind.BARE, Kind.MARKED, Kind.ARTICLE} and not notation.dimensions:
        return BARE in word.dimensions and _is_plausible(word, notation)
    if notation.kind is Kind.TIMES and notation.dimensions == (COUNT,):
        return "times" in word.dimensions or (word.verb and word.label in _COUNTED_ACTS)
    return not word.dimensions.isdisjoint(notation.dimensions)


SIGNS = frozenset("-−+")
# "walked the dog 2x": how often; of "slept 2x" and "worked 3x" nobody knows.
_COUNTED_ACTS = word_set("nap walk run swim exercise call")
# "ran 5k" is a distance; "walked 10k" may be steps.
RACED = word_set("run jog swim row bike ride cycling")
# "Scale 7" is a rating, "heart 8" a feeling.
_ACHING = word_set("foot feet throat knee shoulder neck back hip stomach tummy head wrist elbow ankle")
_MEASURED = word_set("hip neck")
_SMALLEST_GIRTH = 13
_MEAL = (100, 999)
_RANGES = {
    "water": (0, 30),
    "heart": (30, 230),
    "scale": (25, 400),
    "burn": (50, 9999),
    "breakfast": _MEAL,
    "lunch": _MEAL,
    "dinner": _MEAL,
}


def _is_plausible(word: LabelWord, notation: Notation) -> bool:
    """ "slept 7" is an amount; "slept 23" and "slept 2-7" may be times of day."""
    if word.label in _RANGES:
        low, high = _RANGES[word.label]
        return low <= magnitude(notation.value.lstrip("~≈<>≥≤-−+ ")) <= high
    if word.label in _MEASURED and magnitude(notation.value) >= _SMALLEST_GIRTH:
        return True  # "hips 101", in centimetres or inches
    if word.label in {"feeling", "day"} or word.label in _ACHING or " about " in word.label:
        return magnitude(notation.value.lstrip("~≈<>≥≤-−+ ")) <= 10  # "feels like 28 outside"
    if word.label != "sleep":
        return True
    numbers = [magnitude(part) for part in notation.value.lstrip("~≈<>≥≤-−+ ").replace("–", "-").split("-") if part]
    return all(number <= 16 for number in numbers) and (len(numbers) < 2 or numbers[1] - numbers[0] <= 2)
