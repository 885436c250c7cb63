"""Where a member reads what was decided about them, also while they cannot sign in.

Members know nothing of decisions: an app that keeps some adds its page when it is ready.
"""

from collections.abc import Callable
from typing import Final

from members.models import Member

# Each gives the address of a page about a member that needs no signing in.
PAGES: Final[list[Callable[[Member], str]]] = []


def addresses_for(member: Member) -> list[str]:
    """Whoever is given these can read them: they are for the member alone."""
    return [address_of(member) for address_of in PAGES]
