"""Refusals about accounts, in words a member can read."""


class MembersError(Exception):
    """Something about an account that cannot be done."""
