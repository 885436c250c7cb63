"""How moments, pages and places are shown: presentation that knows no app."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from harringay import html

register = template.Library()
register.filter("excerpt", html.excerpt)

MINUTE = 60
HOUR = 60 * MINUTE
HEADING = re.compile(r"(</?h)([4-6])(?=[ >])")  # harringay.html stores no others
PAGES_AROUND = 2  # five numbers in a row still fit a phone, with the first and the last page


@register.simple_tag
def time_ago(moment: datetime) -> SafeString:
    """A moment as people say it in passing, with its full date in `title` and `datetime`."""
    return _time_element(moment, words_ago(moment, now=timezone.now()))


@register.simple_tag
def date_and_time(moment: datetime) -> SafeString:
    """A moment as a newspaper prints it: the year only where it is not this one."""
    local = timezone.localtime(moment)
    day = words_of_day(local.date(), today=timezone.localdate())
    return _time_element(moment, f"{day}, {local:%H:%M}")


@register.simple_tag
def since(moment: datetime) -> SafeString:
    """A moment as it is said after “since”."""
    return _time_element(moment, words_since(moment, now=timezone.now()))


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The address of this page with its query changed; None takes a parameter out."""
    request = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """The address of another page of the same list; the first has no number."""
    return query_with(context, page=number if number > 1 else None)


@register.simple_tag(takes_context=True)
def aria_current(context: Context, url_name: str) -> SafeString:
    """`aria-current` for a link to the page that is being read, or to the section it is in."""
    here, there = context["request"].path, reverse(url_name)
    if here == there:
        return SafeString(' aria-current="page"')
    if there != "/" and here.startswith(f"{there}/"):
        return SafeString(' aria-current="true"')
    return SafeString("")


@register.simple_tag
def page_numbers(number: int, count: int) -> list[int | None]:
    """The pages to offer: the first, the last and those around this one; None is a gap."""
    near = range(number - PAGES_AROUND, number + PAGES_AROUND + 1)
    shown = sorted({1, count} | {page for page in near if 1 <= page <= count})
    numbers: list[int | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        # A gap of a single page takes no less room than its number.
        numbers += [None] if page - before > 2 else range(before + 1, page)  # noqa: PLR2004
        numbers.append(page)
    return numbers


@register.filter(is_safe=True)
def headings_from(clean_html: str, level: int) -> str:
    """Clean HTML whose highest headings are of `level`, so that a page's outline skips none."""
    used = sorted({tag[2] for tag in HEADING.finditer(clean_html)})
    return HEADING.sub(lambda tag: f"{tag[1]}{level + used.index(tag[2])}", clean_html)


def words_ago(moment: datetime, *, now: datetime) -> str:
    """Minutes and hours while it is today's talk; then the day, and after a week the date."""
    seconds = (now - moment).total_seconds()
    if seconds < HOUR:
        return _minutes_ago(int(seconds // MINUTE))
    today, day = timezone.localdate(now), timezone.localdate(moment)
    if day == today or seconds < 6 * HOUR:
        return _plural(int(seconds // HOUR), "hour")
    days = (today - day).days
    if days == 1:
        return "yesterday"
    return f"on {day:%A}" if days < 7 else words_of_day(day, today=today)  # noqa: PLR2004


def words_since(moment: datetime, *, now: datetime) -> str:
    """The hour where it is today; the day within a week; then the date."""
    today, day = timezone.localdate(now), timezone.localdate(moment)
    days = (today - day).days
    if days < 1:
        return f"{timezone.localtime(moment):%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{day:%A}" if days < 7 else words_of_day(day, today=today)  # noqa: PLR2004


def words_of_day(day: date, *, today: date) -> str:
    """Such as 31 March; 31 March 2010 in another year."""
    return formats.date_format(day, "j F" if day.year == today.year else "j F Y")


def _minutes_ago(minutes: int) -> str:
    # A clock that runs a little ahead of ours has posted nothing in the future.
    return "just now" if minutes < 1 else _plural(minutes, "minute")


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _time_element(moment: datetime, words: str) -> SafeString:
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        formats.date_format(local, "l j F Y, H:i"),
        words,
    )
