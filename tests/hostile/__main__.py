"""`python -m tests.hostile`: the long form of the hostile suite, seeded.

Prints progress and figures, and ends with 1 where a text has a fault, a safety sentence is missing, or a run fails.
With `--case` one attack is run again alone, made as small as it gets with the same fault, and printed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import monotonic

from sessionbridge.terminal import terminal_output
from tests.hostile.bridge_attacks import BridgeAttack
from tests.hostile.hunt import LENGTH, attack_of, hunt, run_of
from tests.hostile.lineage import read_lineage
from tests.hostile.run import Run
from tests.hostile.shrinking import kind_of, shrunk

SHOWN = 40


def main() -> int:
    options = _options()
    if options.case:
        return _run_again(options.case)
    outcomes: Counter[str] = Counter()
    signs: set[str] = set()
    faults: dict[str, list[Run]] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for run in _runs(pool, options.seed, options.runs):
            outcomes[run.outcome if run.case.startswith("b") else "sessions"] += 1
            signs |= run.signs
            if run.violations:
                faults.setdefault(kind_of(run.violations[0]), []).append(run)
    ended = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    print(f"hostile runs: {options.runs} from seed {options.seed}, {len(signs)} things seen; {ended}")
    print(f"runs with a fault: {sum(map(len, faults.values()))}, of {len(faults)} kinds")
    for kind, runs in sorted(faults.items(), key=lambda one: -len(one[1]))[:SHOWN]:
        shortest = min(runs, key=lambda run: len(run.case))
        print(f"  {len(runs)} times: {kind}\n    CASE={shortest.case}\n    {shortest.violations[0]}")
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--runs", type=int, default=50_000, help="attacks, each a run")
    parser.add_argument("--seed", type=int, default=0, help="the first hunt; the same seed gives the same runs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--case", default="", help="run the attack of this name again, alone")
    return parser.parse_args()


def _runs(pool: ProcessPoolExecutor, seed: int, wanted: int) -> Iterator[Run]:
    """The runs hunt by hunt, with a line of progress every few seconds."""
    lengths = [min(LENGTH, wanted - start) for start in range(0, wanted, LENGTH)]
    said = monotonic()
    done = faults = 0
    for runs in pool.map(_hunted, range(seed, seed + len(lengths)), lengths):
        done += len(runs)
        faults += sum(bool(run.violations) for run in runs)
        if monotonic() - said > 5 or done == wanted:
            said = monotonic()
            end = "" if done < wanted else "\n"
            print(f"\rhostile runs: {done} of {wanted}, {faults} with a fault", end=end, file=sys.stderr, flush=True)
        yield from runs


def _hunted(seed: int, runs: int) -> list[Run]:
    return list(hunt(seed, runs))


def _run_again(case: str) -> int:
    """Print what is wrong with the attack of that name, and the smallest one found that has the same fault."""
    attack = attack_of(read_lineage(case))
    run = run_of(case, attack)
    print(f"{case}: {run.outcome}")
    for violation in run.violations:
        print(f"  {violation}")
    if not run.violations:
        return 0
    attack, run = shrunk(attack, partial(run_of, case))
    print("as small as it got:")
    if isinstance(attack, BridgeAttack):
        print(f"  {attack.diary.zone}, until {attack.diary.last}, planted {attack.diary.planted}")
        print(f"  {attack.orders}, reads={attack.reads}, correction={attack.correction}")
        lines = [f"{row.moment} {row.text!r}" for row in attack.diary.rows]
    else:
        print(f"  {attack._replace(turns=())!r}")
        lines = [repr(turn) for turn in attack.turns]
    for line in (*lines, *run.violations):
        print(f"  {line}")
    return 1


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())
