"""Every address that the site answers, by its name; by its pattern where it has none."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

LEGACY = "forum.views.legacy"


class Address(NamedTuple):
    name: str
    view: str
    is_exempt: bool  # from the check of a form's token
    numbers: frozenset[str] = frozenset()  # what in it is a number


def every() -> list[Address]:
    return list(_beneath(get_resolver()))


def _beneath(resolver: URLResolver, above: str = "", namespace: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = f"{above}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _beneath(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else route
            is_exempt = getattr(pattern.callback, "csrf_exempt", False)
            yield Address(name, pattern.lookup_str, is_exempt, _numbers_in(pattern))


def _numbers_in(pattern: URLPattern) -> frozenset[str]:
    converters = pattern.pattern.converters
    return frozenset(name for name, how in converters.items() if isinstance(how, IntConverter))


def path_of(name: str, things: Mapping[str, Any]) -> str:
    """Where a name leads; of one without a name, the pattern with the things in their places."""
    if "/" not in name:
        return reverse(name, kwargs=dict(things))
    path = name
    for key, value in things.items():
        path = re.sub(rf"<\w+:{key}>|\(\?P<{key}>[^)]*\)\$?", str(value), path)
    return f"/{path}"
