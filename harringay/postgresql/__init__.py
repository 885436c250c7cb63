"""Django's own backend for PostgreSQL, with moments read in C."""
