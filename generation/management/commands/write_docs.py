"""`manage.py write_docs [--check]`: the parts of docs/ that are made from code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from core.roles import role_table
from generation.archives.lines import archive_schema
from generation.evaluation.session_costs import session_table
from generation.evaluation.tier_costs import tier_page
from generation.generators.waves.lint import READING_RULES
from generation.lifecycle.state_diagram import state_diagram
from generation.pipeline.contracts.rule import Rule
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.severity import ALWAYS_BLOCKING
from generation.pipeline.wording_rules.rules import WORDING_RULES


def rule_table() -> str:
    """docs/rules.md: every rule of the gate, and the wording rules."""
    return (
        "# The rules of the gate\n\n"
        "Made by `manage.py write_docs` from the code. `SB1xx` derivation: the text is exactly what plan,\n"
        "composition and sentences give. `SB3xx` truth, by the second reader, which shares nothing with what made the\n"
        "text. `SB4xx` form. `SB5xx` completeness. `JD0xx` is what the judge may object to: a model that reads what\n"
        "lint passed, where one is set. An id that is missing was a rule of an earlier version; none is used again.\n\n"
        f"{_table(ALL_RULES.values())}\n"
        "## Rules that always block\n\n"
        "All others may be made noted only, by organisation (*Gate policies* in the admin); by default every\n"
        "rule blocks.\n\n"
        f"{_always_blocking()}\n"
        "## Wording rules\n\n"
        "For texts that people or models word. The summary of a diary is worded by code alone and not held to them.\n"
        "They never read quotations.\n\n"
        f"{_table(WORDING_RULES.values())}\n"
        "## Readings of a model\n\n"
        "What waves and journeys publish is checked for these, for the wording rules and for `SB401` to `SB404`;\n"
        "breaches are only noted (`review_rule_ids`). A journey that breaks one of the four is refused; nothing else\n"
        "is.\n\n"
        f"{_table(READING_RULES.values())}"
    )


def _always_blocking() -> str:
    rows = "".join(f"| `{id_}` | else {why} |\n" for id_, why in ALWAYS_BLOCKING.items())
    return f"| rule | why |\n| --- | --- |\n{rows}"


def _table(rules: Iterable[Rule]) -> str:
    rows = "".join(f"| `{r.id}` | {r.name} | {r.forbids} | {r.hint} |\n" for r in rules)
    return f"| rule | name | forbids | hint |\n| --- | --- | --- | --- |\n{rows}"


def jobs_page() -> str:
    """docs/jobs.md with the state machine in its place."""
    return _with_made_part("jobs.md", "generation/lifecycle/transitions.py", state_diagram())


def access_page() -> str:
    """docs/access.md with what each role may do."""
    return _with_made_part("access.md", "core/role_permissions.py and generation/role_permissions.py", role_table())


def openapi_page() -> str:
    """docs/openapi.yaml, what generated clients are made from. Raises CommandError where a call is not described."""
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)
    if GENERATOR_STATS:
        raise CommandError("\n".join([*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]))  # noqa: SLF001 - its one door
    page: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})
    return page.decode()


def _with_made_part(name: str, source: str, made: str) -> str:
    """A page that is written by hand but for one part."""
    begin, end = f"<!-- made by `manage.py write_docs` from {source} -->", "<!-- end of what is made -->"
    page = (Path(settings.BASE_DIR) / "docs" / name).read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{made}\n{end}{after}"


def tiers_page() -> str:
    """docs/model-tiers.md: tiers and a summary, then ten sessions."""
    return (
        f"{tier_page()}\n## What ten sessions cost\n\n"
        "The demo's three transcripts in turns, ten sessions of one person: each read by all waves, one journey\n"
        "over them, and one summary of sixty entries; counted and rounded as above. The transcripts are short: of an\n"
        "hour they are ten times as long, which costs more and saves about the same share. The older system\n"
        "claimed 72 and 94 % for its own mix; the line `total` is what it recomputes to here.\n\n"
        f"{session_table()}"
    )


GENERATED = {
    "rules.md": rule_table,
    "jobs.md": jobs_page,
    "model-tiers.md": tiers_page,
    "access.md": access_page,
    "openapi.yaml": openapi_page,
    "person-archive.schema.json": archive_schema,
}


class Command(BaseCommand):
    help = "Write the generated pages of docs/, or with --check say which are stale"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        docs = Path(settings.BASE_DIR) / "docs"
        stale = []
        for name, make in GENERATED.items():
            page = docs / name
            if check and (not page.exists() or page.read_text(encoding="utf-8") != make()):
                stale.append(name)
            elif not check:
                page.write_text(make(), encoding="utf-8")
        if stale:
            raise CommandError(f"stale: {', '.join(stale)}; run manage.py write_docs and commit what it wrote")
