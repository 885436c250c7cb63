"""Searching as a visitor does."""

from django.contrib.auth.models import AnonymousUser

from forum import searching
from forum.searching import Search

VISITOR = AnonymousUser()


def search(words, *, viewer=VISITOR, page=1, **narrowed):
    """The page of results for what somebody typed."""
    wanted = Search(query=searching.parse(words), **narrowed)
    return searching.search(wanted, viewer=viewer, page=page)


def urls(words, **narrowed):
    return [url(result) for result in search(words, **narrowed).page.items]


def url(result):
    """Where a result leads."""
    if result.kind == "reply":
        return f"/forum/replies/{result.pk}"
    return f"/forum/topics/{result.slug}"
