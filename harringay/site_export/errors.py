"""Why the site was not written out; the text is for the owner."""


class NotEmpty(Exception):
    """Something else lies where the pages are to go."""
