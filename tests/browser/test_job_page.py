"""The page of a job as staff meet it in a browser: legible, reached by keyboard, safe from what a diary holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from generation.models import GenerationJob
from tests.builders.jobs import summarise
from tests.builders.people import make_person
from tests.generation.admin_clients import SCRIPT, make_by_rules, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The lowest contrast of any marked or quiet word with what is really behind it.
LOWEST_CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const words = document.querySelectorAll('.sb-words, .sb mark, .sb-label, .sb-when, .sb-badge, .sb-fact, .sb a');
  return Math.min(...[...words].map((element) => {
    const pair = [light(getComputedStyle(element).color), light(behind(element))].sort();
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  }));
}"""


def open_page(desk: Page, job: GenerationJob, place: str = "") -> Page:
    desk.goto(f"{page_of(job)}{place}")
    return desk


def test_summary_stands_beside_the_diary_in_the_same_size(desk: Page) -> None:
    page = open_page(desk, summarise(make_person()))
    expect(page.get_by_role("heading", level=1)).to_contain_text("7–21 Nov 2025")
    summary, diary = page.locator("#summary").bounding_box(), page.locator("#diary").bounding_box()
    assert summary is not None
    assert diary is not None
    assert summary["x"] + summary["width"] <= diary["x"]
    sizes = page.locator(".sb-words").evaluate_all("all => all.map((one) => getComputedStyle(one).fontSize)")
    assert set(sizes) == {"16px"}


def test_small_screen_shows_one_under_the_other(desk: Page) -> None:
    desk.set_viewport_size({"width": 420, "height": 900})
    page = open_page(desk, summarise(make_person()))
    summary, diary = page.locator("#summary").bounding_box(), page.locator("#diary").bounding_box()
    assert summary is not None
    assert diary is not None
    assert summary["y"] + summary["height"] <= diary["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_script_in_a_diary_is_words(desk: Page) -> None:
    troubles: list[str] = []
    desk.on("dialog", lambda dialog: troubles.append(dialog.message))
    desk.on("pageerror", lambda error: troubles.append(str(error)))
    text = f'{SCRIPT} Felt sad. <img src=x onerror="document.title = 1"> </bdi></td>'
    page = open_page(desk, summarise(make_person(("m1", "2025-11-08T22:14+01:00", text))))
    expect(page.locator(".sb-entry .sb-words").first).to_have_text(text)
    assert "owned" not in page.title()
    assert page.locator(".sb img, .sb script").count() == 0
    assert troubles == []


def test_keyboard_reaches_a_source_and_follows_it_to_its_words(desk: Page) -> None:
    page = open_page(desk, summarise(make_person()))
    focused: list[str] = []
    while "fact-" not in "".join(focused) and len(focused) < 30:
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    assert focused[0] == "#content-start"
    places = [place for place in focused if place.startswith("#") and place != "#content-start"]
    assert places == ["#summary", "#diary", "#plan", "#attempts", "#run", "#fact-1"]
    page.keyboard.press("Enter")
    expect(page.locator("#fact-1:target")).to_be_in_viewport()
    expect(page.locator("#fact-1:target")).to_contain_text("anxious about the exam")


def test_raw_json_is_one_key_away_and_never_first(desk: Page) -> None:
    page = open_page(desk, summarise(make_person()))
    expect(page.locator(".sb-raw").first).to_be_hidden()
    page.get_by_text("Raw JSON: Canonical record").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sb-raw").first).to_contain_text('"canonicalizer_version"')


def test_hash_is_whole_while_it_has_the_focus(desk: Page) -> None:
    page = open_page(desk, summarise(make_person()))
    digest = page.locator(".sb-terms .sb-hash")
    expect(digest.locator(".sb-hash-full")).to_be_hidden()
    digest.focus()
    expect(digest.locator(".sb-hash-full")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_legible(desk: Page, scheme: str) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = open_page(desk, make_by_rules(), "#fact-1")
    assert page.evaluate(LOWEST_CONTRAST) >= 4.5


def test_paper_has_the_summary_and_no_navigation(desk: Page) -> None:
    page = open_page(desk, summarise(make_person()))
    page.emulate_media(media="print")
    expect(page.locator(".sb-places")).to_be_hidden()
    expect(page.locator("#header")).to_be_hidden()
    expect(page.locator("#summary")).to_be_visible()
    assert page.locator("#diary").evaluate("one => getComputedStyle(one).position") == "static"
