"""The reviewers' desk in a browser: everything by keyboard, words that light up, nothing shown too early."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audit.models import MarkKind, Review, ReviewItem, ReviewMark
from tests.audit.desks import make_item, page_of
from tests.generation.admin_clients import fall_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIT = """() => [...CSS.highlights.get('sb-lit')].map((range) => range.toString())"""


def picture(page: Page, name: str) -> None:
    """A screenshot for whoever asks for them by SESSIONBRIDGE_SCREENSHOTS."""
    folder = os.environ.get("SESSIONBRIDGE_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def open_item(desk: Page, item: ReviewItem) -> Page:
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(page_of(item))
    return desk


def test_ten_items_are_read_with_two_keys_each(desk: Page) -> None:
    make_item(fall_back())
    for _ in range(9):
        make_item()
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto("/admin/audit/reviewitem/")
    picture(desk, "queue")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    for left in reversed(range(10)):
        expect(desk.locator("#verdict")).to_be_visible()
        desk.keyboard.press("Space")
        with desk.expect_navigation():
            desk.keyboard.press("Enter")
        assert Review.objects.count() == 10 - left
    expect(desk.locator(".sb-empty")).to_contain_text("Nothing waits for you")


def test_each_answer_is_one_key_and_the_focus_moves_on(desk: Page) -> None:
    page = open_item(desk, make_item())
    for key in "54321":
        page.keyboard.press(key)
    page.keyboard.press("f")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    review = Review.objects.get()
    assert (review.answers, review.verdict) == ((5, 4, 3, 2, 1), "flag")


def test_the_words_of_a_bullet_light_up_and_come_into_view(desk: Page) -> None:
    page = open_item(desk, make_item())
    for _ in range(3):
        page.keyboard.press("j")
    picture(page, "review")
    assert page.evaluate(LIT) == ["anxious", "anxious"]
    expect(page.locator(".sb-lit-entry").first).to_be_in_viewport()


def test_summary_diary_and_questions_are_one_screen(desk: Page) -> None:
    page = open_item(desk, make_item())
    for part in ("#reading-summary", "#reading-diary", "#verdict"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800


def test_no_key_acts_while_somebody_types(desk: Page) -> None:
    page = open_item(desk, make_item())
    page.keyboard.press("n")
    page.keyboard.type("5 fine, ? no")
    expect(page.locator("#id_note")).to_have_value("5 fine, ? no")
    assert page.locator("input[type=radio]:checked").count() == 0
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_selected_words_are_marked(desk: Page) -> None:
    page = open_item(desk, make_item())
    page.evaluate("""() => {
      const bullet = document.querySelectorAll('[data-text]')[2].firstChild;
      getSelection().setBaseAndExtent(bullet, 1, bullet, 8);
    }""")
    page.keyboard.press("u")
    page.keyboard.press("2")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    mark = ReviewMark.objects.get()
    text = mark.review.item.job.sessionbridgeversion.text
    assert (mark.kind, text[mark.start : mark.end]) == (MarkKind.NOT_NEUTRAL, "anxious")


def test_left_out_and_sources_are_toggled(desk: Page) -> None:
    page = open_item(desk, make_item())
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("o")
    assert page.locator("#reading-diary .sb-entry:visible").count() == 2
    page.keyboard.press("o")
    assert page.locator("#reading-diary .sb-entry:visible").count() == 3
