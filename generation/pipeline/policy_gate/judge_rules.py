"""`JD0xx`: what the judge may object to. Ids are a contract: never reused, never renamed. docs/rules.md lists them.

The names and what they forbid stand in the judge's prompt, the names in its answers.
"""

from __future__ import annotations

from generation.pipeline.contracts.rule import Rule

JUDGE_RULES = (
    Rule("JD002", "turned around",
         "A quotation that says the opposite of what was written, or something the entry takes back",
         "Quote what turns the words with them, or choose other words of this day."),
    Rule("JD010", "another's words",
         "Words of somebody else, of a song or of a pasted text that read as the person's own",
         "Quote the words that say whose they are, or choose other words of this day."),
    Rule("JD011", "side by side",
         "Quotations that together say more than the entries do, as that one thing came of another",
         "Quote what lies between, or only one of them."),
)  # fmt: skip

JUDGE_RULE_IDS = frozenset(rule.id for rule in JUDGE_RULES)
BY_NAME = {rule.name: rule for rule in JUDGE_RULES}
