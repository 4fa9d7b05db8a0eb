"""Stage C: the sentences of a summary."""
