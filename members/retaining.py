"""How long what we hold is kept: safety’s table L-52 as data, and the nightly round for it.

Each app adds its rows when it is ready. What is not in it is kept nowhere (failed sign-ins are
counted for minutes, views for an hour; nobody writes an access log), or for as long as its owner
wishes.
"""

import ipaddress
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.utils import timezone

log = logging.getLogger(__name__)

# harringay.backups sees to these.
BACKUPS_KEPT: Final = timedelta(days=35)
_YEAR: Final = 365
_MONTH: Final = 30


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


def told() -> list[tuple[str, str]]:
    """What is forgotten by itself, and after how long, for whom the data are about.

    The UK GDPR, article 13(2)(a), wants them told; what is said here is what is done.
    """
    rows = [(rule.what, rule.kept) for rule in RULES]
    return [(what, in_words(kept)) for what, kept in [*rows, ("backups", BACKUPS_KEPT)]]


def in_words(kept: timedelta) -> str:
    """Whole days as a reader counts them: 7 days, 18 months, 1 year and 3 months."""
    years, rest = divmod(kept.days, _YEAR)
    if rest % _MONTH == 0:
        parts = [(years, "year"), (rest // _MONTH, "month")]
    elif kept.days % _MONTH == 0:
        parts = [(kept.days // _MONTH, "month")]
    else:
        parts = [(kept.days, "day")]
    said = [f"{count} {unit}{'s' * (count != 1)}" for count, unit in parts if count]
    return " and ".join(said) or "until the next night"


def network_of(address: str) -> str:
    """The first address of the /24 or the /48 that an IP address is in; empty for what is none."""
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return ""
    length = 24 if version == 4 else 48  # noqa: PLR2004  the name of the protocol
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False).network_address)
