"""Backups of the database, and a restore that takes back again what was taken back since."""
