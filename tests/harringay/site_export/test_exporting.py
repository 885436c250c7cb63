import json
import re
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum import hiding
from harringay.site_export import files
from members import avatars
from tests.factories import make_category, make_discussion, make_reply
from tests.harringay.site_export.reading import addresses_in, everything_in, follow, page

pytestmark = pytest.mark.django_db


class TestExportSite:
    def test_is_read_from_the_front_page_on(self, export, asha, ben):
        room = make_category(name="The Ladder", slug="ladder")
        foxes = make_discussion(title="Foxes on Wightman Road", author=asha, category=room)
        make_reply(discussion=foxes, author=ben, body="I saw them too.")
        month = timezone.localtime(foxes.started_at).strftime("%B %Y")

        place = export()

        by_category = follow(place, "The Ladder", month, "Foxes on Wightman Road")
        by_month = follow(place, month, "Foxes on Wightman Road")
        assert by_category == by_month
        assert "I saw them too." in by_month.read_text()
        assert "Ben Okafor" in follow(place, month, foxes.title, "Ben Okafor").read_text()

    def test_leads_nowhere_where_nothing_is(self, export, asha, media_root):
        avatars.keep(member=asha, drawn={96: b"small", 512: b"large"})
        foxes = make_discussion(author=asha, tags=["wildlife"])
        body = '<p>See <a href="/forum/topics/%s#x">this</a> and <a href="/terms">that</a></p>'
        make_reply(discussion=foxes, body=body % foxes.slug, body_format="html")

        place = export()

        for path in place.rglob("*.html"):
            for address in addresses_in(path, "a", "img", "link"):
                is_here = (path.parent / address.path).resolve().is_file()
                assert address.scheme or is_here, (path, address)

    def test_links_its_own_pages_to_one_another_and_all_else_to_the_site(self, export, asha):
        foxes = make_discussion(author=asha)
        body = f'<a href="/forum/topics/{foxes.slug}#reply-1">a</a> <a href="/search">b</a>'
        body += '<a href="/terms">c</a>'
        make_reply(discussion=foxes, body=body, body_format="html")

        said = (export() / "discussions" / f"{foxes.slug}.html").read_text()

        assert f'href="../discussions/{foxes.slug}.html#reply-1"' in said
        assert 'href="http://127.0.0.1:8000/search"' in said
        assert 'href="../pages/terms.html"' in said

    def test_leaves_words_that_look_like_links(self, export):
        foxes = make_discussion(body='Type <a href="/search"> to link')

        said = "".join(page(export() / "discussions" / f"{foxes.slug}.html").itertext())

        assert 'Type <a href="/search"> to link' in said

    def test_says_the_same_in_json(self, export, asha, ben):
        foxes = make_discussion(author=asha, tags=["wildlife", "foxes"])
        first = make_reply(discussion=foxes, author=ben, body="“Huge” ones")
        make_reply(parent=first, author=asha)

        said = json.loads((export() / "discussions" / f"{foxes.slug}.json").read_text())

        assert (said["title"], said["tags"]) == (foxes.title, ["foxes", "wildlife"])
        assert said["author"]["address"] == "http://127.0.0.1:8000/profile/asha"
        assert [reply["in_answer_to"] for reply in said["replies"]] == [None, first.pk]
        assert said["replies"][0]["body_html"] == "<p>“Huge” ones</p>"

    def test_has_every_public_profile_in_json(self, export, asha, ben):
        make_discussion(author=asha)

        [said] = json.loads((export() / "members.json").read_text())["members"]

        assert said == {
            "name": "Asha Ravindran",
            "address": "http://127.0.0.1:8000/profile/asha",
            "area": "",
            "about_html": "",
            "joined_on": f"{asha.joined_at:%Y-%m-%d}",
        }

    def test_counts_what_it_wrote(self, place, asha):
        make_reply(discussion=make_discussion(author=asha), author=asha)
        out = StringIO()

        call_command("export_site", str(place), stdout=out)

        assert out.getvalue().startswith("1 discussions, 1 replies, 1 members, ")

    @pytest.mark.parametrize("count", [3, 30])
    def test_asks_the_same_of_the_database_however_many_answer(
        self, export, count, django_assert_num_queries
    ):
        foxes = make_discussion()
        for _ in range(count):
            make_reply(discussion=foxes)

        with django_assert_num_queries(16):
            export()


class TestFolder:
    def test_takes_the_place_of_an_earlier_export(self, export, mo):
        foxes = make_discussion()
        export()
        hiding.hide_discussion(foxes, by=mo)

        assert not list(export().glob("discussions/*"))

    def test_is_not_written_over_something_else(self, place, export):
        place.mkdir()
        (place / "diary.txt").write_text("mine")

        with pytest.raises(CommandError, match="neither empty nor an export"):
            call_command("export_site", str(place))

        assert [path.name for path in place.iterdir()] == ["diary.txt"]

    def test_stays_as_it_was_when_the_disk_is_full(self, export, place, monkeypatch):
        make_discussion(title="The first")
        before = everything_in(export())
        make_discussion(title="The second")
        monkeypatch.setattr(files.Pieces, "add", _disk_is_full)

        with pytest.raises(OSError, match="No space left"):
            export()

        assert everything_in(place) == before


def test_depth_is_shown_by_the_stylesheet(export):
    foxes = make_discussion()
    chain = [make_reply(discussion=foxes)]
    for _ in range(10):
        chain.append(make_reply(parent=chain[-1]))

    said = (export() / "discussions" / f"{foxes.slug}.html").read_text()

    depths = [int(found) for found in re.findall(r'class="depth-(\d)"', said)]
    assert depths[:9] == list(range(1, 10))
    assert all(after >= before for before, after in pairwise(depths))


def _disk_is_full(*_args, **_kwargs):
    raise OSError(28, "No space left on device")
