"""Whatever the owner of the tables does to rows under a head is named by the verification, and nothing else is.

TAMPERINGS says how many (`make tamper`: 2,000), TAMPERING_SEED which.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path
from time import monotonic

import pytest
from django.db import transaction

from audit.heads.folder import Exported, read_heads
from audit.heads.verification import Verified, verify_heads
from tests.audit.heads.store import make_store
from tests.audit.heads.tamperings import NOT_YET, Expected, tamper

NUMBER = int(os.environ.get("TAMPERINGS", "60"))
SEED = int(os.environ.get("TAMPERING_SEED", "1"))


class TakenBack(Exception):
    """What was done is undone."""


@pytest.mark.django_db
# Half a second each, on a busy machine.
@pytest.mark.timeout(max(300, NUMBER))
def test_every_tampering_is_named_rightly(heads_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_store()
    exported = read_heads(heads_folder)
    assert verify_heads(exported).wrong == ()
    done: Counter[str] = Counter()
    failures, began = [], monotonic()
    for seed in range(SEED * 1_000_000, SEED * 1_000_000 + NUMBER):
        name, expected, found = try_one(seed, exported)
        done[name] += 1
        if not is_right(expected, found):
            failures.append(f"seed {seed}, {name}: {expected}, found {[str(each) for each in found.wrong[:3]]}")
    if NUMBER > 60:
        with capsys.disabled():
            print(f"\n{NUMBER} tamperings from seed {SEED}, {found.rows} rows under {len(found.heads)} heads, "
                  f"{monotonic() - began:.0f} s: {NUMBER - len(failures)} named rightly")  # fmt: skip
            for name, number in done.most_common():
                print(f"  {number:6} {name.replace('_', ' ')}")
    assert failures == []


def try_one(seed: int, exported: Exported) -> tuple[str, Expected, Verified]:
    try:
        with transaction.atomic():
            name, expected = tamper(random.Random(seed))
            found = verify_heads(exported)
            raise TakenBack
    except TakenBack:
        return name, expected, found


def is_right(expected: Expected, found: Verified) -> bool:
    if expected == NOT_YET:
        return found.wrong == () and bool(+found.pending)
    if not found.wrong:
        return False
    first = found.wrong[0]
    return (first.kind, first.row_id) == (expected.kind, expected.row_id) and expected.said in first.what
