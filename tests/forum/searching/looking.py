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
    return [result.url for result in search(words, **narrowed).page.items]
