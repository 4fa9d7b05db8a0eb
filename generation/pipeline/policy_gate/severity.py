"""Whether a finding blocks a text or is only to be seen. Policy says so, but for the rules that always block.

In: findings and the policy. Out: the same findings in two lots. The gate holds to `ALWAYS_BLOCKING` itself, so that no
stored policy, however it got there, lets such a text pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generation.pipeline.contracts import Finding, GatePolicy, sha256_hex

_NOT_OURS = "the text would not be what code writes from the plan"
_NOT_TRUE = "the text would say what nobody wrote"
_HIDDEN = "words that nobody sees, or orders to a program, would reach whoever reads it"
_SAFETY = "a sentence of explicit safety words would be missing"
_IN_SILENCE = "something would be missing without a word about it"
_PARTED = "a sentence would stand without the one that turns it round"

# Why each of these blocks, whatever the policy says.
ALWAYS_BLOCKING: Mapping[str, str] = {
    **dict.fromkeys(("SB111", "SB114", "SB115", "SB311"), _NOT_OURS),
    **dict.fromkeys(("SB303", "SB313", "SB314", "SB315", "SB316", "SB317", "SB318", "SB319", "SB505"), _NOT_TRUE),
    **dict.fromkeys(("SB403", "SB404"), _HIDDEN),
    "SB501": _IN_SILENCE,
    "SB502": _SAFETY,
    "SB503": _PARTED,
    "SB506": _IN_SILENCE,
}
_SHOWN_OF_A_HASH = 8


def by_severity(findings: Iterable[Finding], policy: GatePolicy) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that block, and those to be seen; each lot in its order."""
    findings, seen = tuple(findings), reviewed_rules(policy)
    return (
        tuple(finding for finding in findings if finding.rule_id not in seen),
        tuple(finding for finding in findings if finding.rule_id in seen),
    )


def reviewed_rules(policy: GatePolicy) -> frozenset[str]:
    """The rules whose findings do not block under this policy."""
    return frozenset(policy.review) - ALWAYS_BLOCKING.keys()


def version_under(policy: GatePolicy, version: str) -> str:
    """The version of the gate with this policy: `5`, or `5+policy-1a2b3c4d`. Equal severities have equal names."""
    seen = reviewed_rules(policy)
    return f"{version}+policy-{sha256_hex(' '.join(sorted(seen)))[:_SHOWN_OF_A_HASH]}" if seen else version
