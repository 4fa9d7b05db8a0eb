"""Many versions: equal by count and hash, in bounded memory. 300 in `make test`, 10,000 in `make campaign`."""

from __future__ import annotations

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from core.models import Organisation
from generation.models import GenerationMetadata
from tests.older_system.conftest import Older

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]
VERSIONS = int(os.environ.get("MOVED_VERSIONS", "300"))
# About 19 KB a version: 190 MB of 10,000, a third of which would not fit.
_MAX_BYTES = 64 << 20
_FILL = """
INSERT INTO patients (id) SELECT md5('p' || n)::uuid FROM generate_series(0, 39) AS n;
INSERT INTO session_bridge_versions (id, patient_id, version_number, bridge_data)
    SELECT md5('v' || n)::uuid, md5('p' || n % 40)::uuid, 1 + n / 40,
           jsonb_build_object('n', n, 'text', repeat(md5(n::text), 600), 'odd', n / 7.0)
    FROM generate_series(0, {last}) AS n;
INSERT INTO generation_metadata (id, session_bridge_version_id, sessions_analyzed, total_sessions, model_used,
                                 generation_timestamp, generation_duration_ms)
    SELECT md5('m' || n)::uuid, md5('v' || n)::uuid, 0, n, 'gpt-5', now(), n FROM generate_series(0, {last}) AS n;
"""
_DIGEST = "SELECT count(*), md5(string_agg(md5({column}::text), '' ORDER BY id)) FROM session_bridge_versions"


def test_all_arrive_as_they_are(older: Older, practice: Organisation, settings: LazySettings, tmp_path: Path) -> None:
    settings.THERABRIDGE_DATABASE_URL = older.url
    older.connection.execute(_FILL.format(last=VERSIONS - 1))
    before = older.everything()
    out = io.StringIO()
    tracemalloc.start()
    try:
        call_command("import_therabridge", f"--organisation={practice.name}", f"--report={tmp_path / 'r'}", stdout=out)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert f"session_bridge_versions: {VERSIONS:,} of {VERSIONS:,} here, byte for byte" in out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST.format(column="text"))
        here = cursor.fetchone()
    assert here == older.connection.execute(_DIGEST.format(column="bridge_data")).fetchone()
    assert GenerationMetadata.objects.count() == VERSIONS
    assert (tmp_path / "r").read_text() == ""
    assert older.everything() == before
    assert peak < _MAX_BYTES
