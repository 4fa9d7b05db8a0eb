"""`python -m wording_benchmark [SPLIT ...] [--gate MODULE:FUNCTION | --command FILTER] [--json]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from generation.evaluation.gate import evaluate
from generation.evaluation.gate_tables import as_json, as_lines
from wording_benchmark.gates import by_command, named
from wording_benchmark.rows import read_rows, splits


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m wording_benchmark", description="Figures of a gate")
    parser.add_argument(
        "splits", nargs="*", metavar="SPLIT", help=f"parts to count ({', '.join(splits())}); all if none"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--gate", default="wording_benchmark.gates:product", help="takes a text, gives labels (default: %(default)s)"
    )
    which.add_argument("--command", help="a filter: a JSON string a line in, a JSON list of labels a line out")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.splits if name not in splits()]:
        parser.error(f"no part is called {', '.join(unknown)}")
    rows = list(read_rows(chosen.splits or splits()))
    try:
        gate = by_command(chosen.command, [row["text"] for row in rows]) if chosen.command else named(chosen.gate)
    except ValueError as error:
        parser.error(str(error))
    evaluation = evaluate(rows, gate)
    print(json.dumps(as_json(evaluation), indent=2) if chosen.json else "\n".join(as_lines(evaluation)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
