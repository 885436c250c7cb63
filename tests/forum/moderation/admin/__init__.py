"""The moderators’ part of the admin, tested."""
