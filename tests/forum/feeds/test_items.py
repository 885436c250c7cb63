"""An item keeps its id whatever happens to it, and every address in it is absolute."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from forum import editing, featuring, hiding, moving
from forum.feeds import items
from forum.models import Discussion, Event, Reply, SiteIdentity
from tests.factories import make_category, make_discussion, make_reply

LONG_AGO = datetime(2011, 12, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def site(db) -> SiteIdentity:
    return SiteIdentity(feed_authority="forum.example.org", legacy_host="www.example.com")


class TestIdOf:
    def test_names_the_stored_authority_the_year_and_the_thing(self, site):
        discussion = make_discussion()
        discussion.started_at = LONG_AGO
        assert items.id_of(discussion, site) == (
            f"tag:forum.example.org,2011:discussion:{discussion.pk}"
        )

    def test_tells_a_reply_from_a_discussion_of_the_same_number(self, site):
        discussion = Discussion(pk=7, started_at=LONG_AGO)
        reply = Reply(pk=7, posted_at=LONG_AGO)
        assert items.id_of(discussion, site) != items.id_of(reply, site)

    def test_is_the_old_site_s_own_for_what_came_from_there(self, site):
        reply = make_reply()
        reply.posted_at, reply.legacy_id = LONG_AGO, "844301:Comment:253129"
        assert items.id_of(reply, site) == "tag:www.example.com,2011-12-31:844301:Comment:253129"

    def test_stays_when_it_is_hidden_and_put_back(self, site, mo):
        discussion = make_discussion()
        before = items.id_of(discussion, site)
        hiding.hide_discussion(discussion, by=mo)
        hiding.restore_discussion(discussion, by=mo)
        assert items.id_of(Discussion.objects.get(), site) == before

    def test_stays_when_the_site_moves_to_another_host(self, db, settings):
        site = SiteIdentity.current()
        site.save()
        discussion = make_discussion()
        before = items.id_of(discussion, SiteIdentity.current())
        settings.SITE_URL, settings.FEED_AUTHORITY = "https://new.example.org", "new.example.org"
        assert items.id_of(discussion, SiteIdentity.current()) == before


# Forms let neither through, and PostgreSQL takes neither.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
CHANGES = st.lists(
    st.tuples(st.sampled_from(["edit", "move", "rename", "hide"]), WORDS), min_size=20, max_size=30
)


def _all(model: type[Discussion] | type[Reply]) -> list[Any]:
    return list(model.objects.all())


class TestIdsOverALifetime:
    @given(changes=CHANGES)
    @hypothesis_settings(
        # A thousand changes at the least (safety F-04).
        max_examples=50,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_no_edit_move_or_new_name_changes_one(self, asha, mo, changes):
        discussion = make_discussion(author=asha)
        site = SiteIdentity.current()
        reply = make_reply(discussion=discussion)
        before = [items.id_of(each, site) for each in (discussion, reply)]
        for kind, drawn in changes:
            words = drawn[:40]
            if kind == "edit":
                discussion = editing.edit_discussion(
                    discussion, by=asha, title=words, body=words, body_format="text", tags=[]
                )
            elif kind == "move":
                moving.move(discussion, to=make_category(name=words), by=mo)
            elif kind == "hide":
                hiding.hide_discussion(discussion, by=mo)
                hiding.restore_discussion(discussion, by=mo)
            else:
                type(asha).objects.filter(pk=asha.pk).update(name=words)
        shown = [items.from_written(each, site).id for each in (*_all(Discussion), *_all(Reply))]
        assert len(set(shown)) == len(shown)
        assert set(before) <= set(shown)


class TestFromDiscussion:
    def test_gives_every_address_in_the_text_in_full(self, site, settings):
        settings.SITE_URL = "https://forum.example.org"
        body = '<p><a href="/forum">here</a> <blockquote cite="/activity">href="/no"</blockquote>'
        item = items.from_discussion(make_discussion(body=body, body_format="html"), site)
        assert 'href="https://forum.example.org/forum"' in item.content_html
        assert 'cite="https://forum.example.org/activity"' in item.content_html
        assert 'href="/no"' in item.content_html

    def test_leaves_others_addresses_alone(self, site):
        body = '<a href="https://www.haringey.gov.uk/a">council</a>'
        item = items.from_discussion(make_discussion(body=body, body_format="html"), site)
        assert 'href="https://www.haringey.gov.uk/a"' in item.content_html

    def test_sums_up_in_at_most_500_characters_of_text(self, site):
        item = items.from_discussion(make_discussion(body="foxes & badgers " * 100), site)
        assert len(item.summary) <= 500
        assert item.summary.startswith("foxes & badgers")

    def test_is_not_updated_by_a_reply(self, site):
        discussion = make_discussion()
        make_reply(discussion=discussion)
        discussion.refresh_from_db()
        item = items.from_discussion(discussion, site)
        assert item.updated == item.published
        assert item.replies
        assert item.replies.count == 1

    def test_is_updated_by_an_edit(self, site):
        discussion = make_discussion()
        discussion.edited_at = datetime(2031, 1, 1, tzinfo=UTC)
        assert items.from_discussion(discussion, site).updated == discussion.edited_at

    def test_does_not_name_an_author_who_left(self, site, asha):
        discussion = make_discussion(author=asha)
        discussion.author.left_at = LONG_AGO
        item = items.from_discussion(discussion, site)
        assert (item.author_name, item.author_url) == ("Former member", "")


class TestFromReply:
    def test_says_which_reply_it_answers(self, site):
        parent = make_reply()
        item = items.from_reply(make_reply(parent=parent), site)
        assert item.answers
        assert item.answers.id == items.id_of(parent, site)

    def test_answers_the_discussion_where_the_other_reply_was_hidden(self, site, mo):
        parent = make_reply()
        reply = make_reply(parent=parent)
        hiding.hide_reply(parent, by=mo)
        item = items.from_reply(Reply.objects.get(pk=reply.pk), site)
        assert item.answers
        assert item.answers.id == items.id_of(parent.discussion, site)

    def test_leads_to_whom_it_mentions_from_anywhere(self, site, asha, settings):
        item = items.from_reply(make_reply(body="Ask @Asha"), site)
        assert f'<a href="{settings.SITE_URL}/profile/asha" ' in item.content_html


class TestFromEvent:
    def test_has_the_id_of_what_was_written(self, site):
        reply = make_reply()
        event = Event.objects.get(reply=reply)
        assert items.from_event(event, site).id == items.id_of(reply, site)

    def test_gives_a_featuring_an_id_of_its_own(self, site, mo):
        discussion = make_discussion()
        featuring.feature(discussion, by=mo)
        ids = [items.from_event(event, site).id for event in Event.objects.all()]
        assert len(set(ids)) == 2
