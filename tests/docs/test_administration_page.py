"""docs/administration.md names the links, functions and options that are there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib import admin

from core.management.commands.create_practice import Command
from core.models import Patient

PAGE = (Path(__file__).resolve().parents[2] / "docs/administration.md").read_text(encoding="utf-8")
# The table of functions: "organisations.create_organisation", then others of the same module.
CALLS = re.findall(r"^\| [^|]+ \| (`[a-z_.]+`[^|]*) \|$", PAGE.partition("## For programs")[2], re.MULTILINE)


@pytest.mark.parametrize("title", [entry.title for entry in admin.site.get_model_admin(Patient).all_entries.values()])
def test_every_link_of_a_persons_page_is_explained(title: str) -> None:
    assert title.removesuffix(" for the app") in PAGE


def test_calls_are_read() -> None:
    assert len(CALLS) == 14


@pytest.mark.parametrize("call", CALLS)
def test_every_function_named_is_there(call: str) -> None:
    for named in re.findall(r"`([a-z_.]+)`", call):
        if "." in named:
            place, _, name = named.rpartition(".")
            module = import_module(place if place.startswith(("core.", "generation.")) else f"core.practice.{place}")
        else:
            name = named
        assert hasattr(module, name), named


def test_options_of_the_command_are_those_of_the_page() -> None:
    parser = Command().create_parser("manage.py", "create_practice")
    shown = set(re.findall(r"--[a-z]+", PAGE))
    assert len(shown) == 4
    assert shown <= set(parser._option_string_actions)
