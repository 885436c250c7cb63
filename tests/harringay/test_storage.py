"""Static files under names that change with their content."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from harringay.storage import StaticStorage


@pytest.fixture
def storage(tmp_path):
    return StaticStorage(location=tmp_path, base_url="/static/")


class TestStaticStorage:
    def test_names_a_file_after_its_content(self, storage):
        storage.save("a.css", ContentFile(b"a {}"))
        list(storage.post_process({"a.css": (storage, "a.css")}))
        assert storage.url("a.css") == "/static/a.3d1a83e550d5.css"

    def test_gives_a_page_an_address_for_what_was_never_collected(self, storage, caplog):
        assert storage.url("img/roof.svg") == "/static/img/roof.svg"
        assert "img/roof.svg has not been collected" in caplog.text

    def test_collects_no_stylesheet_whose_picture_is_missing(self, storage):
        storage.save("a.css", ContentFile(b'a { background: url("b.png") }'))
        outcomes = storage.post_process({"a.css": (storage, "a.css")})
        assert any(isinstance(outcome, Exception) for _, _, outcome in outcomes)

    def test_the_page_for_errors_needs_no_manifest(self, storage, monkeypatch):
        monkeypatch.setattr(staticfiles_storage, "_wrapped", storage)
        assert 'href="/static/css/site.css"' in render_to_string("500.html")
