"""Which numbers of an entry somebody logged, and of what."""
