"""What the old site said of a member."""

import pytest

from forum.archive import people
from members.models import Role


def person(name, *, email="a@example.org", **values):
    return people.member({"contributorName": name, "email": email} | values)


class TestMember:
    @pytest.mark.parametrize(
        ("level", "role"),
        [
            ("Network Owner", Role.OWNER),
            ("owner", Role.OWNER),
            ("ADMIN", Role.MODERATOR),
            ("administrator", Role.MODERATOR),
            ("moderator", Role.MODERATOR),
            ("member", Role.MEMBER),
            ("", Role.MEMBER),
            (None, Role.MEMBER),
        ],
    )
    def test_has_a_role(self, level, role):
        assert person("hugh", level=level).role == role

    def test_has_an_email_address_without_the_stray_slash(self):
        assert person("hugh", email=" Hugh@Example.ORG/ ").email == "hugh@example.org"

    @pytest.mark.parametrize("questions", [[], None, "", {"Street": "Wightman Road"}])
    def test_says_nothing_of_themselves_without_about_me(self, questions):
        assert not person("hugh", profileQuestions=questions).about

    def test_says_what_they_said_of_themselves(self):
        about = person("hugh", profileQuestions={"About Me": "Fish &amp; chips"}).about
        assert about == "Fish & chips"


class TestRightfulHolders:
    def holder(self, *claimants):
        return people.rightful_holders(claimants)["a@example.org"]

    def test_are_active(self):
        assert self.holder(person("gone", state="left", level="owner"), person("here")) == "here"

    def test_then_run_the_site(self):
        assert self.holder(person("one"), person("two", level="admin")) == "two"

    def test_then_joined_first(self):
        old = person("old", createdDate="2008-01-01")
        assert self.holder(person("new", createdDate="2012-01-01"), old) == "old"
