"""Every time on a page says its zone, and reads as in the histories."""

from __future__ import annotations

DATETIME_FORMAT = r"Y-m-d H:i \U\T\C"
DATE_FORMAT = "Y-m-d"
