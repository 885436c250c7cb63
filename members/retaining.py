"""How long what we hold is kept: safety’s table L-52 as data, and the nightly round for it.

Each app adds its rows when it is ready. What is not in it is kept nowhere (failed sign-ins are
counted for minutes, views for an hour; nobody writes an access log), or for as long as its owner
wishes.
"""

import ipaddress
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

log = logging.getLogger(__name__)


class Rule(NamedTuple):
    """One row of the table; `forget` is given the moment before which nothing is kept.

    It may be done twice, and at once.
    """

    what: str
    kept: timedelta
    forget: Callable[[datetime], None]


RULES: list[Rule] = []


def keep_to_the_rules() -> None:
    """Forget all that has been kept for long enough; a rule that fails keeps no other back."""
    now = timezone.now()
    for rule in RULES:
        try:
            rule.forget(now - rule.kept)
        except Exception:
            log.exception("Not forgotten: %s", rule.what)


def network_of(address: str) -> str:
    """The first address of the /24 or the /48 that an IP address is in; empty for what is none."""
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return ""
    length = 24 if version == 4 else 48  # noqa: PLR2004  the name of the protocol
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False).network_address)
