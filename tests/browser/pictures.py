"""Pictures of pages, kept where somebody asks for them by SCREENSHOTS=1: the documents show what a test has seen."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"


def picture(page: Page, name: str, *, folder: str = "reviewing", full_page: bool = False) -> None:
    """What the page looks like, as docs/images/<folder>/<name>.png."""
    if os.environ.get("SCREENSHOTS") == "1":
        place = IMAGES / folder
        place.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=place / f"{name}.png", full_page=full_page)
