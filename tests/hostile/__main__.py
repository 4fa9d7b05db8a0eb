"""`python -m tests.hostile`: the long form of the hostile suite, seeded.

Prints progress and figures, and ends with 1 where a text has a fault, a safety sentence is missing, or a run fails.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from time import monotonic

from sessionbridge.terminal import terminal_output
from tests.hostile.campaign import Run, attack

CHUNK = 20
SHOWN = 40


def main() -> int:
    options = _options()
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for run in _runs(pool, options.seed, options.runs):
            outcomes[run.outcome] += 1
            failures += [f"seed {run.seed}: {violation}" for violation in run.violations[:1]]
    ended = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    print(f"hostile runs: {options.runs} from seed {options.seed}; by the hostile team: {ended}")
    print(f"runs with a fault: {len(failures)}")
    for failure in failures[:SHOWN]:
        print(f"  {failure}")
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--runs", type=int, default=50_000, help="diaries, each by rules and by a hostile team")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the same seed gives the same run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    return parser.parse_args()


def _runs(pool: ProcessPoolExecutor, seed: int, wanted: int) -> Iterator[Run]:
    """The runs in order, with a line of progress every few seconds."""
    said = monotonic()
    faults = 0
    for done, run in enumerate(pool.map(attack, range(seed, seed + wanted), chunksize=CHUNK), start=1):
        faults += bool(run.violations)
        if monotonic() - said > 5 or done == wanted:
            said = monotonic()
            end = "" if done < wanted else "\n"
            print(f"\rhostile runs: {done} of {wanted}, {faults} with a fault", end=end, file=sys.stderr, flush=True)
        yield run


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())
