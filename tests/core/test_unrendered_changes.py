"""Constraints of migrations are added without new classes for the models around."""

from __future__ import annotations

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from core.migrations import _unrendered

AT_LEAST_ONE = models.CheckConstraint(condition=models.Q(number__gte=1), name="at_least_one")


@pytest.fixture
def state() -> ProjectState:
    held = ProjectState()
    held.add_model(ModelState("core", "Thing", [("id", models.BigAutoField(primary_key=True))]))
    return held


def test_class_that_was_made_stays_and_is_told(state: ProjectState) -> None:
    before = state.apps.get_model("core", "Thing")
    _unrendered.AddConstraint("thing", AT_LEAST_ONE).state_forwards("core", state)
    assert state.apps.get_model("core", "Thing") is before
    assert before._meta.constraints == [AT_LEAST_ONE]
    _unrendered.RemoveConstraint("thing", "at_least_one").state_forwards("core", state)
    assert before._meta.constraints == []


def test_state_is_as_after_the_operation_of_django(state: ProjectState) -> None:
    other = state.clone()
    _unrendered.AddConstraint("thing", AT_LEAST_ONE).state_forwards("core", state)
    migrations.AddConstraint("thing", AT_LEAST_ONE).state_forwards("core", other)
    assert state == other
    assert state.apps.get_model("core", "Thing")._meta.constraints == [AT_LEAST_ONE]


def test_no_class_is_made_where_none_was(state: ProjectState) -> None:
    _unrendered.AddConstraint("thing", AT_LEAST_ONE).state_forwards("core", state)
    assert "apps" not in state.__dict__
