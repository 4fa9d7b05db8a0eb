"""A whole summary by rules: every stage, each output written as text and read back, as a job does, without a database.

CPU time, the least of several runs. One pass of `re` for 2,000 words over the same messages is the measure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from benchmarks.figures import Figure, least_cpu_in_turns
from benchmarks.inputs import diary, sixty_messages
from generation.pipeline.canonicalizer.feelings.words import feeling_forms
from generation.pipeline.contracts import PipelineInput
from generation.pipeline.sequence import run_stages

WORDS = 2_000
# Half of what it was before the text was written anew: 2.64 to 2.75 in five runs.
TARGET = 1.35
MANY = 400
# 60 messages of so many texts are 250 KB.
TEXTS_EACH = 37


def measure() -> Iterator[Figure]:
    """The ratio for 60 messages, how the time grows to 400, and the seconds of a dense diary."""
    inputs, many, dense = sixty_messages(), diary(MANY), diary(60, TEXTS_EACH)
    pattern = alternation()
    summarise(inputs)
    one, words, all_many = least_cpu_in_turns(
        lambda: summarise(inputs),
        lambda: [pattern.findall(message.text) for message in inputs.messages],
        lambda: summarise(many),
        rounds=7,
    )
    note = f"{one * 1e3:.0f} of {words * 1e3:.0f} ms CPU"
    yield Figure("summary", one / words, TARGET, f"one pass of re for {WORDS:,} words", note)
    growth = math.log(all_many / one) / math.log(MANY / len(inputs.messages))
    yield Figure("summary_growth", growth, 1.1, "60 messages, as a power", f"{MANY} in {all_many * 1e3:.0f} ms CPU")
    (seconds,) = least_cpu_in_turns(lambda: summarise(dense), rounds=1)
    size = sum(len(message.text) for message in dense.messages)
    yield Figure("summary_dense", seconds, 3.5, "the clock, in seconds", f"{size // 1024} KB in 60 messages")


def summarise(inputs: PipelineInput) -> str:
    """The text by rules, as a run makes it."""
    steps = run_stages(inputs, {})
    output = next(steps)
    while True:
        try:
            output = steps.send(output.body)
        except StopIteration as finished:
            return str(finished.value.report_text)


def alternation() -> re.Pattern[str]:
    """2,000 words of the lists, spread over the alphabet."""
    words = sorted(feeling_forms())
    chosen = [words[at * len(words) // WORDS] for at in range(WORDS)]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, chosen))})\b", re.IGNORECASE)
