"""What each tier costs on a few diaries: tokens of real prompts and good answers, at the registry's prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from generation.demo.diaries import DIARIES
from generation.evaluation.model_trial import try_diary
from generation.language_models.metered_model import Names
from generation.language_models.model_tiers import PRICES, TASK_MODELS, Tier, get_model_name
from generation.language_models.rehearsal import rehearsal_model
from generation.pipeline.contracts import InputMessage, PipelineInput
from generation.pipeline.inputs import make_input
from generation.waves import wave_table

_MILLION = Decimal(1_000_000)
# Counts are ours (four bytes a token): to the nearest hundred they do not pretend to be more.
_ROUNDED_TO = 100


@dataclass(frozen=True)
class Tokens:
    """What the calls of one task take together; `prefix` is what comes first of `sent`, the same for everybody."""

    sent: int = 0
    answered: int = 0
    prefix: int = 0


def measured_tokens() -> Mapping[str, Mapping[str, Tokens]]:
    """Tokens by diary and task, of a summary whose first choice passes, the canonicalizer by a model too."""
    found: dict[str, dict[str, Tokens]] = {}
    for name, inputs in _diaries():
        tasks = found.setdefault(name, {})
        trial = try_diary(inputs, rehearsal_model(), Names(choose=lambda _task: "rehearsal"))
        for call, prompt in zip(trial.calls, trial.prompts, strict=True):
            before = tasks.get(call.kept.task, Tokens())
            tasks[call.kept.task] = Tokens(
                before.sent + call.cost.tokens_in,
                before.answered + call.cost.tokens_out,
                before.prefix + prompt.prefix_tokens,
            )
    return found


def _diaries() -> Iterator[tuple[str, PipelineInput]]:
    """The demo diaries, which are quoted whole, and one of sixty entries, of which a model has to choose."""
    for diary in DIARIES:
        yield diary.name, diary.read()
    yield "60 entries", dense_diary()


def dense_diary() -> PipelineInput:
    """Sixty entries made of the densest of the demo's, four a day; no entry is a copy of another."""
    dense = DIARIES[-1].read()
    texts = [message.text for message in dense.messages]
    first = datetime.combine(dense.window.first, time(6), ZoneInfo(dense.zone))
    sixty = [
        InputMessage(
            id=f"e{number}",
            revision=1,
            sent_at=first + timedelta(days=number // 4, hours=4 * (number % 4)),
            text=f"{texts[number % len(texts)]} That is entry {number}. {texts[(number + 7) % len(texts)]}",
        )
        for number in range(60)
    ]
    return make_input(dense.zone, dense.window, sixty)


def dollars(tokens: Mapping[str, Tokens], tier: Tier) -> Decimal:
    """What the tasks cost in `tier`, at full input price: prompts that a server keeps cost less."""
    total = Decimal(0)
    for task, count in tokens.items():
        price = PRICES[get_model_name(task, tier)]
        total += rounded(count.sent) * price.tokens_in + rounded(count.answered) * price.tokens_out
    return total / _MILLION


def rounded(tokens: int) -> int:
    """To the nearest hundred, at least one hundred."""
    return max(_ROUNDED_TO, round(tokens / _ROUNDED_TO) * _ROUNDED_TO)


def tier_page() -> str:
    """docs/model-tiers.md: models by task and tier, prices, and what a summary of each demo diary costs."""
    models = "\n".join(
        f"| {task} | {' | '.join(get_model_name(task, tier) for tier in Tier)} |" for task in TASK_MODELS
    )
    prices = "\n".join(f"| {name} | {price.tokens_in:.2f} | {price.tokens_out:.2f} |" for name, price in PRICES.items())
    return (
        "# Tiers, models and prices\n\n"
        "Made by `manage.py write_docs` from the code. How to choose: [models.md](models.md).\n\n"
        f"| task | {' | '.join(Tier)} |\n| --- | --- | --- | --- |\n{models}\n\n"
        "A task that is not listed uses gpt-5-mini in every tier.\n\n"
        "The names of the older system and of this one, by which waves are called, events logged, tasks overridden\n"
        f"(`MODEL_OVERRIDES`). How waves and journeys work: [waves.md](waves.md).\n\n{wave_table()}\n"
        "| model | in | out |\n| --- | --- | --- |\n"
        f"{prices}\n\nUS dollars per million tokens. What a server counts as cached is taken at the full price, and\n"
        "the cost then says `estimated`; `MODEL_PRICES` declares a price for cached tokens.\n\n"
        "## What a summary costs\n\n"
        "Tokens of the prompts that are really sent for the three [demo diaries](../demo/README.md), and for one of\n"
        "sixty entries made of them, and of answers that pass at once, estimated at four bytes a token and rounded\n"
        "to hundreds; tokens a model spends on thinking come on top and are billed as output. The demo diaries are\n"
        "short enough to be quoted whole, so there is little to choose. `prefix` is the share that comes first and is\n"
        "the same for everybody, which servers that keep prefixes charge less for. The canonicalizer is asked only\n"
        f"where `STAGE_CANONICALIZER=model`; its share is in the sums.\n\n{_token_table()}\n\n{_cost_table()}\n"
    )


def _token_table() -> str:
    rows = [
        f"| {diary} | {task} | {rounded(count.sent):,} | {count.prefix / count.sent:.0%} "
        f"| {rounded(count.answered):,} |"
        for diary, tasks in measured_tokens().items()
        for task, count in tasks.items()
    ]
    return "\n".join(["| diary | task | tokens in | prefix | tokens out |", "| --- | --- | --- | --- | --- |", *rows])


def _cost_table() -> str:
    rows = []
    for diary, tasks in measured_tokens().items():
        full = dollars(tasks, Tier.PRECISION)
        cells = [f"${full:.4f}"]
        for tier in (Tier.BALANCED, Tier.RAPID):
            cost = dollars(tasks, tier)
            cells.append(f"${cost:.4f}, {(1 - cost / full) * 100:.0f} % less")
        rows.append(f"| {diary} | {' | '.join(cells)} |")
    return "\n".join([f"| diary | {' | '.join(Tier)} |", "| --- | --- | --- | --- |", *rows])
