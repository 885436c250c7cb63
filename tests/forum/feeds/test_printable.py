"""What a format cannot hold is left out of all that a feed says, whatever the database held."""

from dataclasses import dataclass

import pytest

from forum.feeds import channels
from forum.feeds.printable import Printable

# Neither database takes a surrogate, and PostgreSQL no NUL: here they are all the same.
FORBIDDEN = ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"]
HELD = ["\t", "\n", "\x20", "\x7f", "é", "\ue000", "\ufffd", "🦊"]


@dataclass(frozen=True)
class Said(Printable):
    text: str
    number: int = 7


class TestPrintable:
    @pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
    def test_leaves_out_what_xml_cannot_hold(self, character):
        said = Said(f"Fo{character}xes{character}")
        assert said == Said("Foxes")
        said.text.encode()

    @pytest.mark.parametrize("character", HELD, ids=ascii)
    def test_leaves_everything_else_as_it_is(self, character):
        assert Said(f"Fo{character}xes").text == f"Fo{character}xes"

    def test_is_what_a_feed_is_called_as_well(self, db):
        assert channels.words("fo\ufffexes").title == "“foxes”"
