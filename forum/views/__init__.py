"""The forum's pages: each finds, calls one verb, and answers."""
