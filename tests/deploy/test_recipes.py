"""Units, image and compose file are well formed and name what there is: none of them can be run here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
SYSTEMD = ROOT / "deploy/systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
HARDENED = {
    "NoNewPrivileges=true", "ProtectSystem=strict", "ProtectHome=true", "PrivateTmp=true", "CapabilityBoundingSet=",
    "RestrictNamespaces=true", "SystemCallFilter=@system-service", "UMask=0077", "User=sessionbridge", "Restart=always",
}  # fmt: skip


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_nothing_in_the_units(tmp_path: Path) -> None:
    for unit in SYSTEMD.glob("*.[st]*"):
        # The programs are not installed where the units look for them.
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "sessionbridge" in line]) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_unit_is_hardened_and_started_again(unit: Path) -> None:
    assert HARDENED - set(unit.read_text(encoding="utf-8").splitlines()) == set()


def example_names() -> set[str]:
    return set(re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8")))


def test_example_of_an_environment_has_every_name_that_is_read_and_no_other() -> None:
    programs = [path.read_text(encoding="utf-8") for path in (ROOT / "sessionbridge").rglob("*.py")]
    read = {name for text in programs for name in re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", text)}
    assert read == example_names()


def test_names_of_the_environment_are_known() -> None:
    known = example_names()
    named = re.findall(r"(?m)^([A-Z_]+)=", (SYSTEMD / "environment").read_text(encoding="utf-8"))
    assert set(named) - known == {"DJANGO_SETTINGS_MODULE"}


def test_workers_may_write_where_the_environment_puts_keys_heads_and_backups() -> None:
    named = dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", (SYSTEMD / "environment").read_text(encoding="utf-8")))
    worker = (SYSTEMD / "sessionbridge-worker@.service").read_text(encoding="utf-8").splitlines()
    assert {"StateDirectory=sessionbridge", f"ReadWritePaths=-{named['BACKUP_FOLDER']}"} <= set(worker)
    state = Path("/var/lib/sessionbridge")
    assert Path(named["HEAD_SIGNING_KEY_FILE"]).parent == Path(named["HEADS_FOLDER"]).parent == state
    # A new volume has the owner that its folder has in the image.
    [made] = [rest for name, rest in instructions() if name == "RUN" and "useradd" in rest]
    assert {volume.split(":")[1] for volume in services()["worker"]["volumes"]} == {str(state), named["BACKUP_FOLDER"]}
    assert all(
        f"{folder}" in made.split("install -d -m 0700 -o 10001")[1] for folder in (state, named["BACKUP_FOLDER"])
    )


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^\s*#.*\n", "", DOCKERFILE))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]  # type: ignore[misc]  # two parts


def test_image_is_pinned_unprivileged_and_knows_its_instructions() -> None:
    found = instructions()
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in found} <= known
    assert all(re.search(r":\d+\.\d+\.\d+", rest) for name, rest in found if name == "FROM")
    users = [rest for name, rest in found if name == "USER"]
    assert users == ["10001"]
    assert all("--no-cache-dir" in rest for _, rest in found if "pip install" in rest)
    assert not [rest for name, rest in found if name == "RUN" and re.search(r"\bsudo\b|\bcurl\b|apt-get", rest)]
    # The form of a list: signals reach the program and no shell.
    assert all(json.loads(rest) for name, rest in found if name == "CMD")


def test_image_copies_what_there_is_and_all_of_it() -> None:
    copied = [
        part for name, rest in instructions() if name == "COPY" and "--from" not in rest for part in rest.split()[:-1]
    ]
    assert [part for part in copied if not (ROOT / part).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{part}" for part in copied} == {line for line in ignored if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks", "wording_benchmark"}
    assert packages <= set(copied)


def services() -> dict[str, dict[str, Any]]:
    return dict(COMPOSE["services"])


def test_compose_runs_every_program_on_pinned_images() -> None:
    found = services()
    assert set(found) == {"postgres", "valkey", "migrate", "web", "worker", "beat"}
    for name in ("postgres", "valkey"):
        assert re.search(r":\d+\.\d+", found[name]["image"])
    for name in ("migrate", "web", "worker", "beat"):
        service = found[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert found["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_compose_names_services_volumes_and_secrets_it_has() -> None:
    for service in services().values():
        assert set(service.get("depends_on", {})) <= set(services())
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"])
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


@pytest.mark.parametrize("name", sorted(set(re.findall(r"manage\.py (\w+)", PAGE))))
def test_commands_of_the_page_exist(name: str) -> None:
    assert name in get_commands()


def test_programs_of_units_and_containers_are_those_of_make_up() -> None:
    starts = [*(unit.read_text(encoding="utf-8") for unit in UNITS), DOCKERFILE.replace('", "', " ")]
    starts += [" ".join(service.get("command", [])) for service in services().values()]
    for program in (
        "uvicorn sessionbridge.asgi:application",
        "celery -q -A sessionbridge worker",
        "celery -q -A sessionbridge beat",
    ):
        assert sum(program in start for start in starts) >= 2
