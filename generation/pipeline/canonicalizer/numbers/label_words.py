"""Stage A: the words by which people say what a number measured, and the dimensions each can carry.

From general knowledge of English and of what people track. A label is written so that its stem is the stem of the
words it stands for ("Ran" and "running" -> "run"), because a label is only ever taken from words of the message.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generation.pipeline.canonicalizer.numbers.units import (
    CONCENTRATION,
    COUNT,
    DISTANCE,
    DURATION,
    ENERGY,
    MONEY,
    PERCENT,
    PRESSURE,
    RATE,
    SCALE,
    SPEED,
    TEMPERATURE,
    VOLUME,
    WEIGHT,
)
from generation.pipeline.reading.word_set import word_set
from generation.pipeline.reading.words import stem

# What a label may be said of a number that has no unit.
BARE = "bare"


class LabelWord(NamedTuple):
    """A label, the dimensions it can carry, and how it is used.

    `verb`: its verb forms may stand some words before the number ("walked with the dog for 20 min").
    `topic`: a fragment behind it may take it from an earlier clause or sentence ("Couldn't sleep. Maybe 5.5 h.").
    """

    label: str
    dimensions: frozenset[str]
    verb: bool
    topic: bool


_FEELING = f"{SCALE} {PERCENT} {BARE}"

# label: dimensions. Verbs and their nouns, found by stem.
_TOPIC_ACTIVITIES = {
    "sleep": f"{DURATION} {SCALE} {PERCENT} {BARE}",
    "nap": DURATION,
    "walk": f"{DURATION} {DISTANCE} {COUNT}",
    "run": f"{DURATION} {DISTANCE}",
    "jog": f"{DURATION} {DISTANCE}",
    "hike": f"{DURATION} {DISTANCE}",
    "swim": f"{DURATION} {DISTANCE}",
    "cycling": f"{DURATION} {DISTANCE}",
    "bike": f"{DURATION} {DISTANCE}",
    "ride": f"{DURATION} {DISTANCE}",
    "row": f"{DURATION} {DISTANCE}",
    "work": DURATION,
    "study": DURATION,
    "reading": DURATION,
    "meditation": f"{DURATION} {BARE}",
    "weight": f"{WEIGHT} {BARE}",
}
_ACTIVITIES = {
    "rest": DURATION,
    "climb": f"{DURATION} {DISTANCE}",
    "drive": f"{DURATION} {DISTANCE}",
    "playing": DURATION,
    "commute": f"{DURATION} {DISTANCE}",
    "travel": f"{DURATION} {DISTANCE}",
    "writing": DURATION,
    "exercise": f"{DURATION} times",
    "practice": DURATION,
    "practise": DURATION,
    "stretching": DURATION,
    "journal": DURATION,
    "cooking": DURATION,
    "cleaning": DURATION,
    "dancing": DURATION,
    "knitting": DURATION,
    "scrolling": DURATION,
    "wait": DURATION,
    "talk": DURATION,
    "call": DURATION,
    "fasting": DURATION,
    "crying": f"{DURATION} times",
    "waking": "times",
    "vomiting": "times",
    "praying": f"{DURATION} times",
    "smoking": f"times {BARE}",
    "drinking": VOLUME,
    "eating": ENERGY,
    "burn": f"{ENERGY} {BARE}",
    "spending": MONEY,
    "paying": MONEY,
    "cost": MONEY,
    "earnings": MONEY,
    "plank": DURATION,
    "yoga": DURATION,
    "workout": DURATION,
}
# Nouns and forms found as they are typed, or in the plural.
_NOUNS = {
    "awake": DURATION,
    "kip": f"{DURATION} {BARE}",
    "training": f"{DURATION} {DISTANCE}",
    "gaming": DURATION,
    "drawing": DURATION,
    "painting": DURATION,
    "gardening": DURATION,
    "pilates": DURATION,
    "gym": DURATION,
    "therapy": DURATION,
    "phone": DURATION,
    "session": DURATION,
    "lesson": DURATION,
    "lecture": DURATION,
    "meeting": DURATION,
    "shift": DURATION,
    "homework": DURATION,
    "housework": DURATION,
    "tv": DURATION,
    "netflix": DURATION,
    "youtube": DURATION,
    "tiktok": DURATION,
    "instagram": DURATION,
    "screentime": DURATION,
    "flight": DURATION,
    "sauna": DURATION,
    "mood": _FEELING,
    "energy": _FEELING,
    "anxiety": _FEELING,
    "anxious": _FEELING,
    "stress": _FEELING,
    "pain": _FEELING,
    "motivation": _FEELING,
    "focus": _FEELING,
    "concentration": _FEELING,
    "happiness": _FEELING,
    "sadness": _FEELING,
    "anger": _FEELING,
    "irritability": _FEELING,
    "fatigue": _FEELING,
    "tiredness": _FEELING,
    "exhaustion": _FEELING,
    "headache": f"{_FEELING} {DURATION}",
    "migraine": f"{_FEELING} {DURATION}",
    "nausea": _FEELING,
    "appetite": _FEELING,
    "hunger": _FEELING,
    "craving": _FEELING,
    "confidence": _FEELING,
    "loneliness": _FEELING,
    "productivity": _FEELING,
    "depression": _FEELING,
    "worry": _FEELING,
    "panic": f"{_FEELING} {DURATION}",
    "tension": _FEELING,
    "satisfaction": _FEELING,
    "calm": _FEELING,
    "calmness": _FEELING,
    "joy": _FEELING,
    "fear": _FEELING,
    "guilt": _FEELING,
    "shame": _FEELING,
    "soreness": _FEELING,
    "itching": _FEELING,
    "dizziness": _FEELING,
    "wellbeing": _FEELING,
    "urge": _FEELING,
    "overwhelm": _FEELING,
    "day": f"{SCALE} {BARE}",
    "feeling": f"{SCALE} {BARE}",
    "temperature": f"{TEMPERATURE} {BARE}",
    "temp": f"{TEMPERATURE} {BARE}",
    "fever": f"{TEMPERATURE} {BARE}",
    "pulse": f"{RATE} {BARE}",
    "heart": f"{RATE} {BARE}",
    "hr": f"{RATE} {BARE}",
    "rhr": f"{RATE} {BARE}",
    "hrv": f"{BARE} {DURATION}",
    "bp": PRESSURE,
    "glucose": f"{CONCENTRATION} {BARE}",
    "oxygen": f"{PERCENT} {BARE}",
    "bw": f"{WEIGHT} {BARE}",
    "wt": f"{WEIGHT} {BARE}",
    "wgt": f"{WEIGHT} {BARE}",
    "scale": f"{WEIGHT} {BARE}",
    "foot": f"{SCALE} {BARE}",
    "feet": f"{SCALE} {BARE}",
    "throat": f"{SCALE} {BARE}",
    "knee": f"{SCALE} {BARE}",
    "shoulder": f"{SCALE} {BARE}",
    "neck": f"{SCALE} {BARE}",
    "back": f"{SCALE} {BARE}",
    "hip": f"{SCALE} {BARE}",
    "stomach": f"{SCALE} {BARE}",
    "tummy": f"{SCALE} {BARE}",
    "head": f"{SCALE} {BARE}",
    "wrist": f"{SCALE} {BARE}",
    "elbow": f"{SCALE} {BARE}",
    "ankle": f"{SCALE} {BARE}",
    "bmi": BARE,
    "kcal": f"{ENERGY} {BARE}",
    "cal": f"{ENERGY} {BARE}",
    "breakfast": f"{ENERGY} {MONEY} {BARE}",
    "lunch": f"{ENERGY} {MONEY} {BARE}",
    "dinner": f"{ENERGY} {MONEY} {BARE}",
    "protein": f"{WEIGHT} {BARE}",
    "carbs": f"{WEIGHT} {BARE}",
    "sugar": f"{WEIGHT} {CONCENTRATION} {BARE}",
    "caffeine": WEIGHT,
    "water": f"{VOLUME} {COUNT} {BARE}",
    "waist": DISTANCE,
    "pace": SPEED,
    "speed": SPEED,
    "rent": MONEY,
    "groceries": MONEY,
    "taxi": MONEY,
}
# Labels of more than one word, by those words.
_PHRASES = {
    "blood pressure": PRESSURE,
    "blood sugar": f"{CONCENTRATION} {BARE}",
    "heart rate": f"{RATE} {BARE}",
    "resting heart rate": f"{RATE} {BARE}",
    "resting pulse": f"{RATE} {BARE}",
    "body fat": PERCENT,
    "screen time": DURATION,
    "social media": DURATION,
    "deep sleep": f"{DURATION} {PERCENT}",
    "light sleep": f"{DURATION} {PERCENT}",
    "core sleep": f"{DURATION} {PERCENT}",
    "rem sleep": f"{DURATION} {PERCENT}",
    "sleep quality": _FEELING,
    "sleep score": _FEELING,
    "sleep debt": DURATION,
    "sleep deficit": DURATION,
    "sleep loss": DURATION,
    "sleep deprivation": DURATION,
    "sleep latency": DURATION,
    "sleep efficiency": PERCENT,
    "social anxiety": _FEELING,
    "self esteem": _FEELING,
    "dog walk": f"{DURATION} {DISTANCE} times",
    "step count": f"{BARE} {COUNT}",
    "bike ride": f"{DURATION} {DISTANCE}",
    "working out": DURATION,
    "threw up": "times",
    "throwing up": "times",
    "phone call": DURATION,
    "panic attack": DURATION,
    "sitting still": DURATION,
}


def _words(listing: dict[str, str], *, verb: bool, topic: bool) -> dict[str, LabelWord]:
    return {
        label: LabelWord(label, frozenset(dimensions.split()), verb, topic) for label, dimensions in listing.items()
    }


_BY_STEM = {
    stem(word.label): word
    for word in [
        *_words(_TOPIC_ACTIVITIES, verb=True, topic=True).values(),
        *_words(_ACTIVITIES, verb=True, topic=False).values(),
    ]
}
_BY_FORM = _words(_NOUNS, verb=False, topic=True)
_BY_FORM |= {
    "steps": LabelWord("step", frozenset([BARE, COUNT]), verb=False, topic=False),
    "calories": LabelWord("calorie", frozenset([BARE, ENERGY]), verb=False, topic=False),
}
_BY_FORM |= dict.fromkeys(("feel", "felt"), _BY_FORM["feeling"])
_BY_FORM["asleep"] = _BY_STEM[stem("sleep")]._replace(verb=False)
_BY_FORM |= {"trained": _BY_FORM["training"], "stressed": _BY_FORM["stress"]}
_BY_FORM |= {f"{label}s": word for label, word in _BY_FORM.items() if not label.endswith("s")}
del _BY_FORM["hrs"]  # hours, and no heart rate
_BY_PHRASE: dict[tuple[str, ...], LabelWord] = {
    tuple(label.split()): word for label, word in _words(_PHRASES, verb=False, topic=True).items()
}
_BY_PHRASE |= {(form, "out"): _BY_PHRASE["working", "out"] for form in ("work", "worked", "works")}
_PHRASE_BEGINNINGS = frozenset(words[0] for words in _BY_PHRASE)

# Words that share a stem with an activity and name something else.
_NO_ACTIVITY = word_set(
    """
    practical practically studio clean cleans works worker fast fasts faster runner runners rower row rows burnt
    paid-for
    """
)
# "ran out", "running late", "worked up", "drove me crazy": another meaning of the verb.
_IDIOMS = {
    "run": frozenset(
        ["out", "into", "late", "low", "errands", "errand", "over", "away", "off", "behind", "around", "through"]
    ),
    "work": frozenset(["up", "on-call"]),
    "ride": frozenset(["out"]),
    "call": frozenset(["off", "it", "in", "sick"]),
    "drive": frozenset(["me", "us", "crazy", "mad"]),
    "fasting": frozenset(["glucose"]),
    "rest": frozenset(["of"]),
    "burn": frozenset(["out"]),
}


# Words of the same thing, by the label the contract of the text lists for them.
_SAME_THING = {
    "step": "steps",
    "cigarette": "cigarettes",
    "cig": "cigarettes",
    "ciggy": "cigarettes",
    "ciggie": "cigarettes",
    "bp": "blood pressure",
    "heart": "pulse",
    "step count": "steps",
    "dog walk": "walk",
    "bw": "weight",
    "wt": "weight",
    "wgt": "weight",
    "scale": "weight",
    "med": "medication",
    "meds": "medication",
}


# Labels that may be given although another word of the same thing stands in the entry ("BP").
FIXED_LABELS = word_set(
    "sleep mood energy pain steps walk run weight coffee alcohol cigarettes water medication pulse"
) | {"blood pressure"}


def series_label(label: str) -> str:
    """The label under which values of one thing stand together: "bp" and "blood pressure" are one."""
    return _SAME_THING.get(label, label)


def bare_dimension(dimensions: frozenset[str]) -> str | None:
    """What a number without a unit is of: one of a scale beside "mood", a count beside "steps"; "sleep" is open."""
    if SCALE in dimensions:
        return None if DURATION in dimensions else SCALE
    measured = dimensions - {BARE, PERCENT, ENERGY} or dimensions - {BARE}
    return next(iter(measured)) if len(measured) == 1 else None


@lru_cache(maxsize=16384)
def _label_word(word: str) -> LabelWord | None:
    return _BY_FORM.get(word) or (None if word in _NO_ACTIVITY else _BY_STEM.get(stem(word)))


def label_word_at(words: list[str], at: int) -> tuple[LabelWord, int] | None:
    """The label word that begins at `at` in folded `words`, and how many words it takes."""
    word = words[at]
    if word in _PHRASE_BEGINNINGS:
        for length in (3, 2):
            phrase = _BY_PHRASE.get(tuple(words[at : at + length]))
            if phrase:
                return phrase, length
    found = _label_word(word)
    if found is None or not found.verb:
        return (found, 1) if found else None
    following = words[at + 1] if at + 1 < len(words) else ""
    if following in _IDIOMS.get(found.label, ()):
        return None
    return found, 1
