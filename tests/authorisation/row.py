"""One row of the table of addresses."""

from typing import NamedTuple

from tests.authorisation.patterns import Pattern


class Row(NamedTuple):
    """An address by its name, the thing (place.py) that stands in it, and who may expect what."""

    name: str
    pattern: Pattern
    thing: str = "nothing"

    def __str__(self) -> str:
        return self.name
