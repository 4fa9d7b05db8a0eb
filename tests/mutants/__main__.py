"""`python -m tests.mutants`: small mistakes in the code, and whether a test notices each; seeded.

Prints a table and every mutant that survived; ends with 1 where too few were caught.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections import Counter
from pathlib import Path
from time import monotonic

from sessionbridge.terminal import terminal_output
from tests.mutants.campaign import Result, run, sample
from tests.mutants.mutant import ROOT, changed_lines
from tests.mutants.reasons import reason_for
from tests.mutants.rooms import ROOMS, SPECIMEN

_KNOWN = {room.name: room for room in (*ROOMS, SPECIMEN)}


def main() -> int:
    options = _options()
    began = monotonic()
    rooms = [_KNOWN[name] for name in options.room] or list(ROOMS)
    chosen = sample(rooms, options.seed, options.number)
    results = []
    report = Path(options.report)
    report.parent.mkdir(parents=True, exist_ok=True)
    with report.open("w", encoding="utf-8") as lines:
        for result in run(rooms, chosen, options.jobs, _say):
            results.append(result)
            print(json.dumps(_line(result)), file=lines, flush=True)
            _say(f"{len(results)} of {len(chosen)} mutants tried, {sum(not it.caught_by for it in results)} survived")
    caught = sum(bool(result.caught_by) for result in results)
    print(f"\nmutants: {len(results)}, seed {options.seed}; caught: {caught} ({caught / len(results):.1%})")
    _print_table(results)
    _print_survivors(results)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = sum(os.times()[:2]) + used.ru_utime + used.ru_stime
    print(f"\n{monotonic() - began:.0f} seconds, {cpu:.0f} of CPU; every mutant: {report}")
    return 0 if caught * 100 >= options.least * len(results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--number", type=int, default=330, help="mutants to try; 0: all there are")
    parser.add_argument("--seed", type=int, default=0, help="the same seed chooses the same mutants")
    parser.add_argument("--room", action="append", default=[], choices=_KNOWN, help="only this one; may stand again")
    parser.add_argument("--least", type=float, default=85, help="percent that must be caught")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--report", default=str(ROOT / ".local/mutants.jsonl"), help="a file of JSON lines")
    return parser.parse_args()


def _line(result: Result) -> dict[str, object]:
    mutant = result.mutant
    return {
        "room": result.room,
        "place": f"{mutant.file}:{mutant.line}",
        "operator": mutant.operator,
        "function": mutant.function,
        "diff": changed_lines(mutant),
        "survived": not result.caught_by,
        "caught_by": result.caught_by,
        "tests": result.tests,
        "reason": reason_for(mutant),
    }


def _print_table(results: list[Result]) -> None:
    tried = Counter(result.room for result in results)
    caught = Counter(result.room for result in results if result.caught_by)
    print(f"\n{'room':<16}{'mutants':>8}{'caught':>8}{'survived':>9}")
    for room, number in tried.items():
        print(f"{room:<16}{number:>8}{caught[room]:>8}{number - caught[room]:>9}  {caught[room] / number:.0%}")


def _print_survivors(results: list[Result]) -> None:
    for result in sorted((it for it in results if not it.caught_by), key=lambda it: (it.mutant.file, it.mutant.line)):
        mutant = result.mutant
        tried = f"tried by {result.tests} tests" if result.tests else "no test reaches it"
        print(f"\n{mutant.file}:{mutant.line} in {mutant.function or 'the module'}, {mutant.operator}; {tried}")
        print(changed_lines(mutant))
        if reason := reason_for(mutant):
            print(f"  known: {reason}")


def _say(words: str) -> None:
    print(f"\r{words:<78}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())
