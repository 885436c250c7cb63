"""Thin shells over the verbs."""
