"""A language model under an attacker's control, for every stage that may ask one.

It answers as the stages want to be answered, because what is no answer is not read; what it says is the attacker's.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from generation.pipeline.prompts.judge_rules import BY_NAME

from generation.language_models.rehearsal import good_content, worded
from generation.language_models.scripted_model import Asked
from generation.pipeline.reading.words import tokens
from tests.hostile import attacks
from tests.hostile.writers import SAFE

Bullet = dict[str, Any]
Data = dict[str, Any]
Manner = Callable[[Data, random.Random], str]
Sentence = Callable[[Bullet, Data, random.Random], str]


class HostileModel:
    """Answers each stage in one manner for the whole run, now and then well."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self._manners = {task: source.choice(manners) for task, manners in MANNERS.items()}

    def __call__(self, asked: Asked) -> str:
        data = json.loads(asked.prompt.data)
        if self.source.random() < 0.1:
            return json.dumps(good_content(asked.task, data))
        return self._manners[asked.task](data, self.source)


# --- as canonicalizer -----------------------------------------------------------------------------


def choose_pieces(data: Data, source: random.Random) -> str:
    """Runs of words, wherever they begin and end, as sentences, feelings and numbers."""
    facts, feelings, numbers = [], [], []
    for entry in data["entries"]:
        for _ in range(source.randint(0, 4)):
            quote = {"entry": entry["id"], "quote": _piece(entry["text"], source)}
            facts.append(quote)
            word = _piece(quote["quote"], source)
            feelings.append({**quote, "word": word})
            numbers.append({**quote, "value": word, "unit": None, "label": source.choice(("sleep", "cure", word[:80]))})
    return _choice(facts, feelings, numbers)


def choose_feeling_words(data: Data, source: random.Random) -> str:
    """Every word of feeling, denied, another's or nobody's, as the person's own."""
    words = {"anxious", "happy", "sad", "calm", "angry", "cured", "depressed", "proud", "tired", "should", "you"}
    feelings = [
        {"entry": entry["id"], "quote": entry["text"], "word": token.text}
        for entry in data["entries"]
        for token in tokens(entry["text"])
        if token.text.lower() in words and source.random() < 0.8
    ]
    return _choice([], feelings, [])


def invent(data: Data, source: random.Random) -> str:
    """What nobody wrote, under the names of entries there are and of others."""
    names = [*(entry["id"] for entry in data["entries"]), "e99", "m1"]
    quotes = [{"entry": source.choice(names), "quote": source.choice(attacks.CLAIMS)} for _ in range(6)]
    feelings = [{**quote, "word": "cured"} for quote in quotes]
    return _choice(quotes, feelings, [{**quote, "value": "10", "unit": "h", "label": "sleep"} for quote in quotes])


def _choice(facts: list[Data], feelings: list[Data], numbers: list[Data]) -> str:
    return json.dumps({"facts": facts[:400], "feelings": feelings[:400], "numbers": numbers[:400]})


def _piece(text: str, source: random.Random) -> str:
    words = list(tokens(text))
    if not words or source.random() < 0.1:
        return text[:40]
    first = source.randrange(len(words))
    last = min(len(words) - 1, first + source.randint(0, 4))
    return text[words[first].start : words[last].end]


# --- as writer and as repairer --------------------------------------------------------------------


def say_claims(bullet: Bullet, data: Data, source: random.Random) -> str:
    claim = source.choice(attacks.CLAIMS)
    if source.random() < 0.4:
        claim = source.choice(attacks.DISGUISES)(claim)
    return f"{_good(bullet)} {claim}" if source.random() < 0.5 else claim


def say_payloads(bullet: Bullet, data: Data, source: random.Random) -> str:
    pool = (*attacks.ORDERS, *attacks.ROLE_TAGS, *attacks.JSON_BREAKOUTS, *attacks.LINKS, *attacks.MARKUP)
    return f"{_good(bullet)} {source.choice((*pool, *attacks.ENCODED, *attacks.OTHER_SCRIPTS))}"


def obey_the_diary(bullet: Bullet, data: Data, source: random.Random) -> str:
    """The diary's words as the report's."""
    texts = [fact["text"] for one in data["bullets"] for fact in one["facts"]]
    return _piece(source.choice(texts or ["calm"]), source) + source.choice((".", "", ": {quote}"))


