"""Whatever got into the database, a feed is well formed and says no more than it should."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from feedparser.api import parse

from forum.models import Category, Discussion
from harringay import html
from members.models import Member
from tests.factories import make_category, make_member

# Surrogates are not here: neither database takes one.
FORBIDDEN = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"] + ["\ufffe", "\uffff"]
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

NOT_IN_XML = re.compile(f"[{''.join(FORBIDDEN)}]")
RUNS = re.compile(
    r"<(script|style|iframe|object|embed|form|svg|math)|<[^>]+\bon\w+=", re.IGNORECASE
)


def cleaned(source: str) -> str:
    """As it would be stored; empty where it would be refused."""
    try:
        return html.render(source, html.HTML)
    except html.Unclean:
        return ""


def put_in(texts: Iterable[str]) -> None:
    """A discussion for each text, in title and body, past everything that cleans them."""
    author, category = make_member(), make_category()
    Discussion.objects.bulk_create(
        Discussion(
            author=author,
            category=category,
            slug=f"bad-{number}",
            title=text[:200],
            body_html=f"<p>{text}</p>",
        )
        for number, text in enumerate(texts)
    )


def read_all(client: Client) -> ET.Element:
    """The RSS feed, once all three have been read without complaint."""
    rss, atom, ours = (
        client.get(f"/feeds/discussions.{extension}") for extension in ("rss", "atom", "json")
    )
    assert not parse(rss.content).bozo
    assert not parse(atom.content).bozo
    assert json.loads(ours.content)["items"]
    return ET.fromstring(rss.content)


class TestForbiddenCharacters:
    @pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
    def test_are_left_out_of_title_body_and_names(self, client, db, character):
        if character == "\0" and connection.vendor == "postgresql":
            pytest.skip("PostgreSQL takes no NUL")
        put_in([f"Fo{character}xes"])
        Member.objects.update(name=f"We{character}ndy")
        Category.objects.update(name=f"Pe{character}ts")
        item = read_all(client).find("channel/item")
        assert item is not None
        assert item.findtext("title") == "Foxes"
        assert item.findtext(CONTENT) == "<p>Foxes</p>"


class TestAwkwardText:
    @pytest.mark.parametrize(
        "text",
        ["]]>", "&amp;amp;", "<![CDATA[", "👩‍👩‍👧 🦊", "שלום עולם", "a < b & c > d", '"quoted"'],
    )
    def test_is_read_back_as_it_was(self, client, db, text):
        put_in([text])
        item = read_all(client).find("channel/item")
        assert item is not None
        assert item.findtext("title") == text
        assert item.findtext(CONTENT) == f"<p>{text}</p>"


@pytest.mark.corpus
class TestCorpora:
    def test_naughty_strings_are_read_back(self, client, db, corpora: Path):
        texts = json.loads((corpora / "naughty-strings.json").read_text())
        for start in range(0, len(texts), 30):
            Discussion.objects.all().delete()
            batch = [text.replace("\0", "")[:200] for text in texts[start : start + 30]]
            put_in(batch)
            # XML reads a lone CR as a newline; what it cannot hold at all was left out.
            readable = {NOT_IN_XML.sub("", text).replace("\r", "\n") for text in batch}
            assert {item.findtext("title") for item in read_all(client).iter("item")} == readable

    def test_hostile_html_brings_nothing_that_runs(self, client, db, corpora: Path):
        lines = (corpora / "hostile-html.jsonl").read_text().splitlines()
        bodies = [body for line in lines if (body := cleaned(json.loads(line)["input"]))]
        for start in range(0, len(bodies), 30):
            Discussion.objects.all().delete()
            put_in(bodies[start : start + 30])
            rss = client.get("/feeds/discussions.rss").content
            for item in ET.fromstring(rss).iter("item"):
                assert not RUNS.search(item.findtext(CONTENT) or "")
