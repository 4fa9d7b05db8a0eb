"""Which words and phrases stand in entries of several days."""
