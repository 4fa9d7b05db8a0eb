"""Guards against settings that change nothing: each is read by Django, Celery, a package we use, or code of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import axes
import pytest
from celery.app.defaults import SETTING_KEYS
from django.conf import global_settings
from drf_spectacular.settings import SPECTACULAR_DEFAULTS
from drf_standardized_errors.settings import DEFAULTS as STANDARDIZED_ERRORS
from rest_framework.settings import DEFAULTS as REST_FRAMEWORK

from generation.language_models.choose import STAGE_SETTINGS
from sessionbridge.settings import base

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = [ROOT / f"sessionbridge/settings/{name}.py" for name in ("base", "development", "production", "tests")]
# Django asks for its URLs without a default.
OF_PACKAGES = {
    *(
        "ROOT_URLCONF",
        "REST_FRAMEWORK",
        "DRF_STANDARDIZED_ERRORS",
        "SPECTACULAR_SETTINGS",
        "WHITENOISE_AUTOREFRESH",
        "WHITENOISE_USE_FINDERS",
        "OTP_TOTP_ISSUER",
    ),
    *re.findall(r"AXES_\w+", Path(axes.__file__).with_name("conf.py").read_text()),
}
# language_models/choose.py reads these by their names.
MADE_UP = {name for name, _ in STAGE_SETTINGS.values()}


def assigned(path: Path) -> set[str]:
    statements = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = {n.id for n in statements if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return {name for name in names if name.isupper() and not name.startswith("_")}


def read_by_a_library(name: str) -> bool:
    key = name.removeprefix("CELERY_").lower()
    return hasattr(global_settings, name) or name in OF_PACKAGES or (key != name.lower() and key in SETTING_KEYS)


def read_from(paths: list[Path]) -> Iterator[str]:
    """The names that stand as `settings.NAME`."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "settings":
                yield node.attr


def read_by_settings() -> Iterator[str]:
    """The names other settings are made of. A check of a value makes nothing of it."""
    for path in SETTINGS:
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(statement, ast.If) or any(isinstance(part, ast.Assign) for part in statement.body):
                names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
                yield from (name.id for name in names if isinstance(name.ctx, ast.Load))


def code(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.stem)
def test_no_setting_changes_nothing(path: Path) -> None:
    readers = code("core", "generation", "audit", "sessionbridge")
    if path.stem == "tests":
        readers += code("tests")
    read = {*read_from(readers), *read_by_settings(), *MADE_UP}
    assert {name for name in assigned(path) if not read_by_a_library(name)} - read == set()


def test_no_key_of_a_package_changes_nothing() -> None:
    assert base.REST_FRAMEWORK.keys() - REST_FRAMEWORK.keys() == set()
    assert base.DRF_STANDARDIZED_ERRORS.keys() - STANDARDIZED_ERRORS.keys() == set()
    assert base.SPECTACULAR_SETTINGS.keys() - SPECTACULAR_DEFAULTS.keys() == set()


def test_setting_read_by_nobody_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "settings.py"
    module.write_text("MODEL_PATIENCE = 3\nCELERY_TASK_ACKS_LATE = True\nCELERY_NO_SUCH_THING = 1\nDEBUG = False\n")
    assert {name for name in assigned(module) if not read_by_a_library(name)} == {
        "MODEL_PATIENCE",
        "CELERY_NO_SUCH_THING",
    }
    assert set(read_from([module])) == set()
