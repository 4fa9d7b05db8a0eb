"""Stage D, the policy gate: code over a closed world, then (where one is configured) a judge."""
