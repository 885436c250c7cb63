"""The owner's house rules: their numbers last, and nothing that they ever said is lost."""

from importlib import import_module

import pytest
from django.apps import apps

from forum.errors import NotAllowed
from forum.models import Page
from forum.moderation import auditing, ruling
from forum.moderation.kinds import OFFENCES
from forum.moderation.models import AuditEntry, Rule
from harringay import html

first_rules = import_module("forum.moderation.migrations.0005_first_rules")

pytestmark = pytest.mark.django_db

# In the rules' own words, what each of Ofcom's kinds is about.
IN_PLAIN_WORDS = {
    "1": "terrorism",
    "2a": "grooming",
    "2b": "images, drawn or made by a computer",
    "2c": "no links to them",
    "3": "hatred",
    "4": "stalk or harass",
    "5": "control, watch or humiliate",
    "6": "intimate image",
    "7": "extreme pornography",
    "8": "exploits adults sexually",
    "9": "sell or hold people",
    "10": "across a border unlawfully",
    "11": "false investments",
    "12": "proceeds of crime",
    "13": "illegal drugs",
    "14": "knives, firearms or other weapons",
    "15": "end their life",
    "16": "foreign power",
    "17": "animals being tortured",
    "18": "pictures of genitals",
}


def wordings(rule):
    return list(rule.versions.order_by("version").values_list("version", "text"))


class TestTheFirstRules:
    @pytest.mark.parametrize("kind", OFFENCES)
    def test_prohibit_each_kind_of_illegal_content(self, kind):
        said = "\n".join(Rule.objects.values_list("text", flat=True))
        assert IN_PLAIN_WORDS[kind] in said

    @pytest.mark.parametrize("title", ["Be civil", "No advertising again and again"])
    def test_ask_for_what_a_neighbourhood_needs(self, title):
        assert Rule.objects.filter(title=title).exists()

    def test_are_numbered_from_one(self):
        numbers = list(Rule.objects.in_order().values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))

    def test_each_has_its_first_wording_kept(self):
        for rule in Rule.objects.all():
            assert wordings(rule) == [(1, rule.text)]

    def test_are_written_once(self):
        count = Rule.objects.count()
        first_rules.write_rules(apps, None)
        assert Rule.objects.count() == count

    def test_leave_the_owner_s_own_page_as_it_is(self):
        Page.objects.filter(slug="rules").update(body="<p>Ours.</p>", body_html="<p>Ours.</p>")
        first_rules.replace_page(apps, "rules", "rules_about.html")
        assert Page.objects.get(slug="rules").body_html == "<p>Ours.</p>"

    def test_replace_a_page_that_nobody_has_changed(self):
        first = (first_rules.OLD_PAGES / "rules.html").read_text().strip()
        body = first.replace(first_rules.REL, "")
        Page.objects.filter(slug="rules").update(body=body, body_html=first)
        first_rules.replace_page(apps, "rules", "rules_about.html")
        page = Page.objects.get(slug="rules")
        assert "Whoever it is about is told which rule it was" in page.body
        assert page.body_html == html.clean(page.body)


class TestRewording:
    def test_makes_the_next_version_and_keeps_the_last(self, owner):
        rule = Rule.objects.get(number=1)
        first = rule.text
        ruling.reword_rule(rule, title="Be kind", text="Always.", by=owner)
        rule.refresh_from_db()
        assert (rule.version, rule.title) == (2, "Be kind")
        assert wordings(rule) == [(1, first), (2, "Always.")]

    def test_in_the_same_words_changes_nothing(self, owner):
        rule = Rule.objects.get(number=1)
        ruling.reword_rule(rule, title=rule.title, text=rule.text, by=owner)
        rule.refresh_from_db()
        assert rule.version == 1

    def test_is_in_the_audit_log(self, owner):
        ruling.reword_rule(Rule.objects.get(number=1), title="Be kind", text="Always.", by=owner)
        assert AuditEntry.objects.get().act == "reword rule"
        assert auditing.verify() == []

    @pytest.mark.parametrize("who", ["mo", "asha"])
    def test_is_for_the_owner_alone(self, request, who):
        rule = Rule.objects.get(number=1)
        with pytest.raises(NotAllowed):
            ruling.reword_rule(rule, title="Mine", text="Mine.", by=request.getfixturevalue(who))


class TestAdding:
    def test_gives_the_next_number_and_never_one_that_ended(self, owner):
        last = Rule.objects.latest("number")
        ruling.end_rule(last, by=owner)
        added = ruling.add_rule(title="No bagpipes", text="Before ten.", by=owner)
        assert added.number == last.number + 1
        assert wordings(added) == [(1, "Before ten.")]


class TestEnding:
    def test_takes_a_rule_off_the_page_and_renewing_brings_it_back(self, owner, client):
        rule = Rule.objects.get(number=2)
        ruling.end_rule(rule, by=owner)
        assert 'id="rule-2"' not in client.get("/rules").text
        ruling.renew_rule(rule, by=owner)
        assert 'id="rule-2"' in client.get("/rules").text
