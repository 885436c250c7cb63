"""The three formats, by the ends of their addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from forum.feeds import atom, json_feed, rss
from forum.feeds.channels import Channel
from forum.feeds.feed import Feed


@dataclass(frozen=True)
class Format:
    """One way to write a feed; `write` takes it and the moment of its last change in UTC."""

    name: str
    media_type: str
    write: Callable[[Feed, datetime], str]


FORMATS = {
    rss.EXTENSION: Format("RSS", rss.MEDIA_TYPE, rss.write),
    atom.EXTENSION: Format("Atom", atom.MEDIA_TYPE, atom.write),
    json_feed.EXTENSION: Format("JSON Feed", json_feed.MEDIA_TYPE, json_feed.write),
}


@dataclass(frozen=True)
class Address:
    """Where one feed is in one format."""

    format: Format
    url: str


def addresses(channel: Channel) -> list[Address]:
    return [Address(written, channel.url(ending)) for ending, written in FORMATS.items()]
