"""The lists that grow with every run: their first page comes from an index, not from sorting all there is."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import RequestFactory

from audit.models import ReviewItem
from audit.review_queue import waiting_items
from generation.models import AnalysisProcessingLog, GenerationJob, GenerationMetadata, PipelineEvent
from tests.builders.people import make_operator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def never_sorted_if_it_can_be_helped() -> None:
    """As for a table so long that to read and sort all of it would cost more than anything else."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize("model", [AnalysisProcessingLog, GenerationJob, GenerationMetadata, PipelineEvent])
def test_first_page_is_not_sorted(model: type[Model]) -> None:
    request = RequestFactory().get("/")
    request.user = make_operator()
    listed = admin.site.get_model_admin(model)
    rows = listed.get_queryset(request).order_by(*listed.get_ordering(request))
    assert "Sort" not in rows.select_related(*listed.list_select_related)[:50].explain()


def test_queue_is_found_without_the_jobs_and_without_what_takes_no_reader() -> None:
    assert "generation_jobs" not in str(waiting_items(make_operator()).query)
    assert "review_items_wanted" in ReviewItem.objects.filter(reviews_wanted__gte=1).order_by().explain()
