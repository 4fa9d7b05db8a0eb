"""What is wrong with a page as it is laid out: to axe-core on each screen, and on paper."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Colours, width and height. The second is what a screen of 1280 pixels shows at 200 %.
Screens = Mapping[str, tuple[str, int, int]]
SCREENS: Screens = {"light": ("light", 1280, 800), "dark at 200 %": ("dark", 640, 400), "phone": ("light", 400, 800)}
# A phone held in one hand, by day and by night.
PHONES: Screens = {"phone": ("light", 390, 844), "dark phone": ("dark", 390, 844)}
# A4 within its margins, in the pixels of a style sheet.
_PAPER = {"width": 718, "height": 1000}
_ON_PAPER = """() => {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.clientWidth > 1;
    const ways = "#header, .breadcrumbs, #nav-sidebar, #toolbar, #changelist-filter, .object-tools, .actions, " +
        ".submit-row, .entry-links, .take-back-links, .sb-places, .sb button";
    const led = [...document.querySelectorAll(ways)].filter(shown).map((one) => `leads elsewhere: ${one.outerHTML}`);
    const cut = [...document.querySelectorAll("body *:not(input, select, textarea)")].filter(
        (one) => shown(one) && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible"
    ).map((one) => `cut: ${one.outerHTML}`);
    const wide = document.documentElement.scrollWidth > innerWidth ? ["wider than the paper"] : [];
    return [...led, ...cut, ...wide].map((one) => one.slice(0, 160));
}"""


def found_on(page: Page) -> list[str]:
    # It stays with the page on every screen; to read it anew for each took longer than what it looks for.
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    violations = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)")
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in violations for node in one["nodes"]]


def wrong_on(page: Page, name: str, screens: Screens = SCREENS) -> list[str]:
    """What is wrong with the page that is open, on each screen in turn: it is laid out anew, not loaded."""
    wrong = []
    for screen, (colours, width, height) in screens.items():
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        page.set_viewport_size({"width": width, "height": height})
        # Links fade from one colour to the other. Waiting for the end hangs where a hidden link never gets to fade.
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        wrong += [f"{name}, {screen}: {found}" for found in found_on(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name}, {screen}: it scrolls sideways")
    return wrong + wrong_on_paper(page, name)


def wrong_on_paper(page: Page, name: str) -> list[str]:
    """What paper shows that leads to other pages, and what of a page it cuts off."""
    page.set_viewport_size(_PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    wrong = [f"{name}, paper: {found}" for found in page.evaluate(_ON_PAPER)]
    page.emulate_media(media="screen")
    return wrong
