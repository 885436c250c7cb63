"""How a feed is written as Atom 1.0 (RFC 4287).

Its threads are as RFC 4685 has them, and what is gone as RFC 6721 does.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from forum.feeds import entries
from forum.feeds.feed import Feed
from forum.feeds.items import Item, Replies

MEDIA_TYPE = "application/atom+xml"
EXTENSION = "atom"


def write(feed: Feed, changed_at: datetime) -> str:
    """The whole document. `changed_at` is in UTC."""
    document = _Atom(
        title=feed.title,
        link=feed.channel.page_url,
        description=None,
        subtitle=feed.description,
        language="en-GB",
        feed_url=feed.url(EXTENSION),
        # Of all its pages.
        feed_guid=feed.id,
        next_url=feed.next_url(EXTENSION),
        hub_url=feed.hub_url,
        changed_at=changed_at,
        gone=feed.gone,
        icon_url=feed.icon_url,
        entries=[_entry(item) for item in feed.items],
    )
    return entries.explained(document.writeString("utf-8"))


@lru_cache(maxsize=entries.MOST_KEPT)
def _entry(item: Item) -> str:
    alone = _Entry(title="", link="", description=None)
    # Django calls a summary HTML, and ours is text: it is written below.
    alone.add_item(
        title=item.title,
        link=item.url,
        description=None,  # type: ignore[arg-type]  # Django then writes none
        author_name=item.author_name,
        author_link=item.author_url or None,
        unique_id=item.id,
        pubdate=item.published,
        updateddate=item.updated,
        categories=[item.category],
        item=item,
    )
    return entries.written(alone.write_items)


class _Atom(Atom1Feed):
    """Django's Atom around entries that are written."""

    def root_attributes(self) -> dict[str, str]:
        return {
            **super().root_attributes(),
            "xml:base": f"{settings.SITE_URL}/",
            "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
            "xmlns:thr": "http://purl.org/syndication/thread/1.0",
        }

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", None, {"rel": "next", "href": self.feed["next_url"]})
        if self.feed["hub_url"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": self.feed["hub_url"]})
        handler.addQuickElement("generator", "Harringay")
        handler.addQuickElement("icon", self.feed["icon_url"])

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for entry in self.feed["entries"]:
            entries.add(entry, handler)
        for gone in self.feed["gone"]:
            tombstone = {"ref": gone.id, "when": rfc3339_date(gone.gone_at)}
            handler.addQuickElement("at:deleted-entry", None, tombstone)


class _Entry(Atom1Feed):
    """Django's Atom of an item, with its whole text, and where its replies are."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        ours: Item = item["item"]
        handler.addQuickElement("summary", ours.summary, {"type": "text"})
        handler.addQuickElement("content", ours.content_html, {"type": "html"})
        if ours.replies:
            for link in _reply_links(ours.replies):
                handler.addQuickElement("link", None, link)
        if ours.answers:
            answered = {"ref": ours.answers.id, "href": ours.answers.url, "type": "text/html"}
            handler.addQuickElement("thr:in-reply-to", None, answered)


def _reply_links(replies: Replies) -> list[dict[str, str]]:
    count = {"rel": "replies", "thr:count": str(replies.count)}
    if replies.count:
        count["thr:updated"] = rfc3339_date(replies.newest_at)
    return [
        {**count, "type": "text/html", "href": replies.url},
        {**count, "type": MEDIA_TYPE, "href": replies.feed.url(EXTENSION)},
    ]
