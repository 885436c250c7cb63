"""Templates that are worked through once and filled often."""

from typing import NamedTuple

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from forum.models import Discussion
from harringay import stencils
from harringay.stencils import MOST_OUTLINES, Stencil

ROW = (
    '<a href="{{ discussion.get_absolute_url }}">{{ discussion.title }}</a>'
    "{% if shape.is_new %} (100% new){% endif %} {% url 'forum:reply' pk %}"
)


class Shape(NamedTuple):
    is_new: bool


@pytest.fixture
def rendered(monkeypatch):
    """How often a template was worked through."""
    times = []

    def render_to_string(template, context):
        times.append(template)
        return Template(template).render(Context(context))

    monkeypatch.setattr(stencils, "render_to_string", render_to_string)
    return times


@pytest.fixture
def row(rendered):
    def stand_ins(shape, slots):
        discussion = Discussion(title=slots("title"), slug=slots("slug"))
        return {"shape": shape, "discussion": discussion, "pk": slots.number("pk")}

    return Stencil(ROW, stand_ins)


class TestFill:
    def test_puts_each_word_where_the_template_shows_it(self, row):
        shown = row.fill(Shape(is_new=False), title="Foxes", slug="foxes", pk=7)
        assert shown == '<a href="/forum/topics/foxes">Foxes</a> /forum/replies/7'

    def test_escapes_what_somebody_typed(self, row):
        shown = row.fill(Shape(is_new=False), title="<script>'&\"%(pk)s", slug="foxes", pk=7)
        assert ">&lt;script&gt;&#x27;&amp;&quot;%(pk)s</a>" in shown

    def test_leaves_what_is_safe(self, row):
        title = mark_safe("<em>Foxes</em>")
        assert "><em>Foxes</em><" in row.fill(Shape(is_new=False), title=title, slug="a", pk=1)

    def test_works_through_the_template_once_for_each_shape(self, row, rendered):
        words = {"title": "Foxes", "slug": "foxes", "pk": 7}
        for is_new in (False, True, False, True):
            assert ("(100% new)" in row.fill(Shape(is_new), **words)) is is_new
        assert len(rendered) == 2

    def test_is_ready_to_be_shown_as_it_is(self, row):
        shown = row.fill(Shape(is_new=True), title="&", slug="a", pk=1)
        assert Template("{{ shown }}").render(Context({"shown": shown})) == shown


class TestOutlines:
    def test_are_cut_anew_once_they_are_forgotten(self, row, rendered):
        for _ in range(2):
            row.fill(Shape(is_new=True), title="", slug="a", pk=1)
            stencils.forget()
        assert len(rendered) == 2

    def test_are_cut_at_every_page_while_somebody_works_at_the_templates(
        self, row, rendered, settings
    ):
        settings.DEBUG = True
        for _ in range(2):
            row.fill(Shape(is_new=True), title="", slug="a", pk=1)
        assert len(rendered) == 2

    def test_do_not_grow_without_end(self, rendered):
        stencil: Stencil[int] = Stencil("{{ shape }}", lambda shape, _slots: {"shape": shape})
        for shape in range(MOST_OUTLINES + 5):
            assert stencil.fill(shape) == str(shape)
        assert len(stencil._outlines) <= MOST_OUTLINES
