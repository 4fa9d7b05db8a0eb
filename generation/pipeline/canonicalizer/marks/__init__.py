"""Stage A: explicit words of reviewed lists, found where they stand in a text."""
