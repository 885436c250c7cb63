import subprocess

import pytest

from harringay import html

LONG = "<p>Foxes on Wightman Road<script>x</script></p>\n" * 500


class TestRenderArchive:
    def test_cleans_what_the_web_would_take(self):
        assert html.render_archive("<p onclick=x>Hello</p>") == html.Rendered("<p>Hello</p>", "")

    def test_cleans_what_is_longer_in_a_process_of_its_own(self):
        rendered = html.render_archive(LONG)
        assert rendered == html.Rendered(
            "<p>Foxes on Wightman Road</p>\n" * 499 + "<p>Foxes on Wightman Road</p>", ""
        )

    def test_keeps_what_is_too_long_as_text(self):
        rendered = html.render_archive("<p>Fish &amp; <b>chips</b><br>2 < 3</p>" * 5000)
        assert rendered.problem == "longer than 100,000 characters"
        assert rendered.html.startswith("<p>Fish &amp; chips<br>2 &lt; 3</p>\n<p>Fish")
        assert rendered.html.count("chips") == 5000

    def test_keeps_what_is_too_deep_as_text(self):
        rendered = html.render_archive("<blockquote>" * 31 + "Hello")
        assert rendered == html.Rendered("<p>Hello</p>", "too deeply nested")

    def test_keeps_what_takes_too_much_as_text(self):
        formatting = "".join(f"<b n={number}>" for number in range(2500))
        rendered = html.render_archive(f"<p>{formatting}" + "<p>fox" * 10_000)
        assert rendered.problem == "took too much to clean"
        assert rendered.html.count("fox") == 10_000

    def test_keeps_what_takes_too_long_as_text(self, monkeypatch):
        def out_of_time(*_args, timeout, **_options):
            raise subprocess.TimeoutExpired("worker", timeout)

        monkeypatch.setattr(subprocess, "run", out_of_time)
        rendered = html.render_archive(LONG)
        assert rendered.problem == "took too long to clean"
        assert rendered.html.count("Foxes on Wightman Road") == 500

    @pytest.mark.parametrize("source", ["", "\ud800", "\x00" * 30_000, "<" * 30_000])
    def test_always_returns(self, source):
        assert html.render_archive(source).problem == ""
