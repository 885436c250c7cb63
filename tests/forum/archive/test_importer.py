"""A tiny archive, end to end."""

import pytest
from django.core import mail

from forum import counting
from forum.archive import keeping, replies
from forum.models import Attachment, Category, Discussion, Event, LegacyObject, Page, Reply
from tests.forum.archive.moving_in import SEED, everything, look_over, move_in

pytestmark = pytest.mark.django_db


def discussion(number):
    return Discussion.objects.get(legacy_id=number)


def files_of(media):
    return sorted(path.relative_to(media) for path in media.rglob("*") if path.is_file())


class TestDiscussions:
    def test_keep_their_words_dates_and_ids(self):
        move_in()
        fish = discussion("1:Topic:101")
        assert fish.title == "Fish & chips"
        assert fish.slug == "fish-chips"
        assert fish.category.name == "Food & drink"
        assert fish.started_at.isoformat() == "2010-03-01T20:15:00+00:00"
        assert "Braces }{ and ]{ in the text stay — all of them." in fish.body_html

    def test_keep_tags_and_views_where_there_are_any(self):
        move_in()
        ladder = discussion("1:Topic:102")
        assert sorted(ladder.tags.names()) == ["Ladder", "rat run"]
        assert ladder.view_count == 7

    def test_replies_stand_beneath_what_they_answer(self):
        move_in()
        replies = discussion("1:Topic:102").replies.tree_order()
        assert [(reply.legacy_id[-3:], reply.depth) for reply in replies] == [
            ("221", 1),
            ("222", 2),
            ("223", 3),
            ("224", 1),
        ]

    def test_replies_without_a_parent_stand_in_time_order(self):
        move_in()
        replies = discussion("1:Topic:101").replies.tree_order()
        assert [reply.legacy_id for reply in replies] == ["1:Comment:211", "1:Comment:212"]

    def test_pictures_are_ours_and_other_files_downloads(self, media):
        move_in()
        fish = discussion("1:Topic:101")
        picture = fish.attachments.get(kind=Attachment.Kind.PICTURE)
        menu = fish.attachments.get(kind=Attachment.Kind.FILE)
        assert (
            f'<img src="{picture.get_absolute_url()}" alt="The shop"'
            f' width="{picture.width}" height="{picture.height}">' in fish.body_html
        )
        assert picture.width == 64
        assert picture.height
        assert (media / "pictures" / picture.key / "64.webp").is_file()
        assert f'<a href="/media/files/{menu.key}"' in fish.body_html
        assert (media / "files" / menu.key).read_bytes().startswith(b"%PDF")

    def test_what_is_missing_or_outside_is_reported(self):
        report = move_in()
        assert report.missing_files == ["1:Topic:101 discussions/13-missing.pdf"]
        assert report.refused_files == ["1:Topic:101 ../ning-members-local.json"]
        assert "missing.pdf" in discussion("1:Topic:101").body_html

    def test_scripts_stay_behind(self):
        move_in()
        assert "alert" not in Reply.objects.get(legacy_id="1:Comment:212").body_html

    def test_links_to_the_old_site_stay_at_home_and_dying_ones_are_reported(self):
        report = move_in()
        assert '<a href="/forum/topics/fish-chips"' in discussion("1:Topic:102").body_html
        assert report.old_links == ["1:Topic:102 http://api.ning.com/files/abc/plan.pdf?width=700"]

    def test_what_few_could_read_only_moderators_see(self, client):
        report = move_in()
        hidden = Discussion.objects.exclude(hidden_at=None).values_list("legacy_id", flat=True)
        assert set(hidden) == {"1:Topic:103", "1:BlogPost:302", "1:BlogPost:303", "1:Event:402"}
        assert report.hidden.total() == 4
        assert client.get("/forum/topics/panel-minutes").status_code == 404

    def test_every_number_is_right(self):
        move_in()
        assert counting.recount() == 0

    def test_nobody_is_told(self):
        move_in()
        assert not Event.objects.exists()
        assert not mail.outbox


