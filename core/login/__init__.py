"""Logging in: limits, second factor, idle sessions, and the record of it all."""
