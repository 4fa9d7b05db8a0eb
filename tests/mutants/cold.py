"""A pytest plugin that imports one module with a mistake in it: the slow way, for what runs on import.

`python -m pytest -p tests.mutants.cold ...` with the pickled order in MUTANT_ORDER.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.mutants.mutant import ROOT, Mutant, mutated_source
from tests.mutants.orders import Order


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec")


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._name = mutant.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self._path = str(ROOT / mutant.file)
        self._source = mutated_source(mutant)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            spec.loader = _Loader(fullname, self._path, self._source)
        return spec


ORDER: Order = pickle.loads(Path(os.environ["MUTANT_ORDER"]).read_bytes())  # noqa: S301 - our own words
if ORDER.mutant is not None:
    sys.meta_path.insert(0, _Finder(ORDER.mutant))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only the tests of the order, in its order."""
    found = {item.nodeid: item for item in items}
    items[:] = [found[test] for test in ORDER.tests if test in found]


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> bool | None:
    """A copy of the database that is there already, instead of one made by the migrations."""
    if fixturedef.argname != "django_db_setup" or not ORDER.template:
        return None
    request.getfixturevalue("services")
    from django.conf import settings

    from tests.mutants.databases import copy_database, use_database

    request.getfixturevalue("django_db_modify_db_settings")
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    copy_database(ORDER.template, name)
    use_database(name)
    fixturedef.cached_result = (None, fixturedef.cache_key(request), None)
    return True


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        Path(ORDER.answer).write_text(report.nodeid, encoding="utf-8")
