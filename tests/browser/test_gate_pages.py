"""What the gate refused, what blocks, and the figures, in a browser."""

from __future__ import annotations

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from audit.models import RefusalVerdict, RefusedBullet
from audit.refused_bullets import say
from core.models import User
from generation.models import GatePolicyVersion
from tests.audit.desks import make_item, make_reader
from tests.audit.readings import fine, read_summary
from tests.browser.test_review_desk import picture
from tests.generation.admin_clients import fall_back, make_by_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_refused_bullet_is_answered_with_one_key(desk: Page) -> None:
    with override_settings(REVIEW_REFUSED_SHARE=1.0):
        make_item(make_by_rules())
    desk.set_viewport_size({"width": 1280, "height": 800})
    bullet = RefusedBullet.objects.first()
    assert bullet is not None
    desk.goto("/admin/audit/refusedbullet/")
    picture(desk, "refused-bullets")
    desk.goto(f"/admin/audit/refusedbullet/{bullet.pk}/change/")
    picture(desk, "refused-bullet")
    with desk.expect_navigation():
        desk.keyboard.press("2")
    assert RefusalVerdict.objects.get().is_fine is False


def test_what_blocks_is_previewed_and_switched_on(desk: Page) -> None:
    make_item(fall_back())
    User.objects.update(organisation=make_reader().organisation)
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto("/admin/generation/gatepolicyversion/add/")
    picture(desk, "gate-policy")
    desk.get_by_label("SB504 noted only").check()
    desk.get_by_role("button", name="Preview what it would change").click()
    expect(desk.locator("#preview-title")).to_be_visible()
    desk.get_by_label("Why, without diary text").fill("too many false alarms")
    picture(desk, "gate-policy-preview")
    desk.get_by_role("button", name="Switch on").click()
    expect(desk.locator(".messagelist")).to_contain_text("Policy 1 is in force")
    picture(desk, "gate-policies")
    assert GatePolicyVersion.objects.get().review_rule_ids == ["SB504"]


def test_figures_are_read_without_scrolling_sideways(desk: Page) -> None:
    item = make_item()
    read_summary(item, make_reader(), fine())
    for number in range(30):
        bullet = RefusedBullet.objects.create(
            job=item.job, ordinal=0, slot_id=f"m{number}", rule_id="SB504", inclusion_probability=1.0
        )
        say(bullet, make_reader(), is_fine=number % 5 > 0)
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto("/admin/audit/reviewitem/quality/")
    expect(desk.locator(".sb-notice")).to_contain_text("SB504 is right in")
    picture(desk, "quality")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
