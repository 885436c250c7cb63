"""Django's own backend for SQLite, with each statement translated once."""
