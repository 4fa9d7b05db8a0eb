"""The staged pipeline: canonicalize -> plan -> write -> gate -> fallback. Pure Python, no clock, no network."""
