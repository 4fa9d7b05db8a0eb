"""Whether a finding blocks a text or is only noted. Policy says so, but for the rules that always block.

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
    """The findings that block, and those only noted; each lot in its order."""
    findings, noted = tuple(findings), noted_rules(policy)
    return (
        tuple(finding for finding in findings if finding.rule_id not in noted),
        tuple(finding for finding in findings if finding.rule_id in noted),
    )


def noted_rules(policy: GatePolicy) -> frozenset[str]:
    """The rules whose findings are only noted under this policy."""
    return frozenset(policy.review) - ALWAYS_BLOCKING.keys()


def version_under(policy: GatePolicy, version: str) -> str:
    """The version of the gate with this policy: `5`, or `5+policy-1a2b3c4d`. Equal severities have equal names."""
    noted = noted_rules(policy)
    return f"{version}+policy-{sha256_hex(' '.join(sorted(noted)))[:_SHOWN_OF_A_HASH]}" if noted else version
