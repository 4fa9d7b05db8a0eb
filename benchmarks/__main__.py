"""`python -m benchmarks [NAME ...]`: one line a figure; ends with 1 when one is short of its target."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from sessionbridge.terminal import terminal_output

if TYPE_CHECKING:
    from collections.abc import Iterator

# name -> module with measure(), which returns a figure or several; those below the pure ones need a database.
PURE = ("summary", "canonicalize", "lint", "gate")
WITH_DATABASE = (
    "stage_storage",
    "window_read",
    "ingest",
    "import_file",
    "throughput",
    "throughput_real",
    "overhead",
    "repeat",
    "model_call",
    "crowd",
    "behind_dense",
    "long_list",
    "review_page",
    "event_streams",
    "verification",
)


def main(names: Sequence[str]) -> int:
    known = (*PURE, *WITH_DATABASE)
    if unknown := [name for name in names if name not in known]:
        print(f"no figure is called {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = names or known
    short = False
    with scratch_database(wanted=any(name in WITH_DATABASE for name in chosen)):
        for name in chosen:
            measured = import_module(f"benchmarks.{name}").measure()
            for figure in [measured] if isinstance(measured, Figure) else measured:
                print(figure.line(), flush=True)
                short = short or figure.short
    return 1 if short else 0


@contextmanager
def scratch_database(*, wanted: bool) -> Iterator[None]:
    """A migrated database of its own beside the developer's, dropped afterwards."""
    if not wanted:
        yield
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sessionbridge.settings.development")
    import django  # noqa: PLC0415 - only where a figure needs it

    from sessionbridge.embedded import start_embedded_services  # noqa: PLC0415

    start_embedded_services()
    django.setup()
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    created = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(created, verbosity=0)


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main(sys.argv[1:]))
