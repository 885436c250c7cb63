"""The page on which a member asks for a copy of their data, and fetches it."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from members import exporting
from members.models import Export

pytestmark = pytest.mark.django_db

COPY = "/settings/data/copy.zip"


@pytest.fixture(autouse=True)
def _exports(settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path / "exports"


class TestShow:
    def test_is_for_members(self, client):
        assert client.get("/settings/data").headers["Location"].startswith("/accounts/login/")

    def test_asks_by_one_press_and_says_how_far_it_is(self, asha_client):
        assert "Make a copy of my data" in asha_client.get("/settings/data").text
        assert asha_client.post("/settings/data").headers["Location"] == "/settings/data"
        assert "Your copy is being made" in asha_client.get("/settings/data").text
        exporting.make_waiting()
        assert COPY in asha_client.get("/settings/data").text

    def test_is_made_once_however_often_the_button_is_pressed(self, asha_client):
        for _ in range(3):
            asha_client.post("/settings/data")
        assert Export.objects.count() == 1

    def test_is_led_to_from_the_settings(self, asha_client):
        assert 'href="/settings/data"' in asha_client.get("/settings").text


class TestCopy:
    def test_is_the_members_own_zip_that_no_cache_keeps(self, asha_client):
        asha_client.post("/settings/data")
        exporting.make_waiting()
        answer = asha_client.get(COPY)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
        content = BytesIO(b"".join(answer.streaming_content))
        assert "profile.json" in zipfile.ZipFile(content).namelist()

    def test_is_nobody_else_s(self, asha_client, ben_client, client):
        asha_client.post("/settings/data")
        exporting.make_waiting()
        assert ben_client.get(COPY).status_code == 404
        assert client.get(COPY).headers["Location"].startswith("/accounts/login/")

    def test_is_in_no_folder_that_is_given_out(self, asha, asha_client, client, settings):
        asha_client.post("/settings/data")
        exporting.make_waiting()
        path = exporting.path_of(asha.export)
        assert not path.is_relative_to(settings.MEDIA_ROOT)
        assert client.get(f"/media/{path.name}").status_code == 404

    def test_has_gone_after_seven_days_even_if_the_file_is_there(self, asha_client):
        asha_client.post("/settings/data")
        exporting.make_waiting()
        Export.objects.update(ready_at=timezone.now() - timedelta(days=7, seconds=1))
        assert asha_client.get(COPY).status_code == 404
        assert "Make a copy" in asha_client.get("/settings/data").text

    def test_is_a_404_before_it_is_ready(self, asha_client):
        assert asha_client.get(COPY).status_code == 404
        asha_client.post("/settings/data")
        assert asha_client.get(COPY).status_code == 404
