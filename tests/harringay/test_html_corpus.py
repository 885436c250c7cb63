"""Third parties' hostile input, against the rules of S-03 and S-06 as two parsers see them."""

import json
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path

import html5lib
import pytest

from harringay import html, text
from harringay.html import addresses, cleaning

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
ATTRIBUTES = {**cleaning.ATTRIBUTES, "a": {"href", "rel"}}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.exists(), reason="../shared/corpora is not here"),
]


def hostile_html():
    with (CORPORA / "hostile-html.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["input"] for line in lines]


def naughty_strings():
    return json.loads((CORPORA / "naughty-strings.json").read_text(encoding="utf-8"))


@cache
def cleaned():
    """What came of each input; none is over a cap, so none may be refused."""
    return [html.clean(source) for source in hostile_html()]


def html5lib_elements(clean_html) -> Iterator[tuple[str, dict[str, str]]]:
    tree = html5lib.parseFragment(clean_html, namespaceHTMLElements=False)
    return ((element.tag, element.attrib) for element in tree.iter() if element is not tree)


class StdlibElements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data):
        self.found.append(("comment", {}))

    handle_decl = handle_pi = unknown_decl = handle_comment


def stdlib_elements(clean_html) -> Iterator[tuple[str, dict[str, str]]]:
    parser = StdlibElements()
    parser.feed(clean_html)
    parser.close()
    return iter(parser.found)


def is_allowed(tag, attributes) -> bool:
    leads = [attributes[name] for name in ("href", "cite") if name in attributes]
    return (
        tag in cleaning.ALLOWED
        and attributes.keys() <= ATTRIBUTES.get(tag, set())
        and all(addresses.safe(address) == address for address in leads)
        and addresses.is_our_picture(attributes.get("src", "")) == (tag == "img")
        and attributes.get("rel", "") == ("nofollow ugc noopener" if tag == "a" else "")
    )


def written_out(clean_html) -> str:
    return html5lib.serialize(
        html5lib.parseFragment(clean_html), omit_optional_tags=False, quote_attr_values="always"
    )


class TestHostileHtml:
    @pytest.mark.parametrize("elements", [html5lib_elements, stdlib_elements])
    def test_leaves_only_what_is_allowed(self, elements):
        left = chain.from_iterable(map(elements, cleaned()))
        assert [element for element in left if not is_allowed(*element)] == []

    def test_comes_out_the_same_twice(self):
        assert [one for one in cleaned() if html.clean(one) != one] == []

    def test_reads_the_same_however_often_it_is_written_out(self):
        once = [written_out(one) for one in cleaned()]
        assert [one for one in once if written_out(one) != one] == []

    def test_survives_in_the_archive(self):
        rendered = [html.render_archive(source) for source in hostile_html()]
        assert {one.problem for one in rendered} == {""}


class TestNaughtyStrings:
    @pytest.mark.parametrize("body_format", [html.TEXT, html.HTML])
    def test_are_cleaned_for_good(self, body_format):
        rendered = [html.render(one, body_format) for one in naughty_strings()]
        assert [one for one in rendered if html.clean(one) != one] == []

    def test_typed_as_text_show_what_was_typed(self):
        def shown(one):
            return "".join(html.to_text(html.render(one, html.TEXT)).split())

        def typed(one):
            return "".join(cleaning.printable(one).split())

        assert [one for one in naughty_strings() if shown(one) != typed(one)] == []

    @pytest.mark.parametrize("normal", [text.plain, text.single_line, text.slugify])
    def test_settle_as_names(self, normal):
        assert [one for one in naughty_strings() if normal(normal(one)) != normal(one)] == []
