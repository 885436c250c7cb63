"""As in Britain."""
