from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_member

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [member.name for member in response.context["page"].items]


class TestIndex:
    def test_lists_members_by_name(self, client):
        for name in ("ben Okafor", "Asha Ravindran", "Carol Diaz"):
            make_member(name=name)
        listed = names(client.get("/members"))
        assert listed == ["Asha Ravindran", "ben Okafor", "Carol Diaz"]

    def test_lists_the_newest_first(self, client):
        for day, name in ((1, "Asha"), (3, "Ben"), (2, "Carol")):
            make_member(name=name, joined_at=timezone.now().replace(year=2020, month=1, day=day))
        assert names(client.get("/members?sort=newest")) == ["Ben", "Carol", "Asha"]

    def test_finds_by_a_part_of_the_name(self, client, asha, ben):
        assert names(client.get("/members?q=ravi")) == ["Asha Ravindran"]
        assert "Nobody is called that here." in client.get("/members?q=zzz").text

    def test_leaves_out_those_who_left_wait_or_are_kept_out(self, client):
        make_member(left_at=timezone.now())
        make_member(suspended_at=timezone.now())
        make_member(banned_at=timezone.now())
        make_member(is_active=False)
        assert names(client.get("/members")) == []

    def test_has_those_again_whose_suspension_is_over(self, client):
        make_member(name="Wendy", suspended_at=timezone.now(), suspension_ends_at=timezone.now())
        assert names(client.get("/members")) == ["Wendy"]

    def test_says_nothing_of_a_restriction(self, client):
        make_member(name="Wendy", restriction_ends_at=timezone.now() + timedelta(days=1))
        assert names(client.get("/members")) == ["Wendy"]

    @pytest.mark.parametrize("query", ["sort=best", "q=%00", "q=" + "x" * 101, "q=<b>"])
    def test_bears_nonsense(self, client, asha, query):
        assert client.get(f"/members?{query}").status_code == 200

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e3", ""])
    def test_has_no_other_pages(self, client, asha, page):
        assert client.get(f"/members?page={page}").status_code == 404

    def test_costs_the_same_for_many(self, client, django_assert_max_num_queries):
        for n in range(31):
            make_member(name=f"Neighbour {n}")
        client.get("/")
        with django_assert_max_num_queries(2):
            page = client.get("/members").text
        assert 'href="/members?page=2"' in page
