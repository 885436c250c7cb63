"""Fictional neighbours and what they said, for a site that has nobody in it yet."""
