"""How a feed is written as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from datetime import datetime
from typing import Any

from forum.feeds import entries
from forum.feeds.feed import Feed
from forum.feeds.items import Item

MEDIA_TYPE = "application/feed+json"
EXTENSION = "json"


def write(feed: Feed, changed_at: datetime) -> str:  # noqa: ARG001  the format has no such date
    """The whole document."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "user_comment": entries.EXPLANATION,
        "home_page_url": feed.channel.page_url,
        # Of all its pages.
        "feed_url": feed.channel.url(EXTENSION),
        "description": feed.description,
        "icon": feed.icon_url,
        "language": "en-GB",
        "items": [_item(item) for item in feed.items],
    }
    if feed.next:
        document["next_url"] = feed.next_url(EXTENSION)
    if feed.hub_url:
        document["hubs"] = [{"type": "WebSub", "url": feed.hub_url}]
    return json.dumps(document, ensure_ascii=False)


def _item(item: Item) -> dict[str, Any]:
    author = {"name": item.author_name, "url": item.author_url}
    return {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content_html,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "authors": [{key: value for key, value in author.items() if value}],
        "tags": [item.category],
    }
