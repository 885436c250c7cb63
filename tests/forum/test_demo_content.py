"""Holds the demo content to what it promises: every name resolves, every moment makes sense."""

import pytest

from forum.demo.reader import CONTENT, DemoDiscussion, categories, discussions, neighbours

MINUTES_IN_A_DAY = 24 * 60

NEIGHBOURS = {neighbour.address: neighbour for neighbour in neighbours()}
DISCUSSIONS = discussions()
BY_KEY = {discussion.key: discussion for discussion in DISCUSSIONS}

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


def withdrawn(discussion: DemoDiscussion) -> list[int]:
    """The places of the replies that their authors took down."""
    return [place for place, reply in enumerate(discussion.replies) if reply.withdrawn]


def is_answered(discussion: DemoDiscussion, place: int) -> bool:
    """Whether any reply answers the one at `place`."""
    return any(reply.parent == place for reply in discussion.replies)


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
    """Every state that the site knows appears, so that a newcomer can look at each of them."""

    def test_is_a_small_neighbourhood_with_plenty_to_say(self):
        assert len(NEIGHBOURS) == 30
        assert len(DISCUSSIONS) == 60
        assert 600 <= sum(len(it.replies) for it in DISCUSSIONS) <= 700

    def test_the_oldest_comes_first_and_the_newest_are_from_this_week(self):
        ages = [discussion.hours_ago for discussion in DISCUSSIONS]
        assert ages == sorted(ages, reverse=True)
        assert sum(hours < 72 for hours in ages) >= 12

    @pytest.mark.parametrize(
        ("key", "count"), [("window", 300), ("keys-salisbury", 0), ("names", 0)]
    )
    def test_the_longest_and_those_that_nobody_answered(self, key, count):
        discussion = BY_KEY[key]
        # One that was withdrawn after it was answered keeps its place, but is not counted.
        assert len(discussion.replies) - len(withdrawn(discussion)) == count

    @pytest.mark.parametrize(
        ("state", "keys"),
        [
            ("closed", ["quiz"]),
            ("pinned", ["welcome"]),
            ("hidden_because", ["parking-space"]),
        ],
    )
    def test_each_rare_state_is_shown_once(self, state, keys):
        assert [it.key for it in DISCUSSIONS if getattr(it, state)] == keys

    def test_one_argument_goes_deeper_than_replies_are_kept(self):
        assert [it.key for it in DISCUSSIONS if deepest(it) > 9] == ["cpz-hours"]

    def test_one_reply_was_hidden(self):
        hidden = [it.key for it in DISCUSSIONS for reply in it.replies if reply.hidden]
        assert hidden == ["cpz-hours"]

    def test_a_reply_was_withdrawn_after_it_was_answered_and_another_before(self):
        answered = [is_answered(it, place) for it in DISCUSSIONS for place in withdrawn(it)]
        assert sorted(answered) == [False, True]

    def test_two_discussions_share_a_title(self):
        titles = [discussion.title for discussion in DISCUSSIONS]
        assert {it for it in titles if titles.count(it) > 1} == {"Fireworks again"}

    def test_the_one_who_left_wrote_something(self):
        assert any(author == "vernon" for it in DISCUSSIONS for author, _ in written(it))

    def test_every_category_has_something_in_it(self):
        assert {it.category for it in DISCUSSIONS} == {it.slug for it in categories()}
