"""How many processor cores there are for this process."""

from __future__ import annotations

import os


def count_cores() -> int:
    """Those it may run on, where the system says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
