"""The old site's export, moved into our tables."""
