"""`python -m tests.hostile`: the long forms of the hostile, mutation, property and over-blocking suites, seeded.

Prints progress and the figures; ends with 1 when a published text breaks a rule, a mutant gets through, an honest
bullet or record is refused, or too many benign diaries fall back.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from time import monotonic
from typing import NamedTuple, TypeVar

from sessionbridge.terminal import terminal_output
from tests.hostile.campaign import attack
from tests.hostile.mutation_runs import mutation_run
from tests.hostile.overblocking import benign_run
from tests.hostile.property_runs import refused_by_rules

Made = TypeVar("Made")

CHUNK = 20
MOST_FALLBACKS = 0.01
SHOWN = 20


class Result(NamedTuple):
    """One line of figures, and what went wrong."""

    line: str
    failures: tuple[str, ...]


def main() -> int:
    options = _options()
    with ProcessPoolExecutor(options.jobs) as pool:
        results = [
            _attacks(pool, options.seed, options.runs),
            _mutants(pool, options.seed, options.mutants),
            _records(pool, options.seed, options.records),
            _benign(pool, options.seed, options.benign),
        ]
    for result in results:
        print(result.line)
        for failure in result.failures[:SHOWN]:
            print(f"  {failure}")
    return 1 if any(result.failures for result in results) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000, help="hostile runs over the real path")
    parser.add_argument("--mutants", type=int, default=10_000, help="at least this many mutants of supported bullets")
    parser.add_argument("--records", type=int, default=10_000, help="generated records that must pass from frames")
    parser.add_argument("--benign", type=int, default=400, help="benign diaries that must keep their summary")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the same seed gives the same runs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    return parser.parse_args()


def _attacks(pool: ProcessPoolExecutor, seed: int, runs: int) -> Result:
    outcomes: Counter[str] = Counter()
    failures = []
    for run in _over(pool, attack, range(seed, seed + runs), "hostile runs"):
        outcomes[run.outcome] += 1
        failures += [f"seed {run.seed}: {violation}" for violation in run.violations[:1]]
    ended = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return Result(f"hostile runs: {runs} from seed {seed}; {ended}; {len(failures)} violations", tuple(failures))


def _mutants(pool: ProcessPoolExecutor, seed: int, wanted: int) -> Result:
    kinds: Counter[str] = Counter()
    bullets, failures = 0, []
    # A benign diary gives about 130 mutants.
    for run in _over(pool, mutation_run, range(seed, seed + wanted // 100 + 1), "diaries mutated"):
        bullets += run.bullets
        kinds.update(run.kinds)
        failures += [f"seed {run.seed}: {miss}" for miss in run.failures]
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    line = f"mutants: {kinds.total()} of {bullets} supported bullets ({listed}); {len(failures)} missed or flagged"
    if kinds.total() < wanted:
        failures.append(f"only {kinds.total()} mutants were made")
    return Result(line, tuple(failures))


def _records(pool: ProcessPoolExecutor, seed: int, wanted: int) -> Result:
    failures = [miss for miss in _over(pool, refused_by_rules, range(seed, seed + wanted), "records") if miss]
    return Result(f"records: {wanted} worded from frames and as fallback; {len(failures)} refused", tuple(failures))


def _benign(pool: ProcessPoolExecutor, seed: int, wanted: int) -> Result:
    fallbacks = [miss for miss in _over(pool, benign_run, range(seed, seed + wanted), "benign diaries") if miss]
    share = len(fallbacks) / wanted
    line = f"benign diaries: {wanted}, {len(fallbacks)} fell back ({share:.1%})"
    return Result(line, tuple(fallbacks) if share > MOST_FALLBACKS else ())


def _over(pool: ProcessPoolExecutor, work: Callable[[int], Made], seeds: Iterable[int], name: str) -> Iterator[Made]:
    """The results in order, with a line of progress every few seconds."""
    todo = list(seeds)
    said = monotonic()
    for done, made in enumerate(pool.map(work, todo, chunksize=CHUNK), start=1):
        if monotonic() - said > 5 or done == len(todo):
            said = monotonic()
            print(f"\r{name}: {done} of {len(todo)}", end="" if done < len(todo) else "\n", file=sys.stderr, flush=True)
        yield made


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())
