"""Stage A: what a diary says, as spans of its messages."""
