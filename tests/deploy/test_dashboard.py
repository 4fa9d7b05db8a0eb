"""The dashboard asks for metrics that there are, by labels they have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from audit.health.metrics import DatabaseCollector
from core.last_runs import record_run
from core.models import Run

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana/sessionbridge.json").read_text(encoding="utf-8"))
QUERIES = [(panel["title"], target) for panel in DASHBOARD["panels"] for target in panel["targets"]]

pytestmark = pytest.mark.django_db


def exported() -> set[str]:
    record_run(Run.SWEEP)
    return {
        f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in DatabaseCollector().collect()
    }


def test_dashboard_and_exporter_have_the_same_metrics() -> None:
    asked = {name for _, target in QUERIES for name in re.findall(r"sessionbridge_\w+", target["expr"])}
    assert asked == exported()


def test_places_of_panels_do_not_overlap() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


def test_queries_are_closed_and_come_from_the_chosen_source() -> None:
    for title, target in QUERIES:
        assert target["expr"].count("(") == target["expr"].count(")"), title
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {"${source}"}
