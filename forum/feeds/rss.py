"""How a feed is written as RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from forum.feeds import entries
from forum.feeds.feed import Feed
from forum.feeds.items import Item

MEDIA_TYPE = "application/rss+xml"
EXTENSION = "rss"

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
}
NO_ATTRIBUTES: "AttributesImpl[str]" = AttributesImpl({})
TTL = "15"  # minutes; what Cache-Control says too


def write(feed: Feed, changed_at: datetime) -> str:
    """The whole document. `changed_at` is in UTC."""
    document = _Rss(
        title=feed.title,
        link=feed.channel.page_url,
        description=feed.description,
        feed_url=feed.url(EXTENSION),
        next_url=feed.next_url(EXTENSION),
        hub_url=feed.hub_url,
        changed_at=changed_at,
        icon_url=feed.icon_url,
        entries=[_entry(item) for item in feed.items],
    )
    return entries.explained(document.writeString("utf-8"))


@lru_cache(maxsize=entries.MOST_KEPT)
def _entry(item: Item) -> str:
    alone = _Entry(title="", link="", description="")
    # Django dates items "+0000", where old readers know only "GMT": the date is written below.
    alone.add_item(
        title=item.title,
        link=item.url,
        description=item.summary,
        author_name=item.author_name,
        unique_id=item.id,
        unique_id_is_permalink=False,
        comments=item.replies.url if item.replies else None,
        categories=[item.category],
        item=item,
    )
    return entries.written(alone.write_items)


class _Rss(Rss201rev2Feed):
    """Django's RSS around entries that are written, with the names that they use."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        write = handler.addQuickElement
        write("title", self.feed["title"])
        write("link", self.feed["link"])
        write("description", self.feed["description"])
        write("atom:link", None, _link("self", self.feed["feed_url"]))
        if self.feed["next_url"]:
            write("atom:link", None, _link("next", self.feed["next_url"]))
        if self.feed["hub_url"]:
            write("atom:link", None, {"rel": "hub", "href": self.feed["hub_url"]})
        write("language", "en-GB")
        write("lastBuildDate", _date(self.feed["changed_at"]))
        write("generator", "Harringay")
        write("ttl", TTL)
        handler.startElement("image", NO_ATTRIBUTES)
        write("url", self.feed["icon_url"])
        write("title", self.feed["title"])
        write("link", self.feed["link"])
        handler.endElement("image")

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for entry in self.feed["entries"]:
            entries.add(entry, handler)


class _Entry(Rss201rev2Feed):
    """Django's RSS of an item, with RFC 4685 and three modules that readers know."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        ours: Item = item["item"]
        handler.addQuickElement("pubDate", _date(ours.published))
        handler.addQuickElement("content:encoded", ours.content_html)
        if ours.replies:
            handler.addQuickElement("slash:comments", str(ours.replies.count))
            handler.addQuickElement("wfw:commentRss", ours.replies.feed.url(EXTENSION))
        if ours.answers:
            answered = {"ref": ours.answers.id, "href": ours.answers.url, "type": "text/html"}
            handler.addQuickElement("thr:in-reply-to", None, answered)


def _link(rel: str, url: str) -> dict[str, str]:
    return {"rel": rel, "href": url, "type": MEDIA_TYPE}


def _date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
