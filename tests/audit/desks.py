"""Readers of summaries, and items for them to read."""

from __future__ import annotations

from typing import Any
from unittest import mock

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from audit.drawing import draw_items
from audit.models import Question, ReviewItem
from core.models import Organisation, Patient, User
from generation.models import GenerationJob
from tests.builders.jobs import summarise
from tests.builders.people import make_organisation, make_person, make_staff


def make_reader(organisation: Organisation | None = None, *more: str) -> User:
    """Staff who may read and review all summaries of their organisation, and see codes; `more` of review's own."""
    reader = make_staff(organisation or make_organisation())
    review = Q(content_type__app_label="audit", codename__in=("view_reviewitem", "review_summaries", *more))
    words = Q(content_type__app_label="core", codename__in=("see_organisation", "read_organisation_words", "see_codes"))
    reader.user_permissions.set(Permission.objects.filter(review | words))
    return reader


def desk_of(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def make_item(job: GenerationJob | None = None, *, drawn: bool = True) -> ReviewItem:
    """The item of a job that passed at once, drawn by chance or not."""
    job = job or summarise(make_person())
    with mock.patch("random.random", return_value=0.0 if drawn else 0.999):
        draw_items()
    return ReviewItem.objects.get(job=job)


def item_of(patient: Patient) -> ReviewItem:
    return make_item(summarise(patient))


def page_of(item: ReviewItem) -> str:
    return reverse("admin:audit_reviewitem_change", args=[item.pk])


def open_and_send(desk: Client, item: ReviewItem, sent: dict[str, str], *, follow: bool = False) -> Any:
    """The answer to what a reader sends who has opened the page."""
    desk.get(page_of(item))
    return desk.post(page_of(item), sent, follow=follow)


def answers(value: int = 5, **fields: str) -> dict[str, str]:
    """What the page sends where every question has this answer."""
    return {**{question.value: str(value) for question in Question}, "note": "", "marks": "[]", **fields}
