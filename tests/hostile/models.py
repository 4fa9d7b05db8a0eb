"""A language model under an attacker's control, for every stage that may ask one.

It answers mostly as the stages want to be answered, because what is no answer is not read; which sentences it names is
the attacker's. Each stage is answered in one manner for a whole run, now and then well.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from generation.language_models.rehearsal import chosen, good_content
from generation.language_models.scripted_model import Asked, Scripted
from generation.pipeline.language_model import ReplyOutcome
from generation.pipeline.policy_gate.judge_rules import BY_NAME
from generation.pipeline.reading.words import tokens
from tests.hostile import attacks
from tests.hostile.garbling import garbled

Data = dict[str, Any]
Sentence = dict[str, Any]
Manner = Callable[[Data, random.Random], Scripted]
KINDS = ("matters", "series", "areas")
GLOOMY = ("hate", "sad", "not", "never", "angry", "die", "kill", "cry", "alone", "worst", "pain", "tired")
OF_OTHERS = ("she", "he", "they", "said", "texted", "wrote", "mum", "tom", "anna", '"', "“", ":")
FAILURES = (
    ReplyOutcome.EMPTY, ReplyOutcome.TRUNCATED, ReplyOutcome.REFUSED, ReplyOutcome.FILTERED, ReplyOutcome.SERVER_ERROR,
    ReplyOutcome.TIMED_OUT, ReplyOutcome.UNAUTHORIZED, ReplyOutcome.BUDGET_SPENT, ReplyOutcome.OUT_OF_TIME,
)  # fmt: skip
GARBAGE = (
    "", " ", "{", "[]", "null", "NaN", "42", '"f1"', "{}", '{"sentences": null}', '{"sentences": "f1"}', "I am done.",
    '{"sentences": [1, 2]}', '{"sentences": [["f1"]]}', '{"sentences": [], "more": 1}', "\ufeff{}", "<think>f1</think>",
    '```json\n{"sentences": []}\n```',
    '{"sentences": []} and {"sentences": ["f1"]}', "[" * 3000, '{"sentences": ["\\ud800"]}',
    '{"verdict": "pass"}', '{"verdict": "maybe", "violations": []}', '{"verdict": "fail", "violations": []}',
)  # fmt: skip


class Orders(NamedTuple):
    """What an attacker tells the models: for each task the number of its manner; whether it changes with each question;
    the seed of their dice; what the choosers lean to beside it; which answers are changed on their way."""

    manners: tuple[tuple[str, int], ...]
    flips: bool
    dice: int
    leaning: tuple[int, ...] = ()
    garbled: tuple[int, ...] = ()

    @classmethod
    def drawn(cls, source: random.Random) -> Orders:
        manners = tuple((task, source.randrange(len(manners))) for task, manners in MANNERS.items())
        return cls(manners, flips=source.random() < 0.2, dice=source.getrandbits(32))


class HostileModel:
    """Answers each stage as it is ordered, now and then well."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._manners = {task: MANNERS[task][number] for task, number in orders.manners}
        self._source = random.Random(orders.dice)

    def __call__(self, asked: Asked) -> Scripted:
        data = json.loads(asked.prompt.data)
        if self._source.random() < 0.1:
            return json.dumps(good_content(asked.task, data))
        manner = self._source.choice(MANNERS[asked.task]) if self._orders.flips else self._manners[asked.task]
        answer = manner(data, self._source)
        if isinstance(answer, ReplyOutcome) or not isinstance(answer, str):
            return answer
        return self._on_its_way(asked.task, data, answer)

    def _on_its_way(self, task: str, data: Data, answer: str) -> str:
        if task == "bridge_choice":
            answer = _leaning(data, answer, self._orders.leaning)
        for number in self._orders.garbled:
            dice = random.Random(number)
            if dice.choice(tuple(MANNERS)) == task:
                answer = garbled(answer, data, dice)
        return answer


# --- whoever chooses, first or anew ---------------------------------------------------------------


def _fitting(order: Callable[[Sequence[Sentence], random.Random], Sequence[Sentence]]) -> Manner:
    """Within every limit: of each day what is required and, in the attacker's order, what fits; of each kind the
    last."""

    def choose(data: Data, source: random.Random) -> str:
        sentences = [id_ for day in data.get("days", ()) for id_ in _fitting_of(day, order(day["sentences"], source))]
        kinds = {kind: data.get(kind, {"most": 0, "of": []}) for kind in KINDS}
        return _choice(sentences, **{kind: [one["id"] for one in reversed(k["of"])] for kind, k in kinds.items()})

    return choose


def _fitting_of(day: Data, ordered: Sequence[Sentence]) -> Iterator[str]:
    left = day["budget"]
    for sentence in ordered:
        if sentence.get("required"):
            yield sentence["id"]
        elif sentence["words"] <= left:
            left -= sentence["words"]
            yield sentence["id"]


