"""What the gate refused is read by somebody who does not know which rule refused it."""

from __future__ import annotations

from unittest import mock

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client, override_settings

from audit.blind_readings import record_showing
from audit.drawing import draw_items
from audit.models import RefusalVerdict, RefusedBullet, ReviewItem, Shown
from audit.refused_bullets import say, waiting_refusals
from core.erasure import erase_person
from core.models import User
from tests.audit.desks import desk_of, make_item, make_reader
from tests.builders.people import make_organisation
from tests.generation.admin_clients import make_by_rules

pytestmark = pytest.mark.django_db
LIST = "/admin/audit/refusedbullet/"


@pytest.fixture
def reader() -> User:
    user = make_reader()
    user.user_permissions.add(Permission.objects.get(codename="view_refusedbullet"))
    return user


@pytest.fixture
def desk(reader: User) -> Client:
    return desk_of(reader)


@pytest.fixture
def bullet() -> RefusedBullet:
    """Drawn of a choice that the gate had refused."""
    with override_settings(REVIEW_REFUSED_SHARE=1.0):
        make_item(make_by_rules())
    bullet = RefusedBullet.objects.first()
    assert bullet is not None
    return bullet


def page(bullet: RefusedBullet) -> str:
    return f"{LIST}{bullet.pk}/change/"


def test_each_refusal_is_drawn_once_with_its_chance(bullet: RefusedBullet) -> None:
    counted = RefusedBullet.objects.count()
    draw_items()
    assert RefusedBullet.objects.count() == counted
    assert (bullet.rule_id[:2], bullet.inclusion_probability) == ("SB", 1.0)


def test_chance_may_leave_a_refusal_out() -> None:
    with mock.patch("random.random", return_value=0.99):
        make_by_rules()
        draw_items()
    assert ReviewItem.objects.exists()
    assert not RefusedBullet.objects.exists()


def test_the_rule_is_named_nowhere_before_the_answer(desk: Client, bullet: RefusedBullet) -> None:
    for address in (LIST, page(bullet)):
        html = desk.get(address).content.decode()
        assert bullet.job.patient.code in html
        assert bullet.rule_id not in html
    assert desk.post(page(bullet), {"answer": "not"}).status_code == 302
    assert f"It was refused by {bullet.rule_id}" in desk.get(page(bullet)).content.decode()
    verdict = RefusalVerdict.objects.get()
    assert (verdict.is_fine, verdict.is_blind) == (False, True)


def test_who_saw_the_run_is_not_asked_and_does_not_count(reader: User, bullet: RefusedBullet) -> None:
    record_showing(ReviewItem.objects.get(job=bullet.job), reader, Shown.RUN)
    assert bullet not in waiting_refusals(reader)
    assert say(bullet, reader, is_fine=True)
    assert not RefusalVerdict.objects.get().is_blind


def test_a_second_answer_of_one_reader_does_not_count(reader: User, bullet: RefusedBullet) -> None:
    assert say(bullet, reader, is_fine=True)
    assert not say(bullet, reader, is_fine=False)
    assert RefusalVerdict.objects.get().is_fine
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        RefusalVerdict.objects.update(is_fine=False)


@pytest.mark.parametrize("sent", [{}, {"answer": "x"}, {"answer": ["fine", "x"]}])
def test_no_answer_is_refused(desk: Client, bullet: RefusedBullet, sent: dict[str, str]) -> None:
    desk.get(page(bullet))
    assert desk.post(page(bullet), sent).status_code == 400
    assert not RefusalVerdict.objects.exists()


def test_answer_of_a_reader_who_never_opened_the_bullet_is_refused(desk: Client, bullet: RefusedBullet) -> None:
    answer = desk.post(page(bullet), {"answer": "fine"})
    assert (answer.status_code, "You had not opened this bullet" in answer.content.decode()) == (409, True)
    assert not RefusalVerdict.objects.exists()
    assert desk.post(page(bullet), {"answer": "fine"}).status_code == 302


def test_erased_words_leave_nothing_to_say(desk: Client, bullet: RefusedBullet) -> None:
    erase_person(bullet.job.patient, by="a test")
    html = desk.get(page(bullet)).content.decode()
    assert "The words were erased" in html
    assert 'name="answer"' not in html


def test_bullets_of_another_organisation_are_not_found(bullet: RefusedBullet) -> None:
    stranger = make_reader(make_organisation("Elsewhere"))
    stranger.user_permissions.add(Permission.objects.get(codename="view_refusedbullet"))
    assert desk_of(stranger).get(page(bullet)).status_code == 404
