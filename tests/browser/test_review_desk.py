"""The reviewers' desk in a browser: everything by keyboard, words that light up, nothing shown too early."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import Page, expect

from audit.models import MarkKind, Review, ReviewItem, ReviewMark, ReviewReason
from core.erasure import erase_person
from core.models import CareTeam
from core.roles import Role
from tests.audit.desks import make_item, page_of
from tests.audit.diaries import make_member, make_named
from tests.browser.logged_in import Visit
from tests.browser.pictures import picture
from tests.builders.jobs import summarise
from tests.builders.people import make_organisation, make_person
from tests.generation.admin_clients import make_by_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELLS = ("first pass", "first_pass", "rules-", "sb-badge", "The run", "policy")
# Milliseconds from a key until its words are lit and painted.
KEY_TO_LIGHT = """() => new Promise((done) => {
  const before = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - before)));
})"""
LIT = """() => [...CSS.highlights.get('sb-lit')].map((range) => range.toString())"""


def open_item(desk: Page, item: ReviewItem) -> Page:
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(page_of(item))
    return desk


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.QA])
def test_ten_items_are_read_by_each_role_with_the_keyboard_alone(visit: Visit, role: Role) -> None:
    practice = make_organisation("Practice by the River")
    people = [make_member(practice, number) for number in range(1, 11)]
    rules, *samples = [make_by_rules(people[0]), *map(summarise, people[1:])]
    for job in (rules, *samples):
        make_item(job)
    reader = make_named(practice, "dr-hill" if role is Role.CLINICIAN else "quinn", role)
    team = CareTeam.objects.create(organisation=practice, name="Tuesday group")
    team.members.add(reader)
    team.patients.add(*people)
    page, keys = visit(reader), 0
    page.goto("/admin/audit/reviewitem/")
    picture(page, f"queue-{role.lower()}")
    for key in ("j", "Enter"):
        page.keyboard.press(key)
    lit = []
    for left in reversed(range(10)):
        expect(page.locator("#verdict")).to_be_visible()
        item = ReviewItem.objects.get(pk=page.url.split("/")[-3])
        if item.reason == ReviewReason.SAMPLE:
            assert [word for word in TELLS if word in page.content()] == []
        lit += [page.evaluate(KEY_TO_LIGHT) for _ in range(4)]
        box = page.locator("#verdict").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800, "with what was said of the one before above it"
        if left == 5:
            picture(page, f"review-{role.lower()}")
        page.keyboard.press("Space")
        keys += 2
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert Review.objects.filter(reviewer=reader).count() == 10 - left
    p95 = statistics.quantiles(lit, n=20)[-1]
    print(f"{role}: {keys / 10} keystrokes a verdict, {p95:.0f} ms from key to lit words (p95)")
    assert keys / 10 <= 3
    assert p95 <= 100
    assert {review.answers for review in Review.objects.all()} == {(5, 5, 5, 5, 5)}
    assert Review.objects.filter(is_blind=True).count() == 9
    expect(page.locator(".sb-empty")).to_contain_text("Nothing is waiting for you")


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


def test_sheet_of_keys_is_whole(desk: Page) -> None:
    page = open_item(desk, make_item())
    page.keyboard.press("?")
    cut = page.locator("#keys").evaluate("sheet => [sheet.scrollWidth > sheet.clientWidth, sheet.clientWidth]")
    right = page.locator("#keys td").evaluate_all(
        "all => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    )
    box = page.locator("#keys").bounding_box()
    assert box is not None
    assert (cut[0], right <= box["x"] + box["width"], box["x"] >= 0) == (False, True, True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_links_of_the_strip_are_underlined_in_the_colour_of_their_words(desk: Page, scheme: str) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = open_item(desk, make_item())
    # The underline of a word in a drawing is painted in the fill of the link.
    link, words = page.locator(".sb-strip svg a").first, page.locator(".sb-strip svg a text").first
    fill = "one => getComputedStyle(one).fill"
    assert link.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"
    assert link.evaluate(fill) == words.evaluate(fill)


def test_enter_twice_sends_one_reading(desk: Page) -> None:
    page = open_item(desk, make_item())
    # As long as an answer takes: nothing leaves the page, and what would have left is counted.
    page.evaluate("""() => {
      window.sent = 0;
      window.addEventListener('submit', (event) => {
        if (!event.defaultPrevented) window.sent += 1;
        event.preventDefault();
      });
    }""")
    for key in ("Space", "Enter", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("window.sent") == 1
    expect(page.locator("#verdict button")).to_be_disabled()


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


def test_words_of_the_diary_light_up_their_bullet(desk: Page) -> None:
    page = open_item(desk, make_item())
    page.keyboard.press("d")
    first = page.locator("#reading-summary .sb-current").inner_text()
    page.keyboard.press("d")
    assert page.locator(".sb-at").count() == 1
    assert page.locator("#reading-summary .sb-current").inner_text() != first or page.evaluate(LIT)
    page.locator("#reading-diary [data-message]").last.hover(position={"x": 40, "y": 10})
    assert any("Exam done" in words for words in page.evaluate(LIT))


def test_commit_of_what_was_erased_meanwhile_keeps_nothing_of_it(desk: Page) -> None:
    person = make_person()
    page = open_item(desk, make_item(summarise(person)))
    page.keyboard.press("n")
    page.keyboard.type("They write that they are anxious.")
    page.keyboard.press("Escape")
    erase_person(person, by="a test")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#content")).to_contain_text("was erased")
    assert "anxious" not in page.content()
    assert not Review.objects.exists()


def test_four_hundred_messages_are_usable(desk: Page) -> None:
    entries = [
        (
            f"m{number}",
            f"2025-11-{7 + number % 15:02}T{8 + number // 40:02}:{number % 40:02}+01:00",
            f"Walk {number}. Felt sad.",
        )
        for number in range(400)
    ]
    page = open_item(desk, make_item(summarise(make_person(*entries))))
    for _ in range(3):
        page.keyboard.press("j")
    assert page.evaluate(LIT)
    assert page.locator("[data-entry]").count() == 400
    assert max(page.evaluate(KEY_TO_LIGHT) for _ in range(3)) <= 500
