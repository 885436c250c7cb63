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
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

NOT_IN_XML = re.compile(f"[{''.join(FORBIDDEN)}]")
RUNS = re.compile(
    r"<(script|style|iframe|object|embed|form|svg|math)|<[^>]+\bon\w+=", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_wait(settings):
    settings.RATE_LIMITS = False


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


def texts_in(client: Client) -> dict[str, list[tuple[str, str]]]:
    """Each format's titles and bodies, once each has been read without complaint."""
    rss, atom, ours = (
        client.get(f"/feeds/discussions.{extension}").content
        for extension in ("rss", "atom", "json")
    )
    assert not parse(rss).bozo
    assert not parse(atom).bozo
    return {
        "rss": [
            (item.findtext("title") or "", item.findtext(CONTENT) or "")
            for item in ET.fromstring(rss).iter("item")
        ],
        "atom": [
            (entry.findtext(f"{ATOM}title") or "", entry.findtext(f"{ATOM}content") or "")
            for entry in ET.fromstring(atom).iter(f"{ATOM}entry")
        ],
        "json": [(item["title"], item["content_html"]) for item in json.loads(ours)["items"]],
    }


def as_stored(text: str) -> str:
    """What XML cannot hold is left out; a lone CR is a newline to it, and to nobody else."""
    return NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


class TestForbiddenCharacters:
    @pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
    def test_are_left_out_of_title_body_and_names(self, client, db, character):
        if character == "\0" and connection.vendor == "postgresql":
            pytest.skip("PostgreSQL takes no NUL")
        put_in([f"Fo{character}xes"])
        Member.objects.update(name=f"We{character}ndy")
        Category.objects.update(name=f"Pe{character}ts")
        for read in texts_in(client).values():
            assert read == [("Foxes", "<p>Foxes</p>")]
        for extension in ("rss", "atom", "json"):
            text = client.get(f"/feeds/discussions.{extension}").text
            assert "Wendy" in text
            assert "Pets" in text


class TestAwkwardText:
    @pytest.mark.parametrize(
        "text",
        ["]]>", "&amp;amp;", "<![CDATA[", "👩‍👩‍👧 🦊", "שלום עולם", "a < b & c > d", '"quoted"'],
    )
    def test_is_read_back_as_it_was(self, client, db, text):
        put_in([text])
        for read in texts_in(client).values():
            assert read == [(text, f"<p>{text}</p>")]


@pytest.mark.corpus
class TestCorpora:
    def test_naughty_strings_are_read_back(self, client, db, corpora: Path):
        texts = json.loads((corpora / "naughty-strings.json").read_text())
        for start in range(0, len(texts), 30):
            Discussion.objects.all().delete()
            batch = [text.replace("\0", "") for text in texts[start : start + 30]]
            put_in(batch)
            stored = {(as_stored(text[:200]), as_stored(f"<p>{text}</p>")) for text in batch}
            for read in texts_in(client).values():
                assert {(as_stored(title), as_stored(body)) for title, body in read} == stored

    def test_naughty_names_break_no_feed(self, client, db, corpora: Path):
        put_in(["Foxes"])
        for text in json.loads((corpora / "naughty-strings.json").read_text()):
            name = text.replace("\0", "")[:60]
            Member.objects.update(name=name)
            Category.objects.update(name=name)
            (entry,) = parse(client.get("/feeds/discussions.atom").content).entries
            assert entry.title == "Foxes"

    def test_hostile_html_brings_nothing_that_runs(self, client, db, corpora: Path):
        lines = (corpora / "hostile-html.jsonl").read_text().splitlines()
        bodies = [body for line in lines if (body := cleaned(json.loads(line)["input"]))]
        for start in range(0, len(bodies), 30):
            Discussion.objects.all().delete()
            put_in(bodies[start : start + 30])
            for read in texts_in(client).values():
                assert not [body for _, body in read if RUNS.search(body)]
