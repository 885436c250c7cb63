"""What an old object says, in our words."""

from datetime import UTC, datetime

import pytest

from forum.archive import converter

AROUND = datetime(2009, 1, 1, tzinfo=UTC)


def convert(kind="discussions", **values):
    return converter.discussion(kind, values, around=AROUND)


class TestDiscussion:
    def test_titles_are_unescaped_once(self):
        assert convert(title="Fish &amp; chips &lt;3 &amp;amp;").title == "Fish & chips <3 &amp;"

    @pytest.mark.parametrize(
        ("values", "title"),
        [
            ({"description": "<p>The Ladder in 1910</p>"}, "The Ladder in 1910"),
            ({"description": "word " * 40}, ("word " * 12).strip()),
            ({}, "Untitled photo"),
            ({"title": None}, "Untitled photo"),
        ],
    )
    def test_without_a_title_it_begins_as_it_begins(self, values, title):
        assert convert("photos", **values).title == title

    def test_the_time_of_its_neighbour_where_it_tells_none(self):
        assert convert().started_at == AROUND

    @pytest.mark.parametrize(
        ("tags", "found"),
        [
            (["Green Lanes", "pizza", "Pizza"], ["Green Lanes", "Pizza"]),
            ('pizza, "green lanes", fish &amp; chips', ["pizza", "green lanes", "fish & chips"]),
            (None, []),
            ({"a": 1}, []),
        ],
    )
    def test_tags_as_a_list_or_a_line(self, tags, found):
        assert convert(tags=tags).tags == found

    @pytest.mark.parametrize(
        ("views", "count"), [(19, 19), ("19", 19), ("many", 0), (-3, 0), (True, 0), (10**12, 2e9)]
    )
    def test_views_are_a_sensible_number(self, views, count):
        assert convert(viewCount=views).view_count == count

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"publishStatus": "publish"}, ""),
            ({"publishStatus": "draft"}, "A draft on the old site"),
            ({"publishStatus": "queued"}, "Queued on the old site"),
            ({"publishStatus": "lost"}, "Unpublished on the old site"),
            ({"isPrivate": "Y"}, "Private on the old site"),
            ({"isPrivate": "N", "visibility": "all"}, ""),
            ({"visibility": "friends"}, "Private on the old site"),
            ({"approved": "N"}, "Unapproved on the old site"),
            ({"approved": "Y"}, ""),
        ],
    )
    def test_what_few_could_read_is_hidden(self, values, reason):
        assert convert(**values).hidden_reason == reason

    def test_keeps_its_id_byte_for_byte(self):
        assert convert(id="844301:Topic:61811").legacy_id == "844301:Topic:61811"

    def test_gets_a_lasting_id_where_it_has_none(self):
        one, two, same = convert(title="One"), convert(title="Two"), convert(title="One")
        assert one.legacy_id == same.legacy_id != two.legacy_id
        assert len(one.legacy_id) <= 60

    def test_damage_may_leave_nothing_to_show(self):
        assert convert(id="1:Topic:1").says_nothing
        assert not convert(id="1:Topic:1", description="Hello").says_nothing

    def test_values_of_the_wrong_type_do_no_harm(self):
        old = convert(title=7, description=["a"], comments={"a": 1}, fileAttachments=[1, None])
        assert (old.title, old.body, old.replies) == ("7", "", [])


class TestReplies:
    def test_come_oldest_first(self):
        old = convert(
            comments=[
                {"id": "3", "createdDate": "2010-01-03"},
                {"id": "2"},
                {"id": "1", "createdDate": "2010-01-02"},
            ]
        )
        assert [reply.legacy_id for reply in old.replies] == ["1", "2", "3"]
        assert old.replies[0].posted_at == old.replies[1].posted_at

    def test_are_there_once_though_the_file_has_them_twice(self):
        assert len(convert(comments=[{"id": "a"}, {"id": "a"}]).replies) == 1

    def test_point_at_what_they_answer(self):
        old = convert(
            comments=[
                {"id": "b", "createdDate": "2010-01-03", "parentId": "a"},
                {"id": "a", "createdDate": "2010-01-02"},
            ]
        )
        assert [(reply.legacy_id, reply.parent) for reply in old.replies] == [("a", None), ("b", 0)]


class TestGroup:
    @pytest.mark.parametrize(
        ("values", "is_private"),
        [
            ({}, False),
            ({"groupPrivacy": "public"}, False),
            ({"groupPrivacy": "private"}, True),
            ({"isPrivate": "1"}, True),
        ],
    )
    def test_may_be_private(self, values, is_private):
        assert converter.group(values).is_private is is_private

    def test_has_the_address_its_title_makes(self):
        group = converter.group({"title": "History of Harringay"})
        assert group.address == "historyofharringay"
