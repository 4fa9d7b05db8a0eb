"""`manage.py write_docs [--check]`: the parts of docs/ that are made from code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.evaluation.tier_costs import tier_page
from generation.lifecycle.state_diagram import state_diagram
from generation.pipeline.policy_gate.all_rules import ALL_RULES
from generation.pipeline.policy_gate.safe_vocabulary import safe_vocabulary


def rule_table() -> str:
    """docs/rules.md: every rule of the gate and the words it lets a report use without a source."""
    rules = "\n".join(f"| `{r.id}` | {r.name} | {r.forbids} | {r.hint} |" for r in ALL_RULES.values())
    vocabulary = safe_vocabulary()
    groups = "\n".join(f"| {g.name} | {', '.join(g.words)} | {g.reason} |" for g in vocabulary.groups)
    return (
        "# The rules of the gate\n\n"
        "Made by `manage.py write_docs` from the code. `SB1xx` structure, `SB2xx` wording, `SB3xx` grounding,\n"
        "`SB4xx` form. Wording rules never read quotations; form rules do. `JD0xx` is what the judge may object to: a\n"
        "model that reads what lint passed, where one is set.\n\n"
        "| rule | name | forbids | hint to a writer |\n| --- | --- | --- | --- |\n"
        f"{rules}\n\n"
        f"## Safe vocabulary, version {vocabulary.version}\n\n"
        "The only words a bullet may use that its cited facts do not carry.\n\n"
        "| group | words | why it is safe |\n| --- | --- | --- |\n"
        f"{groups}\n"
    )


def jobs_page() -> str:
    """docs/jobs.md with the state machine in its place; the rest of the page is written by hand."""
    page = (Path(settings.BASE_DIR) / "docs/jobs.md").read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{state_diagram()}\n{_END}{after}"


_BEGIN = "<!-- made by `manage.py write_docs` from generation/lifecycle/transitions.py -->"
_END = "<!-- end of what is made -->"
GENERATED = {"rules.md": rule_table, "jobs.md": jobs_page, "model-tiers.md": tier_page}


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
