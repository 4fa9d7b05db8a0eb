"""Stage D, the policy gate: derivation, a second reader, completeness, form; then (where one is set) a judge.

Rules of wording (`SB2xx`) are none of it: they stand in `pipeline/wording_rules`, for texts that are worded elsewhere.
"""
