"""Stage D, the second reader: a text read literally against the entries, as by somebody who never saw the code.

In: a rendered report, its record. Out: misreadings, each with its rule, its place and its bullet. It parses every
bullet by the sentences of docs/report.md and checks what can be checked without knowing how feelings or numbers are
read: days, values, quotations, counts. Of the record it reads the window, the zone and the entries, nothing that
was read out of them. It must never use what the text was made with: only the standard library and the contracts.
Linear in entries and text.
"""

from __future__ import annotations

from generation.pipeline.policy_gate.second_reader.misreading import Misreading
from generation.pipeline.policy_gate.second_reader.reader import read_again

__all__ = ["Misreading", "read_again"]