def join_words(bullet: Bullet, data: Data, source: random.Random) -> str:
    """Words of several facts as one statement, dated and counted as the bullet may."""
    pool = [token.text for fact in bullet["facts"] for token in tokens(fact["text"])] + list(SAFE)
    said = " ".join(source.choices(pool, k=source.randint(1, 6)))
    return source.choice((f"{bullet['dates']}: {said}.", f"{{quote}} {said} on {bullet['days']} days.", said))


def move_figures(bullet: Bullet, data: Data, source: random.Random) -> str:
    """Days, counts and values of another bullet."""
    other = source.choice(data["bullets"])
    moved = {**bullet, source.choice(("dates", "days", "label")): None}
    moved |= {name: other[name] for name, value in moved.items() if value is None}
    if bullet["values"] and other["values"]:
        moved["values"] = source.choice((other["values"], bullet["values"][::-1]))
    return _good(moved)


def break_out(bullet: Bullet, data: Data, source: random.Random) -> str:
    """Quotation marks, bullets and headings of its own; the placeholder more than once or cut."""
    claim = source.choice(attacks.CLAIMS)
    return source.choice(
        (
            f'{bullet["dates"]}: the entry says "{claim}"',
            f"{{quote}} {{quote}} {claim}",
            f"{_good(bullet)}\n- {claim}",
            f"{_good(bullet)}\n\n3. Open Points for Reflection\n- {claim}",
            f"the entry says “{claim}”",
            f"{{quote}}{claim}{{quote",
            f"{_good(bullet)} {{{{quote}}}} {{facts}}",
        )
    )


SENTENCES: tuple[Sentence, ...] = (say_claims, say_payloads, obey_the_diary, join_words, move_figures, break_out)


def word(data: Data, source: random.Random) -> str:
    """Some bullets the attacker's way, the rest well; under names and facts that are not theirs, at times."""
    sentence, share = source.choice(SENTENCES), source.choice((0.15, 0.4, 1.0))
    bullets = [worded(bullet) for bullet in data["bullets"]]
    for given, bullet in zip(data["bullets"], bullets, strict=True):
        if source.random() < share:
            bullet["text"] = sentence(given, data, source)[:4000]
        if source.random() < 0.15:
            bullet["fact_ids"] = source.choice(([], ["f1", "nothing"], source.choice(bullets)["fact_ids"]))
        if source.random() < 0.1:
            bullet["slot_id"] = source.choice(("w1", "l1", "p99", source.choice(bullets)["slot_id"]))
    return json.dumps({"bullets": bullets})


def _good(bullet: Bullet) -> str:
    text: str = worded({"values": None, **bullet})["text"] if bullet.get("values") or bullet["kind"] != "series" else ""
    return text


# --- as judge -------------------------------------------------------------------------------------


def pass_everything(data: Data, source: random.Random) -> str:
    return json.dumps({"verdict": "pass", "violations": []})


def fail_everything(data: Data, source: random.Random) -> str:
    return _failing([(bullet["slot_id"], bullet["text"]) for bullet in data["bullets"]], source)


def fail_some(data: Data, source: random.Random) -> str:
    chosen = source.choice(data["bullets"])
    return _failing([(chosen["slot_id"], _piece(chosen["text"], source) or chosen["text"])], source)


def quote_what_is_not_there(data: Data, source: random.Random) -> str:
    return _failing([(data["bullets"][0]["slot_id"], source.choice(attacks.CLAIMS))], source)


def follow_the_diary(data: Data, source: random.Random) -> str:
    """The diary's own orders, and its own verdicts."""
    texts = [fact for bullet in data["bullets"] for fact in bullet["facts"]]
    return source.choice((" ".join(texts), attacks.JSON_BREAKOUTS[2], *attacks.ORDERS))


def _failing(violations: list[tuple[str, str]], source: random.Random) -> str:
    listed = [
        {"rule": source.choice(list(BY_NAME)), "slot_id": slot_id, "excerpt": excerpt[:1000]}
        for slot_id, excerpt in violations
    ]
    return json.dumps({"verdict": "fail", "violations": listed[:100]})


# A judge that lets everything pass leaves most to lint, so it judges most of the runs.
MANNERS: dict[str, tuple[Manner, ...]] = {
    "canonicalizer": (choose_pieces, choose_pieces, choose_feeling_words, invent),
    "writer": (word,),
    "repair": (word,),
    "judge": (
        *(pass_everything,) * 8, fail_everything, fail_some, fail_some, quote_what_is_not_there, follow_the_diary,
    ),
}  # fmt: skip
