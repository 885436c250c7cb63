"""How much of one thing may be done in a while: safety's table S-19, kept as data.

allauth's own limits are switched off. It counts in the cache, where two processes can count
one attempt twice or not at all, knows no limit for the whole site and no Retry-After, and lets
nobody in while Redis is away. Its forms and its adapter (members.forms, members.adapters) ask
here instead, so that there is one limiter.
"""

import ipaddress
import logging
import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from harringay import limiter
from harringay.limiter import Window
from members.errors import RateLimited
from members.models import Member

log = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60, 3600, 86_400
NEW_FOR = timedelta(days=7)
NEW_BELOW = 3  # discussions and replies together


class Action(StrEnum):
    SIGN_IN_FAILURE = "sign-in-failure"
    JOIN = "join"
    ACCOUNT_MAIL = "account-mail"
    DISCUSSION = "discussion"
    REPLY = "reply"
    EDIT = "edit"
    PICTURE = "picture"
    SEARCH = "search"
    SIMILAR = "similar"
    FEED = "feed"
    REPORT = "report"
    REPORT_IN_ALL = "report-in-all"
    MENTION = "mention"
    DRAFT = "draft"
    NAMES = "names"
    POLICY_REPORT = "policy-report"


class Limit(NamedTuple):
    most: int
    seconds: int


@dataclass(frozen=True)
class Rule:
    """The limits of one action; one that is None is not counted.

    `subject` is counted for whom or what the action is about: the account that somebody tries to
    sign in to, the e-mail address that a message would go to. `alarm` refuses nobody: it is for
    the log, because a limit here would let one attacker keep everybody out.
    """

    member: Limit | None = None
    new_member: Limit | None = None
    subject: Limit | None = None
    ip: Limit | None = None
    visitor: Limit | None = None
    site: Limit | None = None
    alarm: Limit | None = None


RULES = {
    Action.SIGN_IN_FAILURE: Rule(
        subject=Limit(5, 5 * MINUTE), ip=Limit(10, MINUTE), alarm=Limit(300, MINUTE)
    ),
    Action.JOIN: Rule(ip=Limit(5, HOUR), site=Limit(60, HOUR)),
    Action.ACCOUNT_MAIL: Rule(subject=Limit(3, HOUR), ip=Limit(10, HOUR), site=Limit(300, HOUR)),
    Action.DISCUSSION: Rule(member=Limit(10, DAY), new_member=Limit(2, DAY), ip=Limit(20, DAY)),
    Action.REPLY: Rule(member=Limit(60, HOUR), new_member=Limit(10, HOUR), ip=Limit(120, HOUR)),
    Action.EDIT: Rule(member=Limit(60, HOUR), new_member=Limit(20, HOUR)),
    Action.PICTURE: Rule(
        member=Limit(10, DAY), new_member=Limit(2, DAY), ip=Limit(20, DAY), site=Limit(2000, DAY)
    ),
    # Safety L-11. What is too much in all is refused to nobody: forum.moderation flags it.
    Action.REPORT: Rule(member=Limit(10, HOUR), visitor=Limit(5, HOUR)),
    Action.REPORT_IN_ALL: Rule(site=Limit(200, DAY)),
    # In one post, fewer: forum.screening.
    Action.MENTION: Rule(member=Limit(50, DAY)),
    # Whoever writes a name pauses at each of its letters, if they write slowly.
    Action.NAMES: Rule(member=Limit(120, MINUTE)),
    # One that is being written is sent every five seconds at the most.
    Action.DRAFT: Rule(member=Limit(1000, HOUR)),
    # A visitor is known by their address only; members behind one address search for themselves.
    Action.SEARCH: Rule(member=Limit(30, MINUTE), visitor=Limit(20, MINUTE), site=Limit(10, 1)),
    # As a search, but apart from it: whoever writes a title can still look for something.
    Action.SIMILAR: Rule(member=Limit(30, MINUTE), visitor=Limit(20, MINUTE), site=Limit(10, 1)),
    # Safety F-20: a whole feed, asked for without saying which one is there already.
    Action.FEED: Rule(ip=Limit(60, HOUR)),
    # Safety S-14: a browser tells of each thing that is stopped, on each page.
    Action.POLICY_REPORT: Rule(site=Limit(100, MINUTE)),
}


def spend(
    action: Action,
    *,
    member: Member | None,
    ip: str | None,
    subject: str = "",
    times: int = 1,
) -> list[Window]:
    """Count one more of an action, for everyone whom its rule counts; by e-mail, `ip` is None.

    Or so many `times` one more, all of them or none.

    Gives what was counted, for `refund`. Raises RateLimited, and counts nothing, where one of
    the limits has been reached.
    """
    if not settings.RATE_LIMITS:
        return []
    windows = [
        window._replace(most=window.most - times + 1)
        for window in _windows(action, member, ip, subject)
        for _ in range(times)
    ]
    wait = limiter.counter().take(windows)
    if wait:
        log.warning("Too much of %s, by member %s", action, member.pk if member else "-")
        raise RateLimited(math.ceil(wait))
    _sound_alarm(action)
    return windows


def refund(spent: list[Window]) -> None:
    """Uncount an action that turned out not to count, such as a sign-in that did not fail."""
    if spent:
        limiter.counter().give_back(spent)


def is_new(member: Member) -> bool:
    """Whether a member has been here, or has said, too little to be known."""
    written = member.discussion_count + member.reply_count
    return written < NEW_BELOW or timezone.now() - member.joined_at < NEW_FOR


def _windows(action: Action, member: Member | None, ip: str | None, subject: str) -> list[Window]:
    rule = RULES[action]
    network = "" if ip is None else f"ip:{_network(ip)}"
    own = rule.new_member if member and rule.new_member and is_new(member) else rule.member
    counted = (
        (f"member:{member.pk}" if member else "", own),
        (f"subject:{subject.casefold()}" if subject else "", rule.subject),
        (network, rule.ip),
        ("" if member else network, rule.visitor),
        ("site", rule.site),
    )
    return [Window(f"{action}:{who}", *limit) for who, limit in counted if who and limit]


def _sound_alarm(action: Action) -> None:
    alarm = RULES[action].alarm
    if alarm and limiter.counter().take([Window(f"{action}:alarm", *alarm)]):
        log.error("More than %s of %s in %s seconds", alarm.most, action, alarm.seconds)


def _network(ip: str) -> str:
    """An IPv6 host has its whole /64 to itself, and could use a new address each time."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004  the name of the protocol
        return str(address)
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
