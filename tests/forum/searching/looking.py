"""Searching as a visitor does."""

from forum import searching
from forum.models import Reply
from forum.models.reply import path_of
from forum.searching import Search
from members.models import VISITOR
from tests.factories import make_reply


def search(words, *, viewer=VISITOR, page=1, **narrowed):
    """The page of results for what somebody typed."""
    wanted = Search(query=searching.parse(words), **narrowed)
    return searching.search(wanted, viewer=viewer, page=page)


def urls(words, **narrowed):
    return [result.url for result in search(words, **narrowed).page.items]


def write_about_badgers(count):
    """So many replies to one discussion, in bulk."""
    reply = make_reply(body="Badgers")
    Reply.objects.bulk_create(
        Reply(
            discussion=reply.discussion,
            author=reply.author,
            number=number,
            path=path_of(number),
            body_html="<p>Badgers</p>",
        )
        for number in range(2, count + 1)
    )
