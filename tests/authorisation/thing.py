"""What can stand in an address."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Arguments = Mapping[str, Any]

NOWHERE = 4_000_000


class Thing(NamedTuple):
    """What stands in an address: for what is shown, for what some may not see, for nothing."""

    shown: Arguments
    hidden: Sequence[Arguments] = ()
    absent: Arguments | None = None
