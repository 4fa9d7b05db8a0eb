"""Stage A, units: what stands behind a number and says what kind of number it is.

Data and one lookup. A unit may belong to more than one dimension ("m" is metres or minutes, "pounds" weight or
money): the label decides which, the first is meant where no label does. Units are of English and, where a
diary in English may still carry them, of its neighbours ("Std", "heures").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generation.pipeline.reading.word_set import word_set

DURATION = "duration"
DISTANCE = "distance"
SCALE = "scale"
COUNT = "count"
MONEY = "money"
TEMPERATURE = "temperature"
WEIGHT = "weight"
PRESSURE = "pressure"
PERCENT = "percent"
VOLUME = "volume"
ENERGY = "energy"
RATE = "rate"
SPEED = "speed"
CONCENTRATION = "concentration"
DOSE = "dose"

# A sign before a number of these is a dash, never a minus.
NEVER_NEGATIVE = frozenset(
    [DURATION, DISTANCE, SCALE, COUNT, PRESSURE, VOLUME, ENERGY, RATE, SPEED, CONCENTRATION, DOSE]
)

GAP = "[ \t\u00a0\u2007\u2009\u202f]"
CURRENCY = "€$£¥₹₺₽₩₴₫₱฿₪"


class Unit(NamedTuple):
    """A unit as it stands in the text, and the dimensions it can mean."""

    start: int
    end: int
    dimensions: tuple[str, ...]


_LISTED = {
    (DURATION,): """
        h hr hrs hour hours hourly std stunde stunden min mins minute minutes minuten minuto minutos minuti
        minut sec secs second seconds day days night nights week weeks wk wks month months year years yr yrs heure
        heures hora horas uur dakika godzin godziny tage wochen jours días giorni
        """,
    (DURATION, DISTANCE): "s",
    (DISTANCE,): """
        km kms kilometer kilometers kilometre kilometres meter meters metre metres mi mile miles ft feet yd yds yard
        yards cm mm inch inches klicks
        """,
    (DISTANCE, DURATION): "m",
    (WEIGHT,): """
        kg kgs kilo kilos kilogram kilograms g gr gram grams gramm mg milligram milligrams mcg µg μg lb lbs oz ounce
        ounces stone
        """,
    (WEIGHT, MONEY): "pound pounds",
    (VOLUME,): """
        l liter liters litre litres ml cl dl millilitre millilitres milliliter milliliters gallon gallons pint pints
        tbsp tsp tablespoon tablespoons teaspoon teaspoons
        """,
    (ENERGY,): "kcal kcals cal cals calorie calories kj kalorien",
    (PERCENT,): "% ％ percent pct",
    (TEMPERATURE,): "° °c °f ℃ ℉ degree degrees deg celsius fahrenheit",
    (RATE,): "bpm rpm hz l/min",
    (SPEED,): "km/h kmh kph mph min/km min/mi /km /mi",
    (PRESSURE,): "mmhg",
    (CONCENTRATION,): "mg/dl mmol/l mmol",
    (DOSE,): "iu unit units puff puffs",
    (MONEY,): """
        eur euro euros usd gbp chf sek nok dkk pln czk jpy dollar dollars buck bucks quid cent cents
        pence kr zł kč rupees yen
        """,
}
UNITS: dict[str, tuple[str, ...]] = {
    name: dimensions for dimensions, names in _LISTED.items() for name in names.split()
} | dict.fromkeys(CURRENCY, (MONEY,))

# Vessels and portions: with "of" or a drink behind them they measure it, alone they are things counted.
DRINK_VESSELS = word_set(
    """
    tin tins beaker beakers tumbler tumblers flask flasks cup cups glass glasses bottle bottles can cans mug
    mugs shot shots jug jugs carton cartons pot pots sip sips
    """
)
VESSELS = DRINK_VESSELS | word_set(
    """
    bowl bowls plate plates slice slices piece pieces pack packs packet packets bag bags bar bars scoop scoops
    sachet sachets squares tub tubs spoon tablet tablets pill pills capsule capsules tab tabs spoons serving
    servings portion portions handful
    load loads batch batches basket baskets
    handfuls drop drops dose doses round rounds
    """
)

_UNIT = re.compile(
    rf"{GAP}{{0,2}}+[-‐‑]?(?:(?:whole|full|solid|straight){GAP})?"
    r"(?P<unit>km/h|[Ll]/min|min/km|min/mi|/km\b|/mi\b|mg/d[lL]|mmol/[lL]|°[ ]?[CcFf](?![^\W\d_])|[°℃℉%％]|"
    rf"[{CURRENCY}]|[^\W\d_]+)"
)
_LETTERED_TEMPERATURES = frozenset("CF")


def _closes(text: str, at: int, end: int) -> bool:
    return not text[at : min(end, at + 3)].strip(" .,;)")


def unit_at(text: str, at: int, end: int, *, decimal: bool = False) -> Unit | None:
    """The unit that begins at `at`, white space or a hyphen before it allowed; None for any other word.

    "98.6F" and "37.2 C" are temperatures when attached to the number or behind a `decimal` one.
    """
    match = _UNIT.match(text, at, end)
    if match is None:
        return None
    start, stop = match.span("unit")
    name = match["unit"]
    if name in _LETTERED_TEMPERATURES:
        known: tuple[str, ...] | None = (TEMPERATURE,) if decimal or start == at else None
    elif name in {"u", "U"}:
        known = (DOSE,) if start == at else None  # "5u", but not "2 u"
    elif name in {"M", "S", "G", "K"}:
        known = None
    else:
        known = UNITS.get(name.casefold().replace(" ", ""))
    if known is None and name == "in" and (start == at or _closes(text, stop, end)):
        known = (DISTANCE,)  # "39in" and "39 in.", but not "3 in the morning"
    if known is None:
        return None
    following = text[stop : stop + 1]
    if following == "_" or (following.isdigit() and name[-1].isalpha()):
        return None
    if name == "°" and text[stop : stop + 2].strip()[:1].isdigit():
        return None
    return Unit(start, stop, known)
