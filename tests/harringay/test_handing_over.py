"""Files from strangers are handed over as nothing but files."""

from pathlib import Path

import pytest
from django.http import Http404

from harringay.handing_over import hand_over

PATH = Path("attachments/k3y/photo.webp")


@pytest.fixture
def stored(db, media_root):
    (media_root / PATH).parent.mkdir(parents=True)
    (media_root / PATH).write_bytes(b"webp")


def hand_over_photo(request, **how):
    return hand_over(request, PATH, content_type="image/webp", filename="Café.webp", **how)


class TestHandOver:
    def test_gives_the_file_with_headers_that_let_it_do_nothing(self, rf, stored):
        response = hand_over_photo(rf.get("/media/x"))
        assert b"".join(response.streaming_content) == b"webp"
        response.close()
        assert response["Content-Type"] == "image/webp"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cross-Origin-Resource-Policy"] == "same-site"
        assert response["Content-Disposition"] == "inline; filename*=utf-8''Caf%C3%A9.webp"

    def test_can_be_for_other_sites_and_for_saving(self, rf, stored):
        response = hand_over_photo(
            rf.get("/media/x"), disposition="attachment", for_other_sites=True
        )
        response.close()
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["Content-Disposition"].startswith("attachment")

    def test_lets_the_proxy_send_it_where_there_is_one(self, rf, settings):
        settings.TRUSTED_PROXY_COUNT = 1
        response = hand_over_photo(rf.get("/media/x"))
        assert response["X-Accel-Redirect"] == "/_media/attachments/k3y/photo.webp"
        assert response["Content-Type"] == "image/webp"

    def test_is_asked_each_time_and_sends_it_once(self, rf, stored):
        first = hand_over_photo(rf.get("/media/x"))
        first.close()
        assert first["Cache-Control"] == "no-cache"
        second = hand_over_photo(rf.get("/media/x", headers={"If-None-Match": first["ETag"]}))
        assert (second.status_code, second.content) == (304, b"")

    def test_finds_nothing_where_the_file_has_gone(self, rf, media_root):
        with pytest.raises(Http404):
            hand_over_photo(rf.get("/media/x"))
