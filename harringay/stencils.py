"""Templates that are worked through once, and then only filled in.

To walk through a template takes Django several times as long as all else that a page needs; from
one page to the next little more changes than strings. So a template is rendered once for each
*shape* of it, the yes-and-no's that it asks about, with a mark wherever a string will stand. What
comes out is kept; to fill it in is to put the strings in the marks' places, escaped.

The templates themselves stay as they are: stand-ins carry the marks, unsaved models among them,
and an address is made with a mark as it is with a slug.
"""

import html
import re
import secrets
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar
from weakref import WeakSet

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MOST_OUTLINES: Final = 512  # shapes of one template that are kept

# Of letters only, so that neither escaping nor quoting changes them; nobody can guess them.
_TOKEN: Final = secrets.token_hex(8)
_NUMBERS_BEGIN: Final = secrets.randbelow(10**9) * 10**9

# Where the template's own lines are broken and indented, which no reader sees.
_INDENTED: Final = re.compile(r"\s*\n\s*")

Shape = TypeVar("Shape", bound=Hashable)


_stencils: Final[WeakSet["Stencil[Any]"]] = WeakSet()


def forget(**_setting: object) -> None:
    """Cut every stencil anew, after a setting has changed."""
    for stencil in _stencils:
        stencil.forget()


class Slots:
    """Makes the marks for one rendering."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """A mark for a string."""
        mark = f"slot{_TOKEN}{len(self._marks):03}"
        self._marks[mark] = name
        return mark

    def number(self, name: str) -> int:
        """A mark for a whole number, such as an address may ask for."""
        mark = _NUMBERS_BEGIN + len(self._marks)
        self._marks[str(mark)] = name
        return mark

    def cut(self, rendered: str) -> str:
        """What was rendered, as a format for the operator `%`."""
        if not self._marks:
            return rendered.replace("%", "%%")
        marks = re.compile("|".join(self._marks))
        return marks.sub(lambda mark: f"%({self._marks[mark[0]]})s", rendered.replace("%", "%%"))


class Stencil(Generic[Shape]):
    """One template, and what stands in for its variables while it is rendered.

    `stand_ins` is asked for the template's context, given a shape and the maker of marks. A shape
    is everything that the template decides by: whatever else it shows must be a mark.
    """

    def __init__(
        self, template_name: str, stand_ins: Callable[[Shape, Slots], dict[str, Any]]
    ) -> None:
        self._template_name = template_name
        self._stand_ins = stand_ins
        self._outlines: dict[Shape, str] = {}
        _stencils.add(self)

    def fill(self, shape: Shape, **words: str | int) -> SafeString:
        """The template in this shape with these words, escaped where they are not yet safe."""
        outline = self._outlines.get(shape)
        if outline is None:
            outline = self._cut(shape)
        escaped = {name: self._escaped(word) for name, word in words.items()}
        return SafeString(outline % escaped)

    def forget(self) -> None:
        """Cut it anew when it is next filled."""
        self._outlines.clear()

    def _cut(self, shape: Shape) -> str:
        slots = Slots()
        context = self._stand_ins(shape, slots)
        rendered = render_to_string(self._template_name, context)
        outline = slots.cut(self._tidied(rendered))
        if not settings.DEBUG:
            if len(self._outlines) >= MOST_OUTLINES:
                self.forget()
            self._outlines[shape] = outline
        return outline

    @staticmethod
    def _tidied(rendered: str) -> str:
        return _INDENTED.sub("\n", rendered)

    @staticmethod
    def _escaped(word: str | int) -> str:
        """What Django's conditional_escape gives for these, in a fifth of the time."""
        return word if isinstance(word, SafeString) else html.escape(str(word))


class PlainStencil(Stencil[Shape]):
    """The same for plain text: nothing is escaped, and every blank is meant."""

    @staticmethod
    def _tidied(rendered: str) -> str:
        return rendered

    @staticmethod
    def _escaped(word: str | int) -> str:
        return str(word)
