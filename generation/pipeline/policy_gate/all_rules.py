"""Every rule there is by id, lint's and the judge's: for whoever reads findings. docs/rules.md is generated from it."""

from __future__ import annotations

from generation.pipeline.policy_gate.findings import RULES
from generation.pipeline.policy_gate.judge_rules import JUDGE_RULES

ALL_RULES = RULES | {rule.id: rule for rule in JUDGE_RULES}