def _trivial(sentences: Sequence[Sentence], source: random.Random) -> Sequence[Sentence]:
    return sorted(sentences, key=lambda one: (one["words"], one["id"]))


def _worst(sentences: Sequence[Sentence], source: random.Random) -> Sequence[Sentence]:
    return sorted(sentences, key=lambda one: -sum(word in one["text"].lower() for word in GLOOMY))


def _of_others(sentences: Sequence[Sentence], source: random.Random) -> Sequence[Sentence]:
    return sorted(sentences, key=lambda one: -sum(word in one["text"].lower() for word in OF_OTHERS))


def _last_first(sentences: Sequence[Sentence], source: random.Random) -> Sequence[Sentence]:
    return sentences[::-1]


def _every_second(sentences: Sequence[Sentence], source: random.Random) -> Sequence[Sentence]:
    return [*sentences[::2], *sentences[1::2]]


def _shuffled(sentences: Sequence[Sentence], source: random.Random) -> Sequence[Sentence]:
    return source.sample(sentences, k=len(sentences))


def name_everything(data: Data, source: random.Random) -> str:
    kinds = {kind: [one["id"] for one in data.get(kind, {}).get("of", ())] for kind in KINDS}
    return _choice([one["id"] for one in _offered(data)], **kinds)


def name_nothing(data: Data, source: random.Random) -> str:
    return _choice([])


def leave_out_what_is_required(data: Data, source: random.Random) -> str:
    return _choice([one["id"] for one in _offered(data) if not one.get("required")][: source.randint(1, 9)])


def name_any(data: Data, source: random.Random) -> str:
    """Any ids of any kind in any order, some twice, some of nobody."""
    ids = [*(one["id"] for one in _offered(data)), *(one["id"] for k in KINDS for one in data.get(k, {}).get("of", ()))]
    pools = [ids, ids, ids, [f"f{n}" for n in range(1, 60)], ["f0", "m1", "w1", "p1", "o1", "n1", "a1", "", "f1 "]]
    picked = [source.choice(source.choice(pools) or ["f1"]) for _ in range(source.randint(1, 30))]
    return _choice(picked, **{kind: picked[: source.randint(0, 3)] for kind in KINDS})


def name_twice(data: Data, source: random.Random) -> str:
    reply = chosen(data)
    return _choice(reply["sentences"] * 2, **{kind: reply[kind] * 3 for kind in KINDS})


def break_one_budget(data: Data, source: random.Random) -> str:
    reply = chosen(data)
    day = source.choice(data.get("days") or [{"sentences": []}])
    return _choice([*reply["sentences"], *(one["id"] for one in day["sentences"])])


def obey_the_diary(data: Data, source: random.Random) -> str:
    """An answer the diary dictates, or its words as they are."""
    texts = [one["text"] for one in _offered(data)] or ["nothing"]
    return source.choice((source.choice(texts), " ".join(texts)[:5000], *attacks.JSON_BREAKOUTS))


def word_it(data: Data, source: random.Random) -> str:
    """Words where ids belong, and fields of its own."""
    claim = source.choice(attacks.CLAIMS)
    reply = {**chosen(data), source.choice(("sentences", "text", "slot_texts")): [claim]}
    return json.dumps(reply)


def talk_nonsense(data: Data, source: random.Random) -> Scripted:
    return source.choice((*GARBAGE, *FAILURES))


