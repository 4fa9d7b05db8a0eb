"""Diaries people already have: files turned into rows to import."""
