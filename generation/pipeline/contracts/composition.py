"""C. The composition: which of the plan's candidates stand in the text. Ids only, never words."""

from __future__ import annotations

from generation.pipeline.contracts.values import Contract


class Composition(Contract):
    """`composer_version` names who chose; the order of the ids is the plan's.

    `feelings` have a bullet of their own, `further_feelings` stand in the two lists, `quoted` are facts of Section 4.
    """

    composer_version: str
    feelings: tuple[str, ...]
    further_feelings: tuple[str, ...]
    series: tuple[str, ...]
    areas: tuple[str, ...]
    terms: tuple[str, ...]
    matters: tuple[str, ...]
    quoted: tuple[str, ...]
