"""One encoding: our pages ask for UTF-8, so that is what everything sent to us is."""

from django.core.handlers.wsgi import WSGIRequest


class Utf8Request(WSGIRequest):
    """Ignores the charset that a request names.

    Python knows some that are no text (`hex`) and some that write what no database takes
    (`utf-7`). Django would read even the question of an address in them, before any middleware.
    """

    @property
    def encoding(self) -> None:
        return None

    @encoding.setter
    def encoding(self, _charset: str) -> None:
        """Nothing: Django sets it from the header."""
