"""`python -m benchmarks.scale [store|workers|web ...]`: tables of Markdown; all parts unless one is named."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from benchmarks.__main__ import scratch_database
from sessionbridge.terminal import terminal_output

PARTS = ("store", "workers", "web")


def main(names: Sequence[str]) -> int:
    if unknown := [name for name in names if name not in PARTS]:
        print(f"no part is called {', '.join(unknown)}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    with scratch_database(wanted=True):
        for line in _lines(names or PARTS):
            print(line, flush=True)
    return 0


def _lines(names: Sequence[str]) -> Iterator[str]:
    # They need Django, which the scratch database sets up.
    from benchmarks.scale.clinics import clinics_in_numbers  # noqa: PLC0415
    from benchmarks.scale.more_workers import workers_in_numbers  # noqa: PLC0415
    from benchmarks.scale.two_webs import two_webs_in_numbers  # noqa: PLC0415

    parts = {"store": clinics_in_numbers, "workers": workers_in_numbers, "web": two_webs_in_numbers}
    for name in names:
        yield from parts[name]()
        yield ""


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main(sys.argv[1:]))