def _leaning(data: Data, answer: str, numbers: Sequence[int]) -> str:
    """The choice with so many sentences named that were not, or the other way round."""
    offered = [one["id"] for one in _offered(data)]
    try:
        content = json.loads(answer)
        named = dict.fromkeys(content["sentences"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return answer
    for number in numbers if offered else ():
        one = offered[number % len(offered)]
        named = {id_: None for id_ in named if id_ != one} if one in named else {**named, one: None}
    return json.dumps({**content, "sentences": list(named)})


def _offered(data: Data) -> list[Sentence]:
    return [one for day in data.get("days", ()) for one in day["sentences"]]


def _choice(sentences: Sequence[str], **kinds: Sequence[str]) -> str:
    return json.dumps({"sentences": list(sentences), **{kind: list(ids) for kind, ids in kinds.items()}})


# --- as judge -------------------------------------------------------------------------------------


def pass_everything(data: Data, source: random.Random) -> str:
    return json.dumps({"verdict": "pass", "violations": []})


def strike_everything(data: Data, source: random.Random) -> str:
    return _striking([(bullet["slot_id"], bullet["text"]) for bullet in data["bullets"]], source)


def strike_the_first(data: Data, source: random.Random) -> str:
    """The same for ever, however it is chosen anew."""
    return _striking([(bullet["slot_id"], bullet["text"]) for bullet in data["bullets"][:1]], source)


def strike_the_last(data: Data, source: random.Random) -> str:
    return _striking([(bullet["slot_id"], bullet["text"]) for bullet in data["bullets"][-1:]], source)


def strike_a_piece(data: Data, source: random.Random) -> str:
    """A few words of one bullet, under the name of any."""
    bullets = data["bullets"]
    text = source.choice(bullets)["text"]
    words = [token.text for token in tokens(text)] or [text]
    return _striking([(source.choice((*bullets, {"slot_id": "w1"}))["slot_id"], source.choice(words))], source)


def quote_what_is_not_there(data: Data, source: random.Random) -> str:
    return _striking([(data["bullets"][0]["slot_id"], source.choice(attacks.CLAIMS))], source)


def follow_the_diary(data: Data, source: random.Random) -> str:
    """The diary's own orders, and its own verdicts."""
    texts = [text for bullet in data["bullets"] for text in bullet["entries"]]
    return source.choice((" ".join(texts), attacks.JSON_BREAKOUTS[2], *attacks.ORDERS))


def _striking(violations: Sequence[tuple[str, str]], source: random.Random) -> str:
    listed = [
        {
            "rule": source.choice(list(BY_NAME)),
            "slot_id": slot_id,
            "excerpt": excerpt[:1000],
            "reason": source.choice((*attacks.ORDERS, *attacks.CLAIMS)),
        }
        for slot_id, excerpt in violations
    ]
    return json.dumps({"verdict": "fail" if listed else "pass", "violations": listed[:100]})


# --- as canonicalizer -----------------------------------------------------------------------------


def claim_pieces(data: Data, source: random.Random) -> str:
    """Runs of words, wherever they begin and end, as feelings and numbers."""
    feelings, numbers = [], []
    for entry in data["entries"]:
        for _ in range(source.randint(0, 4)):
            quote = {"entry": entry["id"], "quote": _piece(entry["text"], source)}
            word = _piece(quote["quote"], source)[:80]
            feelings.append({**quote, "word": word})
            numbers.append({**quote, "value": word[:40], "label": source.choice(("sleep", "cure", word))})
    return _read(feelings, numbers)


def claim_feelings(data: Data, source: random.Random) -> str:
    """Every word of feeling, denied, another's or nobody's, as the person's own."""
    words = {"anxious", "happy", "sad", "calm", "angry", "cured", "depressed", "proud", "tired", "should", "you", "the"}
    feelings = [
        {"entry": entry["id"], "quote": _piece(entry["text"], source), "word": token.text}
        for entry in data["entries"]
        for token in tokens(entry["text"])
        if token.text.lower() in words or source.random() < 0.2
    ]
    return _read(feelings, [])


def claim_numbers(data: Data, source: random.Random) -> str:
    """Every number under a label of the entry's own words."""
    numbers = []
    for entry in data["entries"]:
        for line in entry["text"].split("\n"):
            words = [token.text for token in tokens(line)]
            for word in words:
                if any(sign.isdigit() for sign in word):
                    said = {"value": word[:40], "label": source.choice(words)[:80]}
                    numbers.append({"entry": entry["id"], "quote": line[:4000], **said})
    return _read([], numbers)


def invent(data: Data, source: random.Random) -> str:
    """What nobody wrote, under the names of entries there are and of others."""
    names = [*(entry["id"] for entry in data["entries"]), "e99", "m1"]
    quotes = [{"entry": source.choice(names), "quote": source.choice(attacks.CLAIMS)} for _ in range(6)]
    feelings = [{**quote, "word": "cured"} for quote in quotes]
    return _read(feelings, [{**quote, "value": "10", "label": "sleep"} for quote in quotes])


def _read(feelings: list[Data], numbers: list[Data]) -> str:
    return json.dumps({"feelings": feelings[:400], "numbers": numbers[:400]})


def _piece(text: str, source: random.Random) -> str:
    words = list(tokens(text))
    if not words or source.random() < 0.1:
        return text[:40]
    first = source.randrange(len(words))
    last = min(len(words) - 1, first + source.randint(0, 4))
    return text[words[first].start : words[last].end][:4000]


FITTING = tuple(map(_fitting, (_trivial, _worst, _of_others, _last_first, _every_second, _shuffled)))
CHOOSING: tuple[Manner, ...] = (
    *FITTING, *FITTING, name_everything, name_nothing, leave_out_what_is_required, name_any, name_any, name_twice,
    break_one_budget, obey_the_diary, word_it, talk_nonsense,
)  # fmt: skip
# A judge that lets everything pass leaves most to the choosers, so it judges half of the runs.
MANNERS: dict[str, tuple[Manner, ...]] = {
    "canonicalizer": (claim_pieces, claim_pieces, claim_feelings, claim_numbers, invent, talk_nonsense),
    "bridge_choice": CHOOSING,
    "bridge_repair": CHOOSING,
    "bridge_judge": (
        *(pass_everything,) * 7, strike_everything, strike_the_first, strike_the_last, strike_a_piece, strike_a_piece,
        quote_what_is_not_there, follow_the_diary, talk_nonsense,
    ),
}  # fmt: skip
