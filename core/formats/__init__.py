"""How times and dates are written, by language: Django's own for British English would win over the settings."""
