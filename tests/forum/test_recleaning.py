"""All stored HTML is cleaned again, from its source, when the cleaner has changed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import recleaning
from forum.models import Discussion, Reply
from harringay import html
from tests.factories import make_discussion, make_member, make_reply
from tests.harringay.drawing import plain

pytestmark = pytest.mark.django_db

OLD = {"html_version": 0, "body_html": "<p onclick=x>What an older cleaner let through</p>"}


class TestReclean:
    def test_makes_old_html_anew_from_its_source(self, capsys):
        reply = make_reply(body="Foxes & bins")
        Reply.objects.update(**OLD)
        call_command("reclean")
        reply.refresh_from_db()
        assert reply.body_html == "<p>Foxes &amp; bins</p>"
        assert reply.html_version == html.VERSION
        assert reply.edited_at is None

    def test_leaves_what_is_of_todays_version_alone(self):
        make_discussion()
        Discussion.objects.update(body_html="<p>Untouched</p>")
        recleaning.reclean()
        assert Discussion.objects.get().body_html == "<p>Untouched</p>"

    def test_goes_on_past_what_it_refuses_and_says_so(self, monkeypatch):
        monkeypatch.setattr(recleaning, "BATCH", 1)
        make_discussion(body="Short")
        discussion = make_discussion(body="Short too")
        Discussion.objects.update(**OLD)
        Discussion.objects.filter(pk=discussion.pk - 1).update(body="x" * 20_001)
        with pytest.raises(CommandError, match="20,000"):
            call_command("reclean")
        discussion.refresh_from_db()
        assert discussion.body_html == "<p>Short too</p>"

    def test_keeps_the_archives_longer_texts(self):
        discussion = make_discussion()
        long = f"<p>{'word ' * 6000}</p>"
        Discussion.objects.update(**OLD, body=long, body_format="html", legacy_id="1:Topic:1")
        assert recleaning.reclean() == []
        discussion.refresh_from_db()
        assert discussion.body_html.count("word") == 6000

    def test_keeps_the_links_of_mentions_and_asks_no_more_for_more(self, asha, ben):
        replies = [make_reply(body="@Asha, ask @Ben; @nobody, too") for _ in range(3)]
        type(ben).objects.filter(pk=ben.pk).update(left_at=timezone.now())
        Reply.objects.update(**OLD)
        with CaptureQueriesContext(connection) as asked:
            recleaning.reclean()
        for reply in replies:
            former, reply_html = reply.body_html, Reply.objects.get(pk=reply.pk).body_html
            assert reply_html == former.replace("@Ben Okafor", "@Former member")
        assert sum("forum_mention" in query["sql"] for query in asked) == 1

    def test_includes_what_members_say_about_themselves(self):
        member = make_member()
        type(member).objects.update(about="Since 1998", html_version=0)
        recleaning.reclean()
        member.refresh_from_db()
        assert member.about_html == "<p>Since 1998</p>"


class TestMeasurePictures:
    @pytest.fixture
    def post(self, media_root):
        """A discussion from the old site, with a picture of which nobody knew how large it is."""
        key = "k" * 22
        discussion = make_discussion()
        body = f'<img src="/media/pictures/{key}/40.webp" alt="The shop">'
        Discussion.objects.update(
            body=body, body_html=body, body_format="html", legacy_id="1:Topic:1"
        )
        kept = {"key": key, "kind": "picture", "size": 9, "widths": [40]}
        discussion.attachments.create(owner=discussion.author, **kept)
        return discussion

    def test_gives_old_pictures_their_room(self, post, media_root, capsys):
        [picture] = post.attachments.all()
        file = media_root / picture.stored_at[-1]
        file.parent.mkdir(parents=True)
        file.write_bytes(plain(kind="WEBP"))
        call_command("reclean")
        post.refresh_from_db()
        assert 'alt="The shop" width="40" height="20">' in post.body_html
        assert post.html_version == html.VERSION
        assert "pictures: 1 measured" in capsys.readouterr().out
        assert recleaning.measure_pictures() == 0

    def test_passes_by_what_is_not_at_hand(self, post):
        assert recleaning.measure_pictures() == 0
        post.refresh_from_db()
        assert post.html_version == html.VERSION
        assert "width" not in post.body_html
