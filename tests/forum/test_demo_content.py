"""Holds the demo content to what it promises: every name resolves, every moment makes sense."""

import pytest

from forum.demo.reader import CONTENT, DemoDiscussion, categories, discussions, neighbours

MINUTES_IN_A_DAY = 24 * 60

NEIGHBOURS = {neighbour.address: neighbour for neighbour in neighbours()}
DISCUSSIONS = discussions()

each_discussion = pytest.mark.parametrize("discussion", DISCUSSIONS, ids=lambda it: it.key)


def written(discussion: DemoDiscussion) -> list[tuple[str, int]]:
    """Who wrote something there, and how many minutes ago: the opening post and every reply."""
    started = discussion.hours_ago * 60
    replies = [(it.author, started - it.minutes_after_start) for it in discussion.replies]
    return [(discussion.author, started), *replies]


def deepest(discussion: DemoDiscussion) -> int:
    """How many levels of replies there are, 1 for answers to the discussion alone."""
    levels: list[int] = []
    for reply in discussion.replies:
        levels.append(1 if reply.parent is None else levels[reply.parent] + 1)
    return max(levels, default=0)


class TestNeighbours:
    def test_each_has_an_address_of_their_own(self):
        assert len(NEIGHBOURS) == len(neighbours())

    @pytest.mark.parametrize(
        ("address", "role"),
        [("owner", "owner"), ("mo", "moderator"), ("asha", "member"), ("ben", "member")],
    )
    def test_the_named_cast_is_there(self, address, role):
        assert NEIGHBOURS[address].role == role

    def test_mail_to_them_goes_nowhere(self):
        assert all(it.email == f"{it.address}@example.org" for it in neighbours())

    def test_one_of_them_has_left(self):
        assert [it.name for it in neighbours() if it.left_days_ago] == ["Vernon Spratt"]


class TestCategories:
    def test_they_stand_in_order(self):
        positions = [category.position for category in categories()]
        assert positions == list(range(1, len(positions) + 1))

    def test_some_rooms_are_for_moderators_to_start_in(self):
        kept = {it.slug: it.who_may_reply for it in categories() if it.who_may_start != "members"}
        assert kept == {"about-this-site": "members", "notices": "moderators"}

    def test_no_file_of_discussions_lacks_a_category(self):
        files = {path.stem for path in (CONTENT / "discussions").glob("*.json")}
        assert files == {category.slug for category in categories()}


class TestEveryDiscussion:
    def test_has_a_key_of_its_own(self):
        assert len({discussion.key for discussion in DISCUSSIONS}) == len(DISCUSSIONS)

    @each_discussion
    def test_was_written_by_people_who_were_members_then(self, discussion):
        for author, minutes_ago in written(discussion):
            neighbour = NEIGHBOURS[author]
            joined = neighbour.joined_days_ago * MINUTES_IN_A_DAY
            left = (neighbour.left_days_ago or 0) * MINUTES_IN_A_DAY
            assert left < minutes_ago < joined

    @each_discussion
    def test_replies_follow_one_another_and_answer_earlier_ones(self, discussion):
        for place, reply in enumerate(discussion.replies):
            earlier = discussion.replies[:place]
            assert all(it.minutes_after_start <= reply.minutes_after_start for it in earlier)
            assert reply.parent is None or 0 <= reply.parent < place

    @each_discussion
    def test_was_seen_at_least_as_often_as_answered(self, discussion):
        assert discussion.view_count >= len(discussion.replies)

    @each_discussion
    def test_respects_who_may_write_in_its_category(self, discussion):
        category = next(it for it in categories() if it.slug == discussion.category)
        if category.who_may_start == "moderators":
            assert NEIGHBOURS[discussion.author].role != "member"
        if category.who_may_reply == "moderators":
            assert all(NEIGHBOURS[it.author].role != "member" for it in discussion.replies)

    def test_says_nothing_twice(self):
        said = [reply.body for it in DISCUSSIONS for reply in it.replies]
        assert len(set(said)) == len(said)


class TestTheWhole:
    def test_one_argument_goes_deeper_than_the_page_indents(self):
        assert max(map(deepest, DISCUSSIONS)) >= 11

    def test_one_reply_was_hidden(self):
        assert [it.key for it in DISCUSSIONS for reply in it.replies if reply.hidden] == [
            "cpz-hours"
        ]
