"""Stage B: what each bullet may state, from which facts, and what the rules choose."""
