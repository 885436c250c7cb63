"""Where somebody is mentioned in clean HTML, and what is made of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay import html
from harringay.html import limits
from harringay.html.mentions import MOST, Person, fold, link, places

PEOPLE = {
    "Asha": Person("/profile/asha", "Asha Ravindran"),
    "Ben Okafor": Person("/profile/ben", "Ben Okafor"),
    "O'Brien": Person("/profile/siobhan", "Siobhan"),
}
ASHA = '<a href="/profile/asha" rel="nofollow ugc noopener">@Asha Ravindran</a>'
BEN = '<a href="/profile/ben" rel="nofollow ugc noopener">@Ben Okafor</a>'

PIECES = st.sampled_from(
    (
        *(
            "@",
            "@Asha",
            "@Ben Okafor",
            "@ben",
            " ",
            "\n",
            "&nbsp;",
            "&amp;",
            "&lt;",
            "'s",
            "-",
            ".",
        ),
        *("<p>", "</p>", "<a href='/x'>", "</a>", "<pre>", "<code>", "</code>", "<blockquote>"),
        *("</blockquote>", "<b>", "</b>", "<br>", "ben@example.org", "@asha@social.example", "é"),
    )
)
TYPED = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)
NAMES = st.text(st.sampled_from("<>&;\"'@./ \xa0\xad\n\x85\ufdd0\U0010fff1") | st.characters())


def longest(clean_html):
    """The longest of what somebody may be called, at each place."""
    return [beginnings[0] for beginnings in places(clean_html) if beginnings]


class TestPlaces:
    def test_are_where_an_at_begins_a_word(self):
        page = "<p>@Asha</p>\n<p>(@Ben <b>@Mo</b><br>@அசோக்</p>"
        assert longest(page) == ["Asha", "Ben", "Mo", "அசோக்"]

    @pytest.mark.parametrize(
        "clean_html",
        [
            '<a href="mailto:ben@example.org" rel="nofollow ugc noopener">ben@example.org</a>',
            "ben@localhost, www.example/@ben, 5 @ £2, @, @@ben, @ben@social.example",
            "<code>@Asha</code> <pre>@Asha <b>@Asha</b></pre>",
            "<blockquote><p>Ben wrote:</p><blockquote>@Asha</blockquote>@Asha</blockquote>",
        ],
    )
    def test_are_not_where_nobody_is_called(self, clean_html):
        assert longest(clean_html) == []

    def test_are_ten_at_the_most(self):
        assert longest("".join(f"<p>@n{nth}</p>" for nth in range(12)))[-1] == "n9"

    @pytest.mark.parametrize(
        ("text", "beginnings"),
        [
            ("@Asha Rao, yes", ["Asha Rao, yes", "Asha Rao,", "Asha Rao", "Asha"]),
            ("@Asha’s", ["Asha’s", "Asha"]),
            ("@James’ cat", ["James’ cat", "James’", "James"]),
            ("@Siobhan O'Brien", ["Siobhan O'Brien", "Siobhan"]),
            ("@Anne-Marie!", ["Anne-Marie!", "Anne-Marie"]),
            ("@Zoë&nbsp;Ünal", ["Zoë\xa0Ünal", "Zoë"]),
            ("@Tom &amp; Jo", ["Tom & Jo", "Tom &", "Tom"]),
            ("@அசோக் நன்றி", ["அசோக் நன்றி", "அசோக்"]),
            ("@asha.org", ["asha.org"]),
        ],
    )
    def test_offer_all_that_may_be_a_name_the_longest_first(self, text, beginnings):
        assert places(text) == [beginnings]


class TestLink:
    def test_leads_to_the_member_and_shows_their_name(self):
        assert link("<p>Ask @asha!</p>", PEOPLE) == f"<p>Ask {ASHA}!</p>"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("@ASHA’s cat", f"{ASHA}’s cat"),
            ("@Ben&nbsp; okafor, @asha.", f"{BEN}, {ASHA}."),
            ("@O’Brien", "@Siobhan"),
            ("@Asha &lt;3 @Ashas @Ben", f"{ASHA} &lt;3 @Ashas @Ben"),
            ("&amp;lt; <b>@Asha</b>", f"&amp;lt; <b>{ASHA}</b>"),
            ("<code>@Asha</code> @Asha", f"<code>@Asha</code> {ASHA}"),
        ],
    )
    def test_takes_names_as_neighbours_write_them(self, text, expected):
        assert expected in link(text, PEOPLE).replace(
            '<a href="/profile/siobhan" rel="nofollow ugc noopener">@Siobhan</a>', "@Siobhan"
        )

    def test_is_of_the_first_ten_places(self):
        assert link("@Asha " * 12, PEOPLE) == f"{ASHA} " * MOST + "@Asha @Asha "

    def test_shows_a_name_as_text(self):
        mallory = Person("/profile/mallory", '"><script>alert(1)</script>')
        linked = link("<p>@m</p>", {"m": mallory})
        assert "<script" not in linked
        assert html.to_text(linked) == '@"><script>alert(1)</script>'

    def test_leaves_alone_what_would_become_too_deep_or_too_much(self):
        deep = "<b>" * limits.DEPTH + "@Asha" + "</b>" * limits.DEPTH
        many = "<p>@Asha</p>" + "<p>x</p>" * (limits.ELEMENTS - 1)
        assert [link(one, PEOPLE) for one in (deep, many)] == [deep, many]

    @given(TYPED, st.sampled_from([html.TEXT, html.HTML]))
    def test_changes_no_text_but_the_name_that_is_shown(self, typed, body_format):
        as_written = {words: Person(href, words) for words, (href, _) in PEOPLE.items()}
        rendered = html.render(typed, body_format)
        shown = html.to_text(link(rendered, as_written))
        assert fold(shown) == fold(html.to_text(rendered))

    @given(TYPED, st.sampled_from([html.TEXT, html.HTML]), NAMES)
    def test_makes_nothing_that_cleaning_would_change(self, typed, body_format, name):
        people = PEOPLE | {"Asha": Person("/profile/asha", name)}
        linked = link(html.render(typed, body_format), people)
        assert html.clean(linked) == linked

    @given(TYPED, st.sampled_from([html.TEXT, html.HTML]))
    def test_links_at_the_places_and_nowhere_else(self, typed, body_format):
        rendered = html.render(typed, body_format)
        known = {fold(words) for words in PEOPLE}
        called = [any(fold(words) in known for words in place) for place in places(rendered)]
        assert link(rendered, PEOPLE).count('"/profile/') == sum(called)

    @pytest.mark.corpus
    def test_is_safe_with_what_strangers_write(self, corpora):
        lines = (corpora / "hostile-html.jsonl").read_text(encoding="utf-8").splitlines()
        hostile = [json.loads(line)["input"] for line in lines]
        for source in hostile:
            people = {"Asha": Person("/profile/asha", source)}
            linked = link(html.clean(f"@Asha {source} <p>@Asha</p>"), people)
            assert html.clean(linked) == linked


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("ASHA", "asha"), ("O’Brien", "o'brien"), ("Zoë  Ünal", "ZOE\u0308\xa0ÜNAL")],
    )
    def test_sees_one_name_in_two_ways_to_write_it(self, one, other):
        assert fold(one) == fold(other)

    def test_tells_names_apart(self):
        assert fold("Jose") != fold("José")