class TestOtherThings:
    def test_groups_become_categories(self):
        move_in()
        assert discussion("1:Topic:104").category.origin == "group"
        assert Category.objects.get(legacy_id="1:Group:2").hidden_at
        assert not Category.objects.get(legacy_id="1:Group:1").hidden_at

    def test_a_group_that_is_not_in_the_archive_is_taken_for_private(self, write):
        topic = {"id": "1:Topic:1", "title": "Secret", "groupId": "1:Group:9"}
        move_in(write(discussions=[topic]))
        assert discussion("1:Topic:1").is_hidden
        assert discussion("1:Topic:1").category.hidden_at

    @pytest.mark.parametrize(
        ("legacy_id", "category", "says"),
        [
            ("1:BlogPost:301", "Blogs", "Finsbury Park"),
            ("1:Event:401", "Events", "Sunday 7 August 2011, 19:00"),
            ("1:Photo:501", "Photos", 'alt="The Ladder in 1910"'),
            ("1:Video:601", "Videos", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
            ("1:Track:701", "Music", "blues.mp3</a>"),
            ("1:Note:801", "Notes", "The “usual”, and more."),
        ],
    )
    def test_each_kind_has_a_category(self, legacy_id, category, says):
        move_in()
        assert discussion(legacy_id).category.name == category
        assert says in discussion(legacy_id).body_html

    def test_an_event_says_all_it_said(self):
        move_in()
        body = discussion("1:Event:401").body_html
        for said in ("22:00", "Salisbury Hotel", "1 Grand Parade", "London", "020 7946 0000"):
            assert said in body
        assert "The traders &amp; neighbours" in body
        assert "<strong>Attending:</strong> 1" in body

    def test_pages_become_pages(self):
        move_in()
        page = Page.objects.get(legacy_id="1:Page:851")
        assert page.slug == "welcome-to-harringay-online"
        assert "Everybody is welcome." in page.body_html

    def test_walls_and_everything_else_are_kept_as_they_were(self):
        move_in()
        hugh = LegacyObject.objects.get(file="members", key="hughflouch")
        assert hugh.raw["comments"][0]["description"] == "<p>Happy birthday!</p>"
        assert LegacyObject.objects.count() == 22


class TestAgain:
    def test_a_second_run_changes_nothing(self):
        move_in()
        before = everything()
        report = move_in()
        assert everything() == before
        assert not report.added.total()

    def test_leaves_what_residents_have_changed_since(self):
        move_in()
        Discussion.objects.filter(legacy_id="1:Topic:101").update(title="Fish and chips")
        move_in()
        assert discussion("1:Topic:101").title == "Fish and chips"

    def test_files_keep_their_addresses_when_the_site_s_key_is_another(self, media, settings):
        move_in()
        before = files_of(media)
        assert before
        # As in a run that broke off before it had written down what it had moved in.
        LegacyObject.objects.all().delete()
        settings.SECRET_KEY = "another key that is quite long enough for anybody to use it"
        move_in()
        assert files_of(media) == before

    def test_a_broken_run_resumes(self, monkeypatch):
        monkeypatch.setattr(keeping, "BATCH_OBJECTS", 1)
        with monkeypatch.context() as crashing:
            crashing.setattr(replies, "_settle", _crash_at("1:Topic:103"))
            with pytest.raises(KeyboardInterrupt):
                move_in()
        assert Discussion.objects.count() == 2

        move_in()
        resumed = _ids()
        assert len(resumed) == len(set(resumed)) == 22
        assert counting.recount() == 0

    def test_a_newer_archive_adds_what_is_new(self, write):
        first = {"id": "1:Comment:2", "description": "One", "createdDate": "2010-01-02"}
        second = {"id": "1:Comment:3", "description": "Two", "createdDate": "2010-01-03"}
        second["parentId"] = "1:Comment:2"
        topic = {"id": "1:Topic:1", "title": "Bins", "createdDate": "2010-01-01"}
        move_in(write(discussions=[topic | {"comments": [first]}]))
        report = move_in(write(discussions=[topic | {"comments": [second, first]}]))
        assert report.changed_since == ["discussions 1:Topic:1"]
        assert [r.depth for r in discussion("1:Topic:1").replies.tree_order()] == [1, 2]
        assert discussion("1:Topic:1").reply_count == 2
        assert counting.recount() == 0

    def test_the_same_comment_in_two_discussions_is_no_obstacle(self, write):
        comment = {"id": "1:Comment:2", "description": "One"}
        topics = [{"id": f"1:Topic:{n}", "title": "Bins", "comments": [comment]} for n in (1, 2)]
        move_in(write(discussions=topics))
        assert Reply.objects.count() == 2


class TestSurvey:
    def test_finds_what_moving_in_finds_and_writes_nothing(self, media):
        before = everything()
        surveyed = look_over()
        assert everything() == before
        assert not media.exists()
        moved = move_in()
        for name in ("found", "hidden", "unknown_authors", "duplicate_emails", "missing_files"):
            assert getattr(surveyed, name) == getattr(moved, name)
        assert not surveyed.added


class TestSeed:
    def test_reads_as_it_did(self, client):
        if not SEED.is_dir():
            pytest.skip("../shared/seed is not here")
        move_in(SEED)
        move_in(SEED)
        seed = Discussion.objects.get(slug="broadcast-on-receive-off")
        assert [reply.depth for reply in seed.replies.tree_order()] == [1, 2, 1, 2, 3]
        page = client.get("/forum/topics/broadcast-on-receive-off").content.decode()
        assert "19 views" in " ".join(page.split())
        assert page.count('id="reply-') == 5


def _crash_at(legacy_id):
    settle = replies._settle

    def crash(discussion, new):
        if discussion.legacy_id == legacy_id:
            raise KeyboardInterrupt
        settle(discussion, new)

    return crash


def _ids():
    every = (Discussion, Reply)
    return [row.legacy_id for model in every for row in model.objects.all()]
