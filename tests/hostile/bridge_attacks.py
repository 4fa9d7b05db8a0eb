"""Attacks on a summary: a diary, whoever answers for the models, and a reviewer who corrects; and how they change.

An attack is a value: the same one has the same run. What a mutation draws comes from its own dice alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from tests.hostile import notations
from tests.hostile.diaries import Row, WrittenDiary, plant, same_to_a_reader, soup_diary, written_diary
from tests.hostile.lineage import Lineage, Step
from tests.hostile.models import MANNERS, Orders
from tests.hostile.text_mutations import MUTATIONS as OF_TEXT
from tests.hostile.text_mutations import mutate
from tests.pipeline.runs import text_of

# No mutation makes a diary longer than this; some are born so.
MAX_ENTRIES = 40
MAX_WRITTEN = 8_000


class BridgeAttack(NamedTuple):
    """`orders` are those of the hostile models; `reads` says that one of them reads the diary too; each number of
    `correction` is one thing that a reviewer ticks or unticks."""

    diary: WrittenDiary
    orders: Orders
    reads: bool
    correction: tuple[int, ...]


DiaryMutation = Callable[[WrittenDiary, int, random.Random], WrittenDiary]
Mutation = Callable[[BridgeAttack, random.Random], BridgeAttack]


def born(seed: int) -> BridgeAttack:
    """The attack of that seed."""
    source = random.Random(f"bridge {seed}")
    return BridgeAttack(
        diary=soup_diary(seed) if seed % 6 == 0 else written_diary(seed),
        orders=Orders.drawn(source),
        reads=source.random() < 1 / 4,
        correction=tuple(source.getrandbits(16) for _ in range(source.choice((1, 2, 6)))),
    )


def grown(lineage: Lineage) -> BridgeAttack:
    """The attack of that name."""
    attack = born(lineage.seed)
    for step in lineage.steps:
        attack = changed(attack, step)
    return attack


def changed(attack: BridgeAttack, step: Step) -> BridgeAttack:
    """The attack after one more mutation."""
    source = random.Random(f"{step.mutation} {step.seed}")
    if step.mutation in OF_PEOPLE:
        return OF_PEOPLE[step.mutation](attack, source)
    rows = attack.diary.rows
    if not rows:
        return attack._replace(diary=written_diary(step.seed))
    at = source.randrange(len(rows)) if step.aim is None else step.aim % len(rows)
    if step.mutation in OF_TEXT:
        diary = _with_row(attack.diary, at, mutate(step.mutation, rows[at].text, source))
    else:
        diary = OF_DIARY[step.mutation](attack.diary, at, source)
    is_longer = _letters(diary) > _letters(attack.diary) or len(diary.rows) > len(rows)
    is_too_long = is_longer and (len(diary.rows) > MAX_ENTRIES or _letters(diary) > MAX_WRITTEN)
    return attack if is_too_long else attack._replace(diary=diary)


def _letters(diary: WrittenDiary) -> int:
    return sum(len(row.text) for row in diary.rows)


def _with_row(diary: WrittenDiary, at: int, text: str) -> WrittenDiary:
    """With another text of an entry; one of nothing is no entry."""
    rows = [*diary.rows[:at], Row(diary.rows[at].moment, text), *diary.rows[at + 1 :]]
    return diary._replace(rows=tuple(row for row in rows if row.text.strip()))


def _in_order(diary: WrittenDiary, rows: list[Row]) -> WrittenDiary:
    return diary._replace(rows=tuple(sorted(rows, key=lambda row: row.moment)))


# --- a diary --------------------------------------------------------------------------------------


def move(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """An entry to any moment of the window."""
    rows = list(diary.rows)
    rows[at] = Row(_moment(diary, source), rows[at].text)
    return _in_order(diary, rows)


def repeat(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """An entry once more, the same to a reader or nearly."""
    text = same_to_a_reader(source, diary.rows[at].text)
    if source.random() < 0.4:
        text = mutate("stray", text, source)
    return _in_order(diary, [*diary.rows, Row(_moment(diary, source), text)]) if text.strip() else diary


def drop(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """Without an entry."""
    return diary._replace(rows=diary.rows[:at] + diary.rows[at + 1 :])


def part(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """An entry in two, wherever it is cut."""
    moment, text = diary.rows[at]
    cut = source.randint(0, len(text))
    rows = [row for row in (Row(moment, text[:cut]), Row(moment, text[cut:])) if row.text.strip()]
    return _in_order(diary, [*diary.rows[:at], *rows, *diary.rows[at + 1 :]])


def join(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """An entry with the next in one."""
    if at + 1 >= len(diary.rows):
        return diary
    text = diary.rows[at].text + source.choice((" ", "\n", "")) + diary.rows[at + 1].text
    return _with_row(drop(diary, at + 1, source), at, text[:MAX_WRITTEN])


def graft(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """An entry of another diary in the place of one, or behind its words."""
    other = written_diary(source.getrandbits(32)).rows
    if not other:
        return diary
    text = source.choice(other).text
    return _with_row(diary, at, source.choice((text, f"{diary.rows[at].text}\n{text}")))


def plant_safety(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """A safety sentence on a line of its own, wherever that is."""
    sentence = source.choice(notations.SAFETY)
    planted = diary._replace(planted=(*diary.planted, sentence))
    return _with_row(planted, at, plant(source, diary.rows[at].text, sentence))


def echo(diary: WrittenDiary, at: int, source: random.Random) -> WrittenDiary:
    """What the summary says of the diary, as an entry or behind its words."""
    lines = [line.removeprefix("- ") for line in text_of(diary.typed().inputs).splitlines() if line]
    said = source.choice(lines)[:2000]
    return _with_row(
        diary, at, source.choice((said, f"{diary.rows[at].text}\n{said}", f"{diary.rows[at].text} {said}"))
    )


def _moment(diary: WrittenDiary, source: random.Random) -> str:
    return f"{source.choice(diary.days())} {source.randint(0, 23):02}:{source.choice((0, 1, 30, 59)):02}"


# --- whoever chooses, judges, repairs, reads or corrects ------------------------------------------


def turn(attack: BridgeAttack, source: random.Random) -> BridgeAttack:
    """One of the models behaves in another manner."""
    task = source.choice(tuple(MANNERS))
    manners = {**dict(attack.orders.manners), task: source.randrange(len(MANNERS[task]))}
    return attack._replace(orders=attack.orders._replace(manners=tuple(manners.items())))


def reroll(attack: BridgeAttack, source: random.Random) -> BridgeAttack:
    """The same manners with other dice."""
    return attack._replace(orders=attack.orders._replace(dice=source.getrandbits(32)))


def lean(attack: BridgeAttack, source: random.Random) -> BridgeAttack:
    """The choosers lean to one thing more, or to one less."""
    return attack._replace(orders=attack.orders._replace(leaning=_toggled(attack.orders.leaning, source)))


def garble(attack: BridgeAttack, source: random.Random) -> BridgeAttack:
    """One answer more is changed on its way, or one less."""
    return attack._replace(orders=attack.orders._replace(garbled=_toggled(attack.orders.garbled, source)))


def hand_over(attack: BridgeAttack, source: random.Random) -> BridgeAttack:
    """Whoever read the diary so far does no longer."""
    return attack._replace(reads=not attack.reads)


def correct(attack: BridgeAttack, source: random.Random) -> BridgeAttack:
    """The reviewer ticks one thing more, or one less."""
    return attack._replace(correction=_toggled(attack.correction, source))


def _toggled(numbers: tuple[int, ...], source: random.Random) -> tuple[int, ...]:
    if numbers and source.random() < 0.4:
        at = source.randrange(len(numbers))
        return numbers[:at] + numbers[at + 1 :]
    return (*numbers, source.getrandbits(16))


OF_DIARY: dict[str, DiaryMutation] = {
    one.__name__: one for one in (move, repeat, drop, part, join, graft, plant_safety, echo)
}
OF_PEOPLE: dict[str, Mutation] = {one.__name__: one for one in (turn, reroll, lean, garble, hand_over, correct)}
NAMES = (*OF_TEXT, *OF_DIARY, *OF_PEOPLE)
