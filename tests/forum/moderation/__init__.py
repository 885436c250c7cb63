"""Moderation, tested."""
