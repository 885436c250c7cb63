"""What the cleaner lets through does nothing in a real browser (safety S-04).

The cleaner and the policy must each hold alone: once the page has no policy, once it has ours.
"""

import json
from pathlib import Path

import pytest

from harringay import html
from harringay.html import cleaning

OUR_OWN = Path(__file__).parent.parent / "data" / "hostile_html.json"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
SITE = "http://site.test/"
OUR_PICTURES = f"{SITE}media/pictures/"
NO_ICON = '<link rel="icon" href="data:,">'
AT_ONCE = 150  # so that one input's unclosed tag cannot hide all the others


def cleaned(sources):
    for source in sources:
        try:
            yield html.clean(source)
        except html.Unclean:
            continue


def answer_with(document, signs):
    """A site of one page and its pictures; every other request is a sign."""

    def answer(route):
        if route.request.url == SITE:
            route.fulfill(body=document, content_type="text/html; charset=utf-8")
        elif route.request.url.startswith(OUR_PICTURES):
            route.fulfill(body="", content_type="image/webp")
        else:
            signs.append(route.request.url)
            route.abort()

    return answer


def signs_of_life(page, outputs, *, policy):
    """Every dialog, request, error and script message while a browser shows the outputs."""
    signs = []
    page.on("dialog", lambda dialog: signs.append(dialog.message))
    page.on("pageerror", lambda error: signs.append(str(error)))
    page.on("console", lambda message: signs.append(message.text))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""

    for start in range(0, len(outputs), AT_ONCE):
        shown = "\n<hr>\n".join(outputs[start : start + AT_ONCE])
        document = f"<!doctype html><head>{NO_ICON}{meta}</head><body>{shown}</body>"
        page.unroute_all()
        page.route("**/*", answer_with(document, signs))
        page.goto(SITE)
        page.mouse.move(20, 20)
    return signs


@pytest.mark.parametrize("policy", ["", POLICY], ids=["without a policy", "with ours"])
class TestTheBrowser:
    def test_does_nothing_with_our_own_hostile_set(self, page, policy):
        outputs = list(cleaned(case["source"] for case in json.loads(OUR_OWN.read_text())))
        assert signs_of_life(page, outputs, policy=policy) == []

    @pytest.mark.corpus
    def test_does_nothing_with_third_parties_hostile_input(self, page, corpora, policy):
        lines = (corpora / "hostile-html.jsonl").read_text().splitlines()
        outputs = list(cleaned(json.loads(line)["input"] for line in lines))
        assert len(outputs) > 2900
        assert signs_of_life(page, outputs, policy=policy) == []


# Every element with its attributes, as the browser's own parser sees them, and what it would
# write them as: parse, write, parse and write again must come to the same.
ASK_THE_PARSER = """outputs => outputs.map(output => {
  const parse = html => new DOMParser().parseFromString(html, "text/html").body;
  const body = parse(output);
  const elements = [...body.querySelectorAll("*")].map(element => [
    element.localName,
    element.namespaceURI,
    [...element.attributes].map(attribute => attribute.name),
    element.protocol || "",
  ]);
  return { elements, isStable: parse(body.innerHTML).innerHTML === body.innerHTML };
})"""
XHTML = "http://www.w3.org/1999/xhtml"


@pytest.mark.corpus
class TestTheBrowsersParser:
    def test_sees_nothing_but_what_is_allowed(self, page, corpora):
        lines = (corpora / "hostile-html.jsonl").read_text().splitlines()
        outputs = list(cleaned(json.loads(line)["input"] for line in lines))
        page.goto("about:blank")
        for output, seen in zip(outputs, page.evaluate(ASK_THE_PARSER, outputs), strict=True):
            assert seen["isStable"], output
            for name, namespace, attributes, protocol in seen["elements"]:
                assert name in cleaning.ALLOWED, output
                assert namespace == XHTML, output
                assert set(attributes) <= {*cleaning.ATTRIBUTES.get(name, ()), "rel"}, output
                assert protocol in {"", ":", "http:", "https:", "mailto:"}, output  # ":" is a path
