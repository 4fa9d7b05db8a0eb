"""Stage D, the policy gate: derivation, a second reader, completeness, form; then (where one is set) a judge."""
