"""The database engine of the settings: Django's PostgreSQL that says at once why it cannot connect."""
