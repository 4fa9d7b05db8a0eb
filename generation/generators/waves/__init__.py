"""The waves over a therapy session: a small module for each, with its prompt and what it answers."""
