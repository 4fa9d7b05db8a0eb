"""What docs/models.md says, held against the code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from generation.evaluation.tier_costs import dollars, measured_tokens
from generation.language_models.choose import STAGE_SETTINGS
from generation.language_models.model_tiers import Tier
from generation.pipeline.language_model import ReplyOutcome
from generation.run.token_budget import RESERVED_FOR
from generation.time_limits import FALLBACK_RESERVE, MODEL_REQUEST, MODEL_STAGE
from tests.wire.faults import FAULTS
from tests.wire.quirks import QUIRKS

ROOT = Path(__file__).resolve().parent.parent.parent


def test_models_page_lists_every_fault_of_the_matrix_as_it_ends() -> None:
    page = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    rows = [f"| {f.name} | {f.does} | `{f.outcome}` | {'yes' if f.tries_again else 'no'} |" for f in FAULTS]
    assert [row for row in rows if row not in page] == []
    assert page.count("| yes |\n") + page.count("| no |\n") == len(rows)


def test_models_page_lists_every_quirk_of_servers_as_it_is_taken() -> None:
    page = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    rows = [f"| {quirk.server} | {quirk.does} | {quirk.we} |" for quirk in QUIRKS]
    table = page.partition("| server | what it does | what we do |\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    assert table.splitlines() == rows


def test_models_page_rounds_the_cost_of_sixty_entries_as_computed() -> None:
    page = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    sixty = measured_tokens()["60 entries"]
    assert abs(dollars(sixty, Tier.PRECISION) - Decimal("0.02")) < Decimal("0.005")
    assert "about $0.02 a summary of sixty entries" in page
    assert abs(dollars(sixty, Tier.PRECISION) / dollars(sixty, Tier.BALANCED) - 7) < 1
    assert "nearly that for a seventh" in page


def test_models_page_names_every_outcome() -> None:
    page = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    assert [outcome for outcome in set(ReplyOutcome) - {ReplyOutcome.ANSWERED} if f"`{outcome}`" not in page] == []


def test_models_page_gives_the_times_of_the_settings() -> None:
    page = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    seconds = {task: int(limit.total_seconds()) for task, limit in MODEL_STAGE.items()}
    page = " ".join(page.split())
    assert (
        "(canonicalizer {canonicalizer} seconds, choice {bridge_choice}, each judgement {bridge_judge}, "
        "each repair {bridge_repair})".format(**seconds)
        in page
    )
    assert f"at most {int(MODEL_REQUEST.total_seconds())} seconds of wall-clock time" in page
    assert f"{int(FALLBACK_RESERVE.total_seconds())} seconds of the job's 15 minutes" in page
    assert f"counts for {int(RESERVED_FOR.total_seconds())} seconds more" in page


def test_models_page_rounds_the_savings_as_computed() -> None:
    page = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    for tasks in measured_tokens().values():
        full = dollars(tasks, Tier.PRECISION)
        assert abs(1 - dollars(tasks, Tier.BALANCED) / full - Decimal("0.85")) < Decimal("0.05")
        assert abs(1 - dollars(tasks, Tier.RAPID) / full - Decimal("0.97")) < Decimal("0.02")
    assert "balanced is about 85 % and rapid about 97 % cheaper" in page


def test_example_settings_name_every_model_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "MODEL_TIER", "MODEL_OVERRIDES", "MODEL_PRICES", "MODEL_THINKING"]
    names += ["DAILY_TOKEN_BUDGET"]
    names += [name for name, _ in STAGE_SETTINGS.values()]
    assert [name for name in names if f"#{name}=" not in example] == []
