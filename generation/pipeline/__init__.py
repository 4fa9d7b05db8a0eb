"""The stages: canonicalize -> plan -> choose -> render -> gate -> repair. Pure Python: no clock, no network."""
