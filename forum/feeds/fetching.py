"""Who fetches feeds too often: whoever never says which feed they have already (safety F-20)."""

from typing import Any, Final

from harringay import conditional
from harringay.client_address import client_address_of
from members import limits
from members.errors import RateLimited

FEEDS: Final = "/feeds/"


def count(environ: dict[str, Any]) -> None:
    """Count a feed that is asked for without a tag or a date. Raises RateLimited."""
    if not conditional.conditions_of(environ):
        limits.spend(limits.Action.FEED, member=None, ip=client_address_of(environ))


def is_within_limit(environ: dict[str, Any]) -> bool:
    """The same as yes or no, for whoever leaves it to the view to refuse; no other page counts."""
    if not environ["PATH_INFO"].startswith(FEEDS):
        return True
    try:
        count(environ)
    except RateLimited:
        return False
    return True
