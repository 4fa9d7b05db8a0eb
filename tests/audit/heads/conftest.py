"""A key and a folder of heads for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def heads_folder(tmp_path: Path) -> Iterator[Path]:
    key, folder = tmp_path / "keys" / "head-signing.pem", tmp_path / "heads"
    with override_settings(HEAD_SIGNING_KEY_FILE=str(key), HEADS_FOLDER=str(folder)):
        yield folder
