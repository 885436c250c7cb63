"""What a browser is sent."""

import shutil

import pytest
from django.core.management import call_command

from harringay import assets


@pytest.fixture
def places(tmp_path):
    """A folder each for our sources, the packages, and what is made of them."""
    static, packages = tmp_path / "static", tmp_path / "packages"
    for lies in assets.PACKAGE_FILES.values():
        (packages / lies).parent.mkdir(parents=True, exist_ok=True)
        (packages / lies).write_bytes(b"theirs\n//# sourceMappingURL=a.map\n")
    (static / "css").mkdir(parents=True)
    (static / "js" / "behaviours").mkdir(parents=True)
    return {"static": static, "packages": packages, "out": tmp_path / "out"}


class TestBuild:
    def test_joins_stylesheets_in_the_order_of_their_layers(self, places):
        order = ["tokens", "reset", "base", "layout", "button", "reply", "utilities", "print"]
        for name in order:
            (places["static"] / "css" / f"{name}.css").write_text(f"{name}\n")

        assets.build(**places)

        assert (places["out"] / "css/site.css").read_text().split() == order

    def test_serves_packages_files_without_addresses_of_source_maps(self, places):
        assert assets.build(**places) == []
        assert (places["out"] / "vendor/squire.js").read_bytes() == b"theirs\n"

    def test_leaves_out_what_needs_a_package_that_is_not_there(self, places):
        shutil.rmtree(places["packages"] / "squire-rte")
        behaviours = places["static"] / "js" / "behaviours"
        (behaviours / "editor.js").write_text('await import("../vendor/squire.js");\n')
        (behaviours / "times.js").write_text("times();\n")

        absent = assets.build(**places)

        assert absent == ["vendor/squire.js"]
        assert (places["out"] / "js/site.js").read_text() == "{\ntimes();\n}\n"

    def test_leaves_out_what_only_authors_read(self, places):
        (places["static"] / "css" / "base.css").write_text("/* base: all */\na {\n  b: c;\n\n}\n")
        behaviour = (
            '/* times — so it is\n   on two lines. */\nif (a) {\n  /* Why. */\n  b("/*");\n}\n'
        )
        (places["static"] / "js" / "behaviours" / "times.js").write_text(behaviour)

        assets.build(**places)

        assert (places["out"] / "css/site.css").read_text() == "a {\nb: c;\n}\n"
        assert (places["out"] / "js/site.js").read_text() == '{\nif (a) {\nb("/*");\n}\n}\n'

    def test_forgets_what_an_earlier_release_built(self, places):
        assets.build(**places)
        (places["out"] / "js" / "old.js").write_text("old();")
        assets.build(**places)
        assert not (places["out"] / "js" / "old.js").exists()

    def test_leaves_unchanged_files_their_date(self, places):
        assets.build(**places)
        before = (places["out"] / "css/site.css").stat().st_mtime_ns
        assets.build(**places)
        assert (places["out"] / "css/site.css").stat().st_mtime_ns == before


class TestJoinBehaviours:
    def test_puts_imports_first_and_each_once(self):
        joined = assets.join_behaviours(
            ['import "./a.js";\none();\n', 'import "./a.js";\ntwo();\n']
        )
        assert joined == 'import "./a.js";\n{\none();\n}\n{\ntwo();\n}\n'

    def test_keeps_an_import_that_waits_where_it_is(self):
        lazy = 'const { a } = await import("./a.js");\n'
        assert assets.join_behaviours([lazy]) == f"{{\n{lazy}}}\n"


class TestBuildAssetsCommand:
    @pytest.fixture(autouse=True)
    def _places(self, settings, tmp_path):
        settings.BUILT_ASSETS = tmp_path / "assets"
        settings.BUILT_ASSETS.mkdir()
        settings.STATIC_ROOT = tmp_path / "static"
        settings.STATICFILES_DIRS = [settings.BASE_DIR / "static", settings.BUILT_ASSETS]

    def test_publishes_the_joined_files_and_not_their_sources(self, settings):
        call_command("build_assets")
        served = settings.STATIC_ROOT
        assert (served / "css" / "site.css").is_file()
        assert (served / "js" / "site.js").is_file()
        assert not (served / "css" / "tokens.css").exists()
        assert not (served / "js" / "behaviours").exists()

    def test_does_nothing_the_second_time(self, capsys):
        call_command("build_assets")
        capsys.readouterr()
        call_command("build_assets")
        assert capsys.readouterr().out == "The assets are as they were.\n"
