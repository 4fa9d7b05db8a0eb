"""What is recorded of a database error holds none of the words that it refused."""

from __future__ import annotations

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from core.database_errors import describe
from core.models import Organisation


def test_a_refused_row_is_described_without_its_words(organisation: Organisation) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Organisation.objects.create(name=organisation.name)
    assert "River" in str(caught.value)
    assert describe(caught.value) == "IntegrityError 23505 organisations_name_unique"


@pytest.mark.django_db
def test_an_error_without_constraint_is_its_sqlstate() -> None:
    with pytest.raises(DataError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert describe(caught.value) == "DataError 22012"


def test_an_error_that_never_met_the_server_is_its_name() -> None:
    assert describe(IntegrityError("secret words")) == "IntegrityError"
