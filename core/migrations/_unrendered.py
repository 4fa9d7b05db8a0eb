"""Constraints, indexes and triggers of the migrations, without the classes of all models around made again for each.

Django does so after every change of a model, for functions of later migrations to see it: of the time all our
migrations took together these were more than half. No table looks different to a function for any of the three, so
the class stays, and is told.
"""

from __future__ import annotations

from typing import Any, cast

import pgtrigger.migrations
from django.apps.registry import Apps
from django.db import migrations
from django.db.migrations.state import ProjectState


class _Unrendered:
    option_name: str
    model_name: str

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # A state whose classes were not made yet makes none for a change.
        rendered = cast("Apps | None", state.__dict__.pop("apps", None))
        cast(Any, super()).state_forwards(app_label, state)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            held = state.models[app_label, self.model_name.lower()].options[self.option_name]
            setattr(rendered.get_model(app_label, self.model_name)._meta, self.option_name, [*held])


class AddConstraint(_Unrendered, migrations.AddConstraint):
    pass


class RemoveConstraint(_Unrendered, migrations.RemoveConstraint):
    pass


class AddIndex(_Unrendered, migrations.AddIndex):
    pass


class AddTrigger(_Unrendered, pgtrigger.migrations.AddTrigger):
    pass


class RemoveTrigger(_Unrendered, pgtrigger.migrations.RemoveTrigger):
    pass
