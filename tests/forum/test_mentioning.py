"""Who is meant by the words after an `@`, and what is noted of it."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import editing, hiding, mentioning, posting
from forum.errors import NotAllowed
from forum.models import Mention, Reply
from harringay import html
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


ASHA = '<a href="/profile/asha" rel="nofollow ugc noopener">@Asha Ravindran</a>'
BEN = '<a href="/profile/ben" rel="nofollow ugc noopener">@Ben Okafor</a>'


def find(body, discussion=None, body_format=html.TEXT):
    """Whom a body mentions, by address."""
    mentioned = mentioning.find(body, body_format, discussion=discussion)
    return {words: member.address for words, member in mentioned.items()}


class TestFind:
    @pytest.mark.parametrize(
        "words", ["asha", "ASHA", "Asha", "Asha Ravindran", "asha  ravindran", "Asha\tRavindran"]
    )
    def test_knows_a_neighbour_by_address_by_name_and_by_first_name(self, asha, words):
        assert find(f"Ask @{words}.") == {words: "asha"}

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Siobhan O'Brien", "siobhan o’brien"),
            ("D’Arcy Wright", "D'Arcy"),
            ("Anne-Marie Duff", "anne-marie"),
            ("Élodie Ünal", "élodie ünal"),
            ("ÉLODIE", "élodie"),
            ("İbrahim Şahin", "İbrahim"),
            ("Łukasz", "łukasz"),
            ("அசோக் குமார்", "அசோக் குமார்"),
            ("Dr. Foster", "Dr. Foster"),
            ("陳大文", "陳大文"),
            ("Tom & Jo <3", "Tom & Jo <3"),
        ],
    )
    def test_knows_the_names_that_neighbours_have(self, name, words):
        make_member(name=name, address="neighbour")
        assert find(f"@{words}, and @{words}'s cat") == {words: "neighbour"}

    def test_takes_the_longest_name_that_is_somebodys(self, asha):
        make_member(name="Asha", address="the-other")
        make_member(name="Asha Ravindran Rao", address="the-third")
        assert find("@Asha Ravindran Rao said") == {"Asha Ravindran Rao": "the-third"}
        assert find("@Asha Ravindran said") == {"Asha Ravindran": "asha"}

    def test_an_address_is_its_owners_whatever_others_are_called(self, asha):
        discussion = make_discussion(author=make_member(name="Asha Rao"))
        assert find("@asha", discussion) == {"asha": "asha"}

    def test_a_name_of_two_is_nobodys(self):
        for address in ("one", "two"):
            make_member(name="Asha Rao", address=address)
        assert find("@Asha Rao and @Asha") == {}

    def test_a_name_of_two_is_that_of_whoever_takes_part(self):
        one, two = (make_member(name="Asha Rao", address=address) for address in ("one", "two"))
        started = make_discussion(author=one)
        replied = make_discussion()
        make_reply(discussion=replied, author=two)
        assert find("@Asha Rao", started) == {"Asha Rao": "one"}
        assert find("@Asha", replied) == {"Asha": "two"}
        make_reply(discussion=started, author=two)
        assert find("@Asha", started) == {}

    def test_a_reply_that_was_taken_down_is_no_part(self, mo):
        for address in ("one", "two"):
            replied = make_member(name="Asha Rao", address=address)
        reply = make_reply(author=replied)
        hiding.hide_reply(reply, by=mo)
        assert find("@Asha", reply.discussion) == {}

    def test_a_whole_name_comes_before_the_first_of_others(self):
        for name, address in (("Asha", "one"), ("Asha Rao", "two"), ("Asha Patel", "three")):
            make_member(name=name, address=address)
        assert find("@Asha") == {"Asha": "one"}

    def test_a_first_name_is_not_guessed_beside_a_whole_one_that_is_unclear(self):
        for name, address in (("Asha Rao", "one"), ("Asha Rao", "two")):
            make_member(name=name, address=address)
        third = make_member(name="Asha Patel", address="three")
        discussion = make_discussion(author=third)
        assert find("@Asha", discussion) == {"Asha": "three"}
        assert find("@Asha, I mean @Asha Rao", discussion) == {}

    @pytest.mark.parametrize(
        "gone",
        [
            {"left_at": timezone.now()},
            {"suspended_at": timezone.now()},
            {"banned_at": timezone.now()},
            {"is_active": False},
        ],
    )
    def test_nobody_who_is_gone_is_called_nor_another_in_their_place(self, asha, gone):
        make_member(name="Asha Rao", address="gone", **gone)
        assert find("@gone, @Asha Rao") == {}
        assert find("@Asha") == {"Asha": "asha"}

    def test_ten_are_called_in_one_post(self):
        for nth in range(12):
            make_member(name="Wendy Green", address=f"wendy-{nth}")
        found = find(" ".join(f"@wendy-{nth}" for nth in range(12)))
        assert list(found) == [f"wendy-{nth}" for nth in range(10)]

    @pytest.mark.parametrize(
        ("body", "body_format"),
        [
            ("asha@example.org, ben@asha, www.n8.uk/@asha", html.TEXT),
            ("> @Asha wrote:\n>\n> Foxes, @Asha", html.TEXT),
            ("<code>@asha</code><pre>@asha</pre><a href='/x'>@asha</a>", html.HTML),
            ("<blockquote><p>@asha</p></blockquote>", html.HTML),
        ],
    )
    def test_nobody_is_called_by_what_is_quoted_linked_or_code(self, asha, body, body_format):
        assert find(body, body_format=body_format) == {}

    def test_asks_once_for_any_number(self, asha, ben, django_assert_num_queries):
        discussion = make_discussion()
        with django_assert_num_queries(1):
            assert len(find("@Asha, @ben, @nobody, @Asha Ravindran", discussion)) == 3

    def test_asks_nothing_where_nobody_is_called(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert find("Write to ben@example.org, at £2 @ 5pm each") == {}


class TestNote:
    def test_keeps_one_row_for_each_and_all_ways_in_which_they_are_called(self, asha, ben):
        reply = make_reply(body="@Asha Ravindran, ask @Ben. Thanks @Asha")
        noted = Mention.objects.filter(reply=reply, discussion=None).order_by("member")
        assert [(one.member, one.words) for one in noted] == [
            (asha, ["Asha Ravindran", "Asha"]),
            (ben, ["Ben"]),
        ]

    def test_gives_back_what_was_found(self, asha):
        discussion = make_discussion(body="@Asha?")
        assert mentioning.of(discussion) == {"Asha": asha}

    @pytest.mark.parametrize("things", [(), ("discussion", "reply")])
    def test_is_of_one_thing(self, asha, things):
        reply = make_reply()
        both = {"discussion": reply.discussion, "reply": reply}
        with pytest.raises(IntegrityError), transaction.atomic():
            Mention.objects.create(member=asha, **{thing: both[thing] for thing in things})


class TestPosting:
    def test_links_whom_a_discussion_or_a_reply_mentions(self, asha, ben):
        discussion = make_discussion(body="Hello @asha")
        reply = make_reply(discussion=discussion, body="<p>Ask <b>@Ben</b></p>", body_format="html")
        assert discussion.body_html == f"<p>Hello {ASHA}</p>"
        assert reply.body_html == f"<p>Ask <b>{BEN}</b></p>"
        assert (discussion.mentions.get().member, reply.mentions.get().member) == (asha, ben)

    def test_mentions_nobody_again_by_quoting(self, asha):
        reply = make_reply(body="Ask @Asha")
        quoted = html.quote(reply.body_html, author_name="Ben")
        assert "@Asha Ravindran" in quoted
        assert not make_reply(parent=reply, body=f"{quoted}Quite.").mentions.exists()

    def test_notes_nothing_twice_for_one_form(self, asha):
        form = {"discussion": make_discussion(), "author": asha, "body": "@Asha"}
        submission = uuid4()
        replies = {posting.post_reply(**form, submission=submission) for _ in range(2)}
        assert Mention.objects.get().reply in replies

    def test_notes_nothing_of_what_is_refused(self, asha):
        with pytest.raises(NotAllowed):
            make_reply(author=make_member(suspended_at=timezone.now()), body="@Asha")
        assert not Mention.objects.exists()

    def test_asks_twice_more_where_somebody_is_mentioned(self, asha, ben):
        discussion = make_discussion()

        def queries(body):
            with CaptureQueriesContext(connection) as asked:
                posting.post_reply(discussion=discussion, author=ben, body=body)
            return len(asked)

        queries("The first finds the composed queries not made")
        nobody, two = queries("Nobody"), queries("@Asha, and @Ben Okafor")
        # Who they are, and that they were mentioned.
        assert two == nobody + 2

    @pytest.mark.parametrize("name", ["<script>alert(1)</script> Ash", "Ash & “Co” www.n8.uk"])
    def test_shows_a_name_as_text(self, name):
        make_member(name=name, address="ash")
        reply = make_reply(body="@ash")
        assert html.to_text(reply.body_html) == f"@{name}"
        assert html.clean(reply.body_html) == reply.body_html
        assert "<script" not in reply.body_html


class TestEditing:
    def test_forgets_whom_a_reply_mentions_no_more(self, asha, ben):
        reply = make_reply(author=ben, body="@Asha and @Ben")
        kept = Mention.objects.get(member=asha)
        editing.edit_reply(reply, by=ben, body="@Asha Ravindran alone", body_format="text")
        (mention,) = Mention.objects.all()
        assert (mention.pk, mention.words) == (kept.pk, ["Asha Ravindran"])
        assert Reply.objects.get().body_html == f"<p>{ASHA} alone</p>"

    def test_means_by_the_same_words_whom_it_meant_before(self, ben):
        discussion = make_discussion(author=make_member(name="Jo Lee", address="jo-l"))
        reply = make_reply(discussion=discussion, author=ben, body="@Jo?")
        make_reply(discussion=discussion, author=make_member(name="Jo Rowe"))
        edited = editing.edit_reply(reply, by=ben, body="@Jo, please?", body_format="text")
        assert edited.mentions.get().member == discussion.author
        assert find("@Jo, please?", discussion) == {}

    def test_notes_whom_an_opening_post_now_mentions(self, asha, ben):
        discussion = make_discussion(author=ben, title="Foxes")
        edited = editing.edit_discussion(
            discussion, by=ben, title="Foxes", body="@Asha?", body_format="text", tags=[]
        )
        assert edited.body_html == f"<p>{ASHA}?</p>"
        assert Mention.objects.get(discussion=discussion).member == asha


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
class TestMentioningAtOnce:
    def test_waits_for_nobody_who_is_writing_themselves(self, asha, ben):
        discussion = make_discussion(author=asha)

        def mention_ben():
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            try:
                make_reply(discussion=discussion, author=asha, body="@Ben")
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as another:
            posting.start_discussion(
                author=ben,
                category=discussion.category,
                title="Foxes",
                body="@Asha",
                spend=lambda: another.submit(mention_ben).result(),
            )
        assert {mention.member for mention in Mention.objects.all()} == {asha, ben}
