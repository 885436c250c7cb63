"""Having chosen the wrong kind of problem: choosing again, with every word still there."""

import html5lib
import pytest
from django.utils.datastructures import MultiValueDict

from forum.moderation.models import Report
from tests.forum.moderation.reports import WORDS, send

pytestmark = pytest.mark.django_db

AGAIN = {"choose_again": "yes"}
TYPED = {"support": "Seen at noon.", "email": "jo@example.org", "relation": "parent"}


def parsed(answer):
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(answer.text)


def filled_in(answer):
    """What a browser would send of the page's form, but for the button."""
    fields: MultiValueDict[str, str] = MultiValueDict()
    for field in parsed(answer).find(".//main").iter():
        name, kind = field.get("name"), field.get("type")
        if field.tag == "textarea":
            fields.appendlist(name, (field.text or "").removeprefix("\n"))
        elif field.tag == "select":
            first, chosen = field.find("option"), field.find("option[@selected]")
            fields.appendlist(name, (first if chosen is None else chosen).get("value"))
        elif field.tag == "input" and kind != "checkbox":
            fields.appendlist(name, field.get("value", ""))
        elif "checked" in field.attrib:
            fields.appendlist(name, "on")
    return dict(fields)


def press(client, kinds, kind):
    """Choose a kind on the page that lists them."""
    (button,) = [
        button
        for button in parsed(kinds).iter("button")
        if f"kind={kind}&" in f"{button.get('formaction', '')}&"
    ]
    pressed = {button.get("name"): button.get("value")}
    return client.post(button.get("formaction"), filled_in(kinds) | pressed)


class TestChoosingAgain:
    def test_loses_nothing_that_was_typed(self, client):
        kinds = send(client, "/about", **TYPED, **AGAIN)
        assert "What is wrong?" in kinds.text
        form = filled_in(press(client, kinds, "fraud"))
        assert {name: form[name] for name in TYPED} == {name: [TYPED[name]] for name in TYPED}
        assert (form["at"], form["words"], form["is_true"]) == (["/about"], [WORDS], ["on"])
        assert "wants_updates" not in form

    def test_keeps_what_another_kind_does_not_ask(self, client):
        form = press(client, send(client, "/about", **TYPED, **AGAIN), "child")
        assert parsed(form).find(".//*[@id='id_email']") is None
        refused = client.post("/report?kind=child", filled_in(form) | {"words": ""})
        assert refused.status_code == 422
        kinds = client.post("/report?kind=child", filled_in(refused) | AGAIN)
        assert filled_in(press(client, kinds, "rules"))["email"] == ["jo@example.org"]

    def test_asks_for_nothing_before_it_is_sent(self, client):
        form = press(client, send(client, "/about", words="", **AGAIN), "privacy")
        assert form.status_code == 200
        assert "Please look at this again" not in form.text
        assert not Report.objects.exists()

    def test_then_sends_what_was_typed(self, client):
        form = press(client, send(client, "/about", **TYPED, **AGAIN), "fraud")
        assert client.post("/report?kind=fraud", filled_in(form)).status_code == 302
        report = Report.objects.get()
        assert (report.kind, report.words, report.support) == ("fraud", WORDS, "Seen at noon.")

    def test_keeps_what_it_is_about_at_the_top(self, client, asha):
        kinds = client.post(f"/report?kind=rules&at={asha.get_absolute_url()}", {**TYPED, **AGAIN})
        assert "About this: profile of Asha" in press(client, kinds, "tech").text

    def test_loses_nothing_either_where_the_kind_was_none(self, client):
        kinds = client.post("/report?kind=nonsense", {"at": "/about", "words": WORDS})
        assert filled_in(press(client, kinds, "rules"))["words"] == [WORDS]

    def test_is_not_what_the_enter_key_presses(self, client):
        form = parsed(client.get("/report?kind=rules")).find(".//main//form[@method='post']")
        assert [button.text for button in form.iter("button")] == [
            "Send",
            "Choose again what is wrong",
        ]
