"""What has to be right before people are let in, and a page that says what was left out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

from audit.health import preflight
from audit.health.preflight import run_preflight
from tests.builders.people import make_patient
from tests.faults.cluster import ROOT

pytestmark = pytest.mark.django_db
MANIFEST = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def found(name: str) -> list[str]:
    return [f"{finding.what} {finding.do}" for finding in run_preflight() if finding.name == name and finding.what]


def test_development_settings_are_no_production() -> None:
    with pytest.raises(CommandError, match="to put right"):
        call_command("preflight", stdout=io.StringIO())
    assert "DJANGO_SETTINGS_MODULE=sessionbridge.settings.production" in found("settings")[0]


def test_services_that_are_well_are_no_finding() -> None:
    assert found("services") == []


def test_trigger_that_is_off_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messages DISABLE TRIGGER USER")
    assert "guards" in found("services")[0]


def test_key_that_is_no_random_text_is_found(settings: Any) -> None:
    settings.SECRET_KEY = "a" * 60
    assert "SECRET_KEY" in found("keys")[0]


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("ALLOWED_HOSTS", ["bridge.example.org", "*"], "ALLOWED_HOSTS holds *"),
        ("TRUSTED_PROXIES", ["10.0.0.7", "10.0.0.0/33"], "TRUSTED_PROXIES: '10.0.0.0/33' does not appear"),
        ("TRUSTED_PROXIES", ["10.0.0.7/24"], "TRUSTED_PROXIES: 10.0.0.7/24 has host bits set"),
        ("TRUSTED_PROXIES", ["::/0"], "TRUSTED_PROXIES holds ::/0"),
        ("SECURE_SSL_REDIRECT", True, "without end. Set BEHIND_TLS_PROXY=true"),
    ],
)
def test_address_that_would_not_do_is_found(settings: Any, name: str, value: object, what: str) -> None:
    setattr(settings, name, value)
    [said] = found("addresses")
    assert what in said


def test_addresses_of_a_server_behind_its_proxy_are_no_finding(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["bridge.example.org"], ["10.0.0.0/24", "fd00::7"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    assert found("addresses") == []


def test_zone_python_does_not_know_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    make_patient("Europe/Berlin")
    monkeypatch.setattr(preflight.zoneinfo, "available_timezones", lambda: {"UTC"})
    assert "Europe/Berlin" in found("time zones")[0]


def test_database_without_tables_is_no_wrong_address() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE patients RENAME TO patients_elsewhere")
    assert found("time zones") == ["The database has no tables to ask. Run `manage.py migrate`, then this again."]


def certificate(path: Path, ends: datetime) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ours")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=400))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(("days", "says"), [(-1, "ends on"), (10, "ends on"), (300, "")])
def test_certificate_that_ends_soon_is_found(tmp_path: Path, settings: Any, days: int, says: str) -> None:
    path = certificate(tmp_path / "ca.pem", datetime.now(UTC) + timedelta(days=days))
    url = f"rediss://redis.example.org/0?ssl_ca_certs={path}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
    assert [words for words in found("certificates") if "ca.pem" in words and "ends" in words] == (
        found("certificates") if says else []
    )
    [fails] = [each.fails for each in run_preflight() if each.name == "certificates"]
    assert fails is (days < 0 or not says)


def test_file_that_is_no_certificate_is_found(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    url = f"rediss://redis.example.org/0?ssl_ca_certs={tmp_path / 'ca.pem'}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
    assert "cannot be read" in found("certificates")[0]


def test_backup_folder_that_cannot_be_written_is_found(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_FOLDER = str(tmp_path / "missing")
    assert "cannot be written" in found("backups")[0]


@pytest.mark.parametrize("name", ["HEAD_SIGNING_KEY_FILE", "HEADS_FOLDER"])
def test_place_of_heads_that_cannot_be_written_is_found(settings: Any, name: str) -> None:
    setattr(settings, name, "/proc/version/heads")
    assert name in found("heads")[0]


def test_static_files_that_were_not_collected_are_a_page_that_says_so(tmp_path: Path) -> None:
    with override_settings(STORAGES=MANIFEST, STATIC_ROOT=str(tmp_path), DEBUG=False):
        page = Client(raise_request_exception=False).get("/admin/login/")
        api = Client().get("/api/v1/me/")
    assert page.status_code == 503
    assert "collectstatic" in page.content.decode()
    assert api.status_code == 401


def test_static_files_that_were_not_collected_are_found_in_production(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sessionbridge.settings.production",
        "SECRET_KEY": "abcdefghij" * 6,
        "ALLOWED_HOSTS": "bridge.example.org",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "preflight"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "WRONG  static files: Static files are not collected. Run `manage.py collectstatic" in done.stdout
    assert "WRONG  services: database: cannot be asked" in done.stdout
    assert "well   keys" not in done.stdout
