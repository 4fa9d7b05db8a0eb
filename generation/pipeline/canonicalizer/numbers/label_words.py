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

# What a label may be said of a number that has no unit, or of how often.
BARE = "bare"
TIMES = "times"


class LabelWord(NamedTuple):
    """A label, the dimensions it can carry, and how it is used.

    `verb`: its verb forms may stand some words before the number ("walked with the dog for 20 min").
    `topic`: a fragment behind it may take it from an earlier clause or sentence ("Couldn't sleep. Maybe 5.5 h.").
    """

    label: str
    dimensions: frozenset[str]
    verb: bool
    topic: bool


# By what each can carry. Verbs and their nouns, found by stem; those with a topic first.
_TOPIC_ACTIVITIES = {
    (DURATION, SCALE, PERCENT, BARE): "sleep",
    (DURATION,): "work study reading",
    (DURATION, BARE): "nap meditation",
    (DURATION, DISTANCE, COUNT): "walk",
    (DURATION, DISTANCE): "run jog hike swim cycling bike ride row",
    (WEIGHT, BARE): "weight",
}
_ACTIVITIES = {
    (DURATION,): """
        rest playing writing practice practise journal cooking cleaning dancing knitting scrolling wait talk call
        fasting workout
        """,
    (DURATION, BARE): "stretching plank yoga",
    (DURATION, DISTANCE): "climb drive commute travel",
    (DURATION, TIMES): "exercise crying praying",
    (TIMES,): "waking vomiting",
    (TIMES, BARE): "smoking",
    (VOLUME,): "drinking",
    (ENERGY, BARE): "burn",
    (MONEY,): "spending paying cost earnings",
}
# Nouns and forms found as they are typed, or in the plural.
_NOUNS = {
    (DURATION,): """
        awake gaming drawing painting gardening pilates gym therapy phone session lesson lecture meeting shift homework
        housework tv netflix youtube tiktok instagram screentime flight sauna treadmill cardio
        """,
    (DURATION, BARE): "kip overtime",
    (DURATION, DISTANCE): "training",
    (SCALE, PERCENT, BARE): """
        mood energy anxiety anxious stress pain motivation focus concentration happiness sadness anger irritability
        fatigue tiredness exhaustion nausea appetite hunger craving confidence loneliness productivity depression worry
        tension satisfaction calm calmness joy fear guilt shame soreness itching dizziness wellbeing urge overwhelm
        boredom frustration jealousy rage libido paranoia dissociation rumination bloating reflux heartburn itch
        itchiness vertigo tinnitus congestion stiffness numbness swelling tremor clarity optimism distress suicidality
        grief agitation restlessness impulsivity contentment alertness sleepiness drowsiness breathlessness discomfort
        tenderness mania sociability irritation despair emptiness hopelessness dread backache toothache earache sciatica
        """,
    (SCALE, PERCENT, BARE, DURATION): "headache migraine panic",
    (SCALE, BARE): """
        day feeling foot feet throat knee shoulder neck back hip stomach tummy head wrist elbow ankle
        """,
    (TEMPERATURE, BARE): "temperature temp fever",
    (RATE, BARE): "pulse heart hr rhr",
    (BARE, DURATION): "hrv",
    (TIMES,): "sick",
    (PRESSURE,): "bp",
    (CONCENTRATION, BARE): "glucose bg bgl",
    (PERCENT, BARE): "oxygen spo2 sats",
    (WEIGHT, BARE): "bw wt wgt scale protein carbs fibre fiber",
    (BARE,): "bmi",
    (ENERGY, BARE): "kcal cal",
    (ENERGY, MONEY, BARE): "breakfast lunch dinner",
    (WEIGHT, CONCENTRATION, BARE): "sugar",
    (WEIGHT,): "caffeine",
    (VOLUME, COUNT, BARE): "water",
    (DISTANCE, BARE): "waist",
    (SPEED,): "pace speed",
    (MONEY,): "rent groceries taxi",
}
# Labels of more than one word, by those words.
_PHRASES = {
    (PRESSURE,): "blood-pressure",
    (CONCENTRATION, BARE): "blood-sugar blood-glucose",
    (RATE, BARE): "heart-rate resting-heart-rate resting-pulse",
    (PERCENT,): "body-fat sleep-efficiency",
    (DURATION,): """
        screen-time social-media sleep-debt sleep-deficit sleep-loss sleep-deprivation sleep-latency working-out
        phone-call panic-attack sitting-still deep-work
        """,
    (DURATION, PERCENT): "deep-sleep light-sleep core-sleep rem-sleep",
    (SCALE, PERCENT, BARE): """
        sleep-quality sleep-score social-anxiety self-esteem social-battery brain-fog
        """,
    (DURATION, DISTANCE, TIMES): "dog-walk",
    (BARE, COUNT): "step-count",
    (DURATION, DISTANCE): "bike-ride",
    (TIMES,): "threw-up throwing-up",
}


def _words(listing: dict[tuple[str, ...], str], *, verb: bool, topic: bool) -> dict[str, LabelWord]:
    return {
        label: LabelWord(label, frozenset(dimensions), verb, topic)
        for dimensions, names in listing.items()
        for label in names.split()
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
    "calories": LabelWord("calorie", frozenset([BARE, ENERGY]), verb=False, topic=True),
}
# Adjectives that are rated: they take a number beside them and are no topic of another.
_BY_FORM |= {
    word: LabelWord(word, frozenset([SCALE, PERCENT, BARE]), verb=False, topic=False)
    for word in word_set(
        """
        depressed lonely exhausted worried scared drained frustrated relaxed overwhelmed irritated irritable bored
        annoyed energised energized rested motivated focused ashamed hopeless hopeful tired happy sad angry numb tense
        dizzy sleepy hungry nervous guilty jealous manic paranoid agitated confident nauseous sore
        bloated constipated congested disconnected dissociated triggered unmotivated
        """
    )
}
_BY_FORM |= dict.fromkeys(("feel", "felt"), _BY_FORM["feeling"])
_BY_FORM["asleep"] = _BY_STEM[stem("sleep")]._replace(verb=False)
_BY_FORM |= {"trained": _BY_FORM["training"], "stressed": _BY_FORM["stress"]}
_BY_FORM |= {f"{label}s": word for label, word in _BY_FORM.items() if not label.endswith("s")}
del _BY_FORM["hrs"]  # hours, and no heart rate
_BY_PHRASE: dict[tuple[str, ...], LabelWord] = {
    tuple(label.split("-")): word._replace(label=label.replace("-", " "))
    for label, word in _words(_PHRASES, verb=False, topic=True).items()
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


def series_label(label: str, dimension: str | None = None) -> str:
    """The label under which values of one thing stand together: "bp" and "blood pressure" are one.

    What is rated is no measure of the body: "heart 9/10" is no pulse.
    """
    if dimension == SCALE and label in {"heart", "scale"}:
        return label
    return _SAME_THING.get(label, label)


def bare_dimension(label: str, dimensions: frozenset[str]) -> str | None:
    """What a number without a unit is of: one of a scale beside "mood" and "headache", a count beside "steps"; beside
    "sleep" it may be hours as well."""
    if SCALE in dimensions:
        return None if label == "sleep" else SCALE
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
