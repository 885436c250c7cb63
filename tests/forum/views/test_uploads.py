"""Adding a picture: by a behaviour that sends it, and with the form itself."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum import hiding, uploading, withdrawing
from forum.models import Attachment, Discussion, Reply
from harringay import html
from members import safeguarding
from members.models import Switch
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.harringay.drawing import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def a_file(data=None):
    return SimpleUploadedFile("IMG_1234.jpg", data or plain(size=(80, 40)), "image/jpeg")


def told(response):
    return json.loads(response.content)


def status(client, address):
    response = client.get(address)
    if response.streaming:
        b"".join(response)
    return response.status_code


class TestSending:
    def test_tells_where_it_is(self, asha_client, asha):
        response = asha_client.post(
            "/forum/pictures", {"picture": a_file(), "picture_words": "A fox [red]"}
        )
        picture = Attachment.objects.get()
        assert response.status_code == 201
        assert told(response) == {
            "address": f"/media/pictures/{picture.key}/640.webp",
            "width": 80,
            "height": 40,
            "words": "A fox [red]",
            "line": f"[picture {picture.key}: A fox [red)]",
        }
        assert picture.owner == asha
        assert "IMG_1234" not in str(vars(picture))

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({}, "choose a picture"),
            ({"picture": b"<svg></svg>", "picture_words": "x"}, "choose a JPEG"),
            ({"picture": None}, "say what is in the picture"),
        ],
    )
    def test_says_what_is_wrong(self, asha_client, sent, said):
        files = {"picture": a_file(sent["picture"])} if "picture" in sent else {}
        response = asha_client.post("/forum/pictures", sent | files)
        assert response.status_code == 422
        assert said in told(response)["refused"]
        assert not Attachment.objects.exists()

    def test_takes_one_that_says_nothing(self, asha_client):
        asha_client.post(
            "/forum/pictures", {"picture": a_file(), "is_decoration": "on", "picture_words": "x"}
        )
        assert Attachment.objects.get().name == ""

    def test_of_a_newcomer_takes_two_a_day(self, client_of):
        client = client_of(make_member(joined_at=None, name="New"))
        sent = [
            client.post("/forum/pictures", {"picture": a_file(), "picture_words": "x"})
            for _ in range(3)
        ]
        assert [response.status_code for response in sent] == [201, 201, 429]
        assert "Retry-After" in sent[-1]

    def test_is_for_members(self, client):
        response = client.post("/forum/pictures", {"picture": a_file(), "picture_words": "x"})
        assert response.status_code == 403
        assert "no longer signed in" in told(response)["refused"]


class TestWithTheForm:
    def reply(self, client, discussion, **sent):
        return client.post(f"{discussion.get_absolute_url()}/replies", {"body": "Look."} | sent)

    def test_stands_at_the_end_of_what_is_posted(self, asha_client):
        self.reply(asha_client, make_discussion(), picture=a_file(), picture_words="A fox")
        reply = Reply.objects.get()
        assert reply.body == f"Look.\n\n[picture {Attachment.objects.get().key}: A fox]"
        assert 'alt="A fox" width="80" height="40"' in reply.body_html

    def test_is_shown_before_it_is_posted(self, asha_client):
        response = self.reply(
            asha_client,
            make_discussion(),
            picture=a_file(),
            picture_words="A fox",
            add_picture="yes",
        )
        assert response.status_code == 200
        assert f"[picture {Attachment.objects.get().key}: A fox]" in response.text
        assert '<img loading="lazy" src="/media/pictures/' in response.text
        assert not Reply.objects.exists()

    def test_goes_with_html_from_the_editor(self, asha_client):
        self.reply(
            asha_client,
            make_discussion(),
            body="<p>Look.</p>",
            format="html",
            picture=a_file(),
            is_decoration="on",
        )
        assert 'alt="" width="80"' in Reply.objects.get().body_html

    def test_loses_no_word_where_it_cannot_be_taken(self, asha_client):
        response = self.reply(asha_client, make_discussion(), picture=a_file(b"%PDF-1.7"))
        assert response.status_code == 422
        assert "Look." in response.text
        assert "say what is in the picture" in response.text
        assert not Reply.objects.exists()

    def test_goes_with_a_new_discussion_and_with_a_change(self, asha_client):
        room = make_category()
        words = {"title": "Foxes", "category": room.pk, "body": "One."}
        asha_client.post("/forum/new", words | {"picture": a_file(), "picture_words": "A fox"})
        discussion = Discussion.objects.get()
        assert "<img" in discussion.body_html
        words |= {"body": discussion.body, "picture": a_file(), "picture_words": "A hen"}
        asha_client.post(f"{discussion.get_absolute_url()}/edit", words)
        discussion.refresh_from_db()
        assert discussion.body_html.count("<img") == 2

    def test_is_not_asked_of_visitors(self, client):
        discussion = make_discussion()
        assert "Add a picture" not in client.get(f"{discussion.get_absolute_url()}/reply").text
        self.reply(client, discussion, picture=a_file(), picture_words="A fox")
        assert not Attachment.objects.exists()


class TestWhoSeesIt:
    @pytest.fixture
    def picture(self, asha):
        return uploading.take_picture(owner=asha, data=plain(), words="A fox")

    def put(self, picture, **to):
        line = html.pictures.line(picture.key, "A fox")
        return make_reply(author=picture.owner, body=line, **to)

    def test_before_it_is_posted_its_owner(self, picture, client, asha_client, ben_client):
        address = picture.get_absolute_url()
        assert [status(each, address) for each in (client, ben_client)] == [404, 404]
        assert status(asha_client, address) == 200

    def test_in_what_waits_its_owner(self, picture, client, asha_client, owner):
        discussion = make_discussion()
        safeguarding.turn_on(Switch.FIRST_POSTS_HELD, by=owner)
        assert self.put(picture, discussion=discussion).is_held
        address = picture.get_absolute_url()
        assert (status(client, address), status(asha_client, address)) == (404, 200)

    def test_in_a_post_everybody(self, picture, client):
        self.put(picture)
        assert status(client, picture.get_absolute_url()) == 200

    def test_it_is_gone_with_its_post(self, picture, client, mo, mo_client):
        reply = self.put(picture)
        hiding.hide_reply(reply, by=mo)
        address = picture.get_absolute_url()
        assert (status(client, address), status(mo_client, address)) == (410, 200)
        hiding.restore_reply(reply, by=mo)
        assert status(client, address) == 200
        withdrawing.withdraw_reply(reply, by=picture.owner)
        assert status(client, address) == 410

    def test_one_that_was_taken_down_is_gone_from_a_post_that_is_not(self, picture, client, mo):
        self.put(picture)
        hiding.hide_picture(picture, by=mo)
        assert status(client, picture.get_absolute_url()) == 410

    def test_each_has_its_own_way_to_be_reported(self, picture, client):
        reply = self.put(picture)
        page = client.get(reply.discussion.get_absolute_url()).text
        assert f"at=%2Fmedia%2Fpictures%2F{picture.key}" in page
