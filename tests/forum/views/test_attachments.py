"""Attachments are given out only to those who may see what they belong to."""

import pytest

from forum import hiding
from forum.models import Attachment
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

Kind = Attachment.Kind


@pytest.fixture
def attach(media_root):
    """Hangs a stored file on a discussion or a reply, as the importer does."""

    def attach(*, kind=Kind.FILE, **to):
        owner = next(iter(to.values())).author
        made = Attachment.objects.create(
            kind=kind, name="Minutes 2009.doc", size=3, widths=[640], owner=owner, **to
        )
        path = {Kind.FILE: f"files/{made.key}", Kind.PICTURE: f"pictures/{made.key}/640.webp"}
        (media_root / path[kind]).parent.mkdir(parents=True, exist_ok=True)
        (media_root / path[kind]).write_bytes(b"old")
        return made

    return attach


def fetch(client, address):
    """The answer, read to its end, which closes its file."""
    response = client.get(address)
    if response.streaming:
        b"".join(response)
    return response


def status(client, address):
    return fetch(client, address).status_code


class TestFile:
    def test_is_a_download_that_no_browser_runs(self, client, attach):
        response = fetch(client, attach(discussion=make_discussion()).get_absolute_url())
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="Minutes 2009.doc"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]

    def test_goes_with_what_it_hangs_on(self, client, mo_client, mo, attach):
        discussion, reply = make_discussion(), make_reply()
        addresses = [
            attach(discussion=discussion).get_absolute_url(),
            attach(reply=reply).get_absolute_url(),
        ]
        assert [status(client, address) for address in addresses] == [200, 200]
        hiding.hide_discussion(discussion, by=mo)
        hiding.hide_reply(reply, by=mo)
        assert [status(client, address) for address in addresses] == [404, 404]
        assert [status(mo_client, address) for address in addresses] == [200, 200]


class TestPicture:
    def test_is_shown_in_the_widths_there_are(self, client, attach):
        address = attach(discussion=make_discussion(), kind=Kind.PICTURE).get_absolute_url()
        assert fetch(client, address)["Content-Type"] == "image/webp"
        assert status(client, address.replace("640.", "641.")) == 404
