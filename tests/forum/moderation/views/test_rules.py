"""The pages of the house rules, and the owner's form for them."""

import pytest

from forum.models import Page
from forum.moderation import ruling
from forum.moderation.models import Rule

pytestmark = pytest.mark.django_db


class TestTheRules:
    def test_can_each_be_pointed_at(self, client):
        page = client.get("/rules").text
        for rule in Rule.objects.all():
            assert f'<h2 id="rule-{rule.number}">{rule.number}. ' in page

    def test_follow_the_owner_s_own_words(self, client):
        Page.objects.update_or_create(
            slug="rules", defaults={"title": "How we talk", "body_html": "<p>Be kind.</p>"}
        )
        page = client.get("/rules").text
        assert "<h1>How we talk</h1>" in page
        assert page.index("<p>Be kind.</p>") < page.index("rule-1")

    def test_are_there_where_the_owner_says_nothing_of_them(self, client):
        Page.objects.filter(slug="rules").delete()
        assert "<h1>Rules</h1>" in client.get("/rules").text

    def test_show_what_was_typed_as_words(self, client, owner):
        rule = Rule.objects.get(number=1)
        ruling.reword_rule(rule, title="<b>Kind</b>", text="<script>1</script>", by=owner)
        page = client.get("/rules").text
        assert "<script>1" not in page
        assert "&lt;b&gt;Kind" in page

    def test_are_asked_for_at_once_however_many_there_are(
        self, client, owner, django_assert_num_queries
    ):
        client.get("/about")
        ask = django_assert_num_queries
        with ask(3):
            client.get("/rules")
        for number in range(30):
            ruling.add_rule(title=f"Rule {number}", text="As above.", by=owner)
        client.get("/about")
        with ask(3):
            client.get("/rules")

    def test_change_at_once_for_visitors(self, client, owner):
        client.get("/rules")
        ruling.reword_rule(Rule.objects.get(number=1), title="Be kind", text="Always.", by=owner)
        assert "1. Be kind" in client.get("/rules").text


class TestOneRule:
    def test_has_every_wording(self, client, owner):
        rule = Rule.objects.get(number=1)
        first = rule.text
        ruling.reword_rule(rule, title="Be kind", text="Always.", by=owner)
        page = client.get("/rules/1").text
        assert page.index("Version 2") < page.index("Version 1")
        assert "Always." in page
        assert first[:20] in page

    def test_stays_after_its_end(self, client, owner):
        ruling.end_rule(Rule.objects.get(number=1), by=owner)
        assert "This rule no longer holds" in client.get("/rules/1").text

    @pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "x"])
    def test_that_never_was_is_no_page(self, client, number):
        assert client.get(f"/rules/{number}").status_code == 404


class TestTheOwnerSForm:
    def test_makes_another_version(self, owner_client):
        rule = Rule.objects.get(number=1)
        address = f"/admin/moderation/rule/{rule.pk}/change/"
        owner_client.post(address, {"title": "Be  kind", "text": "Always."})
        rule.refresh_from_db()
        assert (rule.title, rule.version, rule.versions.count()) == ("Be kind", 2, 2)

    def test_adds_one_under_the_next_number(self, owner_client):
        count = Rule.objects.count()
        data = {"title": "No bagpipes", "text": "Before ten."}
        owner_client.post("/admin/moderation/rule/add/", data)
        assert Rule.objects.get(title="No bagpipes").number == count + 1

    def test_deletes_none(self, owner_client):
        rule = Rule.objects.get(number=1)
        assert owner_client.get(f"/admin/moderation/rule/{rule.pk}/delete/").status_code == 403

    def test_ends_and_renews(self, owner_client):
        rule = Rule.objects.get(number=1)
        for action, has_ended in (("end", True), ("renew", False)):
            data = {"action": action, "_selected_action": rule.pk}
            owner_client.post("/admin/moderation/rule/", data)
            rule.refresh_from_db()
            assert rule.has_ended is has_ended

    def test_is_not_for_moderators(self, mo_client):
        assert mo_client.get("/admin/moderation/rule/").status_code == 403
