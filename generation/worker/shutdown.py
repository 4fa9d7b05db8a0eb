"""Whether this process was told to stop, and since when. What it holds is then finished soon or given back."""

from __future__ import annotations

import time
from typing import Any

from generation.time_limits import FINISH_AFTER_STOP


class Stopping:
    """Set once by whoever hears the signal; read by runs between their stages and by the heartbeat."""

    def __init__(self, patience: float = FINISH_AFTER_STOP.total_seconds()) -> None:
        self._patience = patience
        self._since: float | None = None

    def begin(self, **_: Any) -> None:
        """Tell the process to stop. A second call changes nothing. Safe inside a signal handler."""
        if self._since is None:
            self._since = time.monotonic()

    @property
    def has_begun(self) -> bool:
        return self._since is not None

    @property
    def is_urgent(self) -> bool:
        """Whether a run has had the time it may take to finish."""
        return self._since is not None and time.monotonic() - self._since >= self._patience


process_stopping = Stopping()
