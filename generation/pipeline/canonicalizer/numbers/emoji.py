"""Stage A: emoji beside numbers: "😴 7h", "💧 1.5 L", "mood 🙂 7".

In: what stands in a clause. Out: whether it is an emoji, and the label it may stand for: only labels of the contract's
fixed list, which need no word of the message, and only emoji that are typed for one thing. Any other is a picture.
"""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.notation import Notation
from generation.pipeline.canonicalizer.numbers.units import DISTANCE

EMOJI = r"[\u2600-\u2712\u2716-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff]+"
_JOINERS = "\ufe0f\u200d"
_TONES = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_LISTED = {
    "sleep": "😴💤🛌🛏🥱",
    "mood": "😊🙂😃😀😄😁😐😕🙁😞😔😢😭😟☺☹🎭",
    "energy": "⚡🔋🪫",
    "pain": "🤕😖😣",
    "steps": "👣🦶👟",
    "walk": "🚶",
    "run": "🏃",
    "weight": "⚖",
    "coffee": "☕",
    "alcohol": "🍷🍺🍻🥃🍸🥂",
    "cigarettes": "🚬",
    "water": "💧🚰🥤💦",
    "medication": "💊",
    "pulse": "💓🫀❤💗",
}
_LABELS = {emoji: label for label, emojis in _LISTED.items() for emoji in emojis}


def is_emoji(piece: str) -> bool:
    return piece[0] >= "\u2600" and ("\u2600" <= piece[0] <= "\u2bff" or piece[0] >= "\U0001f000")


def emoji_label(piece: str, number: Notation) -> str | None:
    """The label that an emoji before a number stands for, once or more often, its tone or sex left aside ("🏃🏽‍♀️").

    A runner before minutes may be any exercise: only before a distance it is a run.
    """
    bare = piece.strip(_JOINERS).rstrip("♀♂" + _JOINERS).translate({ord(each): None for each in _TONES + _JOINERS})
    label = _LABELS.get(bare[:1]) if len(set(bare)) == 1 else None
    if label == "run" and DISTANCE not in number.dimensions and number.value[-1:] not in {"k", "K"}:
        return None
    return "steps" if label == "walk" and not number.dimensions else label
