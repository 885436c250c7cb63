"""Rules of the house that no linter knows, each with what to do instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("harringay", "forum", "members", "notifications")
OUR_APPS = ("forum", "members", "notifications")

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}


def python_files(*, tests: bool = False) -> list[Path]:
    packages = (*PACKAGES, "tests") if tests else PACKAGES
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def files(folder: str, pattern: str) -> list[Path]:
    return sorted((ROOT / folder).rglob(pattern))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


class TestModules:
    @pytest.mark.parametrize("path", python_files(tests=True), ids=named)
    def test_fit_on_a_few_screens(self, path):
        lines = len(path.read_text().splitlines())
        # Settings are one file: whoever runs the site looks in one place.
        assert lines <= 300 or path.name == "settings.py", (
            f"{named(path)}: {lines} lines; split it by noun or verb"
        )

    @pytest.mark.parametrize("path", python_files(), ids=named)
    def test_say_what_they_are_for(self, path):
        tree = ast.parse(path.read_text())
        assert not tree.body or ast.get_docstring(tree), (
            f"{named(path)}: open it with one sentence on what it is for"
        )

    def test_have_functions_that_fit_on_a_screen(self):
        for path in python_files():
            for node in functions(path):
                assert length(node) <= 40, f"{named(path)}: {node.name} is {length(node)} lines"

    def test_have_mostly_short_functions(self):
        lengths = sorted(length(node) for path in python_files() for node in functions(path))
        assert lengths[len(lengths) // 2] <= 8
        assert lengths[len(lengths) * 9 // 10] <= 20


class TestViews:
    @pytest.mark.parametrize(
        "path", [path for app in OUR_APPS for path in files(f"{app}/views", "*.py")]
    )
    def test_never_write(self, path):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in WRITES, (
                    f"{named(path)}:{node.lineno}: a view never writes; call a verb"
                )


class TestModels:
    MODELS = [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_name_themselves(self, model):
        assert "__str__" in vars(model), f"{model.__name__} needs a __str__ that a person can read"

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_tell_a_field_s_type_by_its_name(self, model):
        for field in model._meta.local_fields:
            ending = {models.DateTimeField: "_at", models.DateField: "_on"}.get(type(field))
            if ending and field.name != "last_login":
                assert field.name.endswith(ending), f"{field}: a moment ends in _at, a day in _on"
            if isinstance(field, models.BooleanField):
                assert re.match(r"(is|has|can|wants)_", field.name), f"{field}: is_, has_, can_ …"

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_name_the_way_back(self, model):
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.related_name, f"{field} needs a related_name"


class TestTemplates:
    @pytest.mark.parametrize("path", files("templates", "*.html"), ids=named)
    def test_fit_on_a_screen_or_two(self, path):
        lines = len(path.read_text().splitlines())
        assert lines <= 120, f"{named(path)}: {lines} lines; take a partial out of it"

    @pytest.mark.parametrize("path", files("templates", "*.html"), ids=named)
    def test_have_no_inline_style_script_or_handler(self, path):
        source = path.read_text()
        if path.parent.name == "emails" or path.name == "bundle.html":
            # A mail has no stylesheet to link to, nor has a file that is kept or printed.
            source = re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)", source), (
            f"{named(path)}: the policy forbids it; use a stylesheet or a behaviour"
        )

    @pytest.mark.parametrize("path", files("templates", "_*.html"), ids=named)
    def test_partials_declare_their_contract(self, path):
        assert path.read_text().startswith("{# "), (
            f"{named(path)}: begin with {{# name: Type #}}, what it must be given"
        )

    @pytest.mark.parametrize("path", files("templates", "*.html"), ids=named)
    def test_trust_only_html_that_was_cleaned_when_it_was_written(self, path):
        for marked in re.findall(r"([\w.]+)\s*\|\s*safe", path.read_text()):
            assert marked.endswith(("_html", "_svg")), f"{named(path)}: {marked}|safe"


class TestStylesheets:
    SHEETS = files("static/css", "*.css")

    @pytest.mark.parametrize("path", SHEETS, ids=named)
    def test_stand_in_a_layer_and_spell_no_colours(self, path):
        source = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert "@layer" in source, f"{named(path)}: wrap it in its layer"
        assert "!important" not in source, f"{named(path)}: a layer decides instead"
        if path.name != "tokens.css":
            colour = re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(", source)
            assert not colour, f"{named(path)}: {colour} belongs in tokens.css"

    @pytest.mark.parametrize("path", SHEETS, ids=named)
    def test_fit_on_a_few_screens(self, path):
        assert len(path.read_text().splitlines()) <= 250, f"{named(path)}: one block a file"


class TestSettings:
    def test_every_one_is_in_the_example(self):
        calls = re.findall(
            r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "harringay/settings.py").read_text()
        )
        example = (ROOT / ".env.example").read_text()
        missing = [
            name for name in set(calls) if not re.search(rf"^#?\s*{name}=", example, re.MULTILINE)
        ]
        assert not missing, f".env.example does not say what {missing} mean"
