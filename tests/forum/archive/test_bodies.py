"""What was written on the old site, at home on ours."""

import pytest

from forum.archive.bodies import Body, hosts_like
from forum.archive.files import ArchiveShelf
from forum.archive.report import Report


@pytest.fixture
def body(tmp_path):
    (tmp_path / "discussions").mkdir()
    (tmp_path / "discussions" / "12-the menu.pdf").write_bytes(b"%PDF")
    (tmp_path / "ning-members.json").write_text("[]")
    report = Report()
    return Body(
        "1:Topic:1",
        shelf=ArchiveShelf(tmp_path, report),
        report=report,
        hosts=hosts_like("www.harringayonline.com"),
    )


@pytest.mark.django_db
class TestFiles:
    @pytest.mark.parametrize(
        "address",
        [
            "discussions/12-the%20menu.pdf?xgip=1&amp;width=7",
            "discussions\\12-the menu.pdf",
            "./discussions/12-the menu.pdf",
        ],
    )
    def test_have_our_address(self, body, address):
        rewritten = body.rewrite(f'<a href="{address}">menu</a>')
        (stored,) = body.files.values()
        assert rewritten == f'<a href="/media/files/{stored.key}">menu</a>'

    def test_are_the_same_each_time(self, body):
        link = "<a href='discussions/12-the menu.pdf'>"
        assert body.rewrite(link) == body.rewrite(link)
        assert len(body.files) == 1

    def test_leave_their_name_where_they_are_missing(self, body):
        assert body.rewrite('<img src="discussions/9-cat.png?w=1">') == "cat.png"
        assert body.rewrite('<a href="discussions/9-cat.png">cat</a>') == "<a>cat</a>"
        assert body.report.missing_files[0] == "1:Topic:1 discussions/9-cat.png"

    @pytest.mark.parametrize(
        "address",
        [
            "../ning-members.json",
            "discussions/../ning-members.json",
            "discussions/%2e%2e/ning-members.json",
            "discussions/../../etc/passwd",
            "..\\..\\secret",
        ],
    )
    def test_never_come_from_outside(self, body, address):
        body.rewrite(f'<a href="{address}">x</a><img src="{address}">')
        assert not body.files
        assert body.report.refused_files

    def test_a_symbolic_link_leads_nowhere(self, body, tmp_path):
        (tmp_path / "discussions" / "1-link").symlink_to(tmp_path / "ning-members.json")
        body.rewrite('<a href="discussions/1-link">x</a>')
        assert not body.files


class TestLinks:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("http://www.harringayonline.com/forum?xg_source=x&amp;page=2", "/forum?page=2"),
            ("https://harringayonline.com", "/"),
            ("//WWW.harringayonline.com//evil.example/#top", "/evil.example/#top"),
        ],
    )
    def test_to_the_old_site_become_ours(self, body, old, new):
        assert body.rewrite(f'<a href="{old}">') == f'<a href="{new}">'

    @pytest.mark.parametrize(
        "tag",
        [
            '<a href="http://harringayonline.com.evil.example/">',
            '<a href="http://[broken">',
            '<a href="/forum">',
            '<a href="https://example.org/discussions/1">',
            "<a>",
        ],
    )
    def test_elsewhere_stay_as_they_are(self, body, tag):
        assert body.rewrite(tag) == tag

    def test_to_files_that_will_die_are_reported(self, body):
        body.rewrite('<a href="https://storage.ning.com/topology/rest/1.0/file/get/1">x</a>')
        body.rewrite('<img src="http://api.ning.com:80/files/abc/plan.jpg">')
        assert len(body.report.old_links) == 2

    def test_pictures_from_elsewhere_become_links(self, body):
        assert body.rewrite('<img src="http://example.org/1-cat.jpg">') == (
            '<a href="http://example.org/1-cat.jpg">cat.jpg</a>'
        )
        inside = '<a href="http://example.org/"><img src="http://example.org/cat.jpg"></a>'
        assert body.rewrite(inside) == '<a href="http://example.org/">cat.jpg</a>'
