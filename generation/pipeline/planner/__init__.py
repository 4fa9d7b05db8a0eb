"""Stage B: what each bullet may state, and from which facts."""
