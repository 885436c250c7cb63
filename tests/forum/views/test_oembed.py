"""What other sites are told of a discussion whose address is pasted there."""

import json
import xml.etree.ElementTree as ET
from html import unescape
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from forum import hiding, withdrawing
from members.models import Member
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db

SITE = "https://forum.example.org"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def foxes(asha):
    return make_discussion(title="Foxes & badgers", author=asha, body="Three of them, at noon.")


def ask(client, url, **also):
    return client.get(f"/oembed?{urlencode({'url': url, **also})}")


def url_of(discussion):
    return f"{SITE}{discussion.get_absolute_url()}"


class TestServe:
    def test_says_who_started_what_and_gives_a_frame_of_it(self, client, foxes):
        answer = ask(client, url_of(foxes))
        assert answer["Content-Type"] == "application/json"
        assert json.loads(answer.content) == {
            "version": "1.0",
            "type": "rich",
            "title": "Foxes & badgers",
            "author_name": "Asha Ravindran",
            "author_url": f"{SITE}/profile/asha",
            "provider_name": "Harringay online",
            "provider_url": f"{SITE}/",
            "cache_age": 3600,
            "html": (
                f'<iframe src="{SITE}/badges/topics/foxes-badgers" width="480" height="220" '
                'frameborder="0" loading="lazy" title="Foxes &amp; badgers"></iframe>'
            ),
            "width": 480,
            "height": 220,
        }

    def test_says_the_same_as_xml(self, client, foxes):
        answer = ask(client, url_of(foxes), format="xml")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        said = {element.tag: element.text for element in ET.fromstring(answer.content)}
        assert said == {
            name: str(value) for name, value in ask(client, url_of(foxes)).json().items()
        }

    def test_knows_no_other_format(self, client, foxes):
        assert ask(client, url_of(foxes), format="yaml").status_code == 501

    @pytest.mark.parametrize("also", ["?page=2", "#reply-3", "?order=time#replies"])
    def test_knows_an_address_as_it_is_pasted(self, client, foxes, also):
        assert ask(client, f"{url_of(foxes)}{also}").json()["title"] == "Foxes & badgers"
        plain = url_of(foxes).replace("https:", "http:")
        assert ask(client, plain).status_code == 200

    def test_gives_no_more_width_than_there_is_room_for(self, client, foxes):
        narrow = ask(client, url_of(foxes), maxwidth=300).json()
        assert narrow["width"] == 300
        assert 'width="300"' in narrow["html"]

    @pytest.mark.parametrize("room", [{"maxwidth": 100}, {"maxheight": 50}])
    def test_gives_a_link_where_there_is_no_room(self, client, foxes, room):
        answer = ask(client, url_of(foxes), **room).json()
        assert answer["type"] == "link"
        assert not {"html", "width", "height"} & answer.keys()

    @pytest.mark.parametrize("nonsense", ["-1", "wide", "", "9" * 400, "²"])
    def test_takes_nonsense_for_no_limit(self, client, foxes, nonsense):
        assert ask(client, url_of(foxes), maxwidth=nonsense).json()["width"] == 480

    @pytest.mark.parametrize(
        "url",
        [
            "",
            f"{SITE}/",
            f"{SITE}/profile/asha",
            f"{SITE}/forum/topics/no-such-thing",
            f"{SITE}/forum/topics/foxes-badgers\0",
            "https://elsewhere.example/forum/topics/foxes-badgers",
            f"{SITE}@elsewhere.example/forum/topics/foxes-badgers",
            "javascript://forum.example.org/forum/topics/foxes-badgers",
            "//forum.example.org/forum/topics/foxes-badgers",
            "https://[forum/topics/foxes-badgers",
        ],
    )
    def test_knows_nothing_of_other_addresses(self, client, foxes, url):
        assert ask(client, url).status_code == 404

    def test_names_nobody_who_has_left(self, client, foxes, asha):
        Member.objects.filter(pk=asha.pk).update(left_at=timezone.now())
        answer = ask(client, url_of(foxes)).json()
        assert answer["author_name"] == "Former member"
        assert "author_url" not in answer

    def test_asks_nobody_who_they_are(self, client, mo_client, foxes, mo):
        hiding.hide_discussion(foxes, by=mo)
        assert ask(mo_client, url_of(foxes)).status_code == 404


class TestWhatIsHidden:
    @pytest.fixture(params=["hidden", "withdrawn", "in the attic"])
    def gone(self, request, foxes, asha, owner):
        make_reply(discussion=foxes)
        if request.param == "hidden":
            hiding.hide_discussion(foxes, by=owner)
        elif request.param == "withdrawn":
            foxes.refresh_from_db()
            withdrawing.withdraw_discussion(foxes, by=asha)
        else:
            foxes.category = make_category(hidden_at=timezone.now())
            foxes.save()
        return foxes

    def test_is_not_told_of(self, client, gone):
        assert ask(client, url_of(gone)).status_code == 404

    def test_is_gone_from_the_frame(self, client, gone):
        assert client.get(f"/badges/topics/{gone.slug}").status_code == 404


class TestFrame:
    def test_shows_how_the_discussion_begins(self, client, foxes):
        frame = client.get("/badges/topics/foxes-badgers")
        assert "Three of them, at noon." in frame.text
        assert "0 replies" in frame.text
        assert "frame-ancestors *" in frame["Content-Security-Policy"]


class TestDiscovery:
    @pytest.mark.parametrize("form", ["json", "xml"])
    def test_stands_in_the_head_of_a_discussion(self, client, foxes, form):
        page = unescape(client.get(foxes.get_absolute_url()).text)
        address = f"/oembed?{urlencode({'url': url_of(foxes)})}&format={form}"
        assert f'href="{SITE}{address}"' in page
        assert client.get(address).status_code == 200
