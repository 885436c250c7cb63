"""What pages say to those who do not see them, or not well: the parts of A-07 to A-44 in markup."""

import re
from html.parser import HTMLParser
from operator import attrgetter

import pytest
from django.conf import settings

from tests.factories import make_discussion, make_reply

ROOT = settings.BASE_DIR
PAGES = [
    "/",
    "/forum",
    "/forum/topics/foxes",
    "/members",
    "/profile/asha",
    "/report",
    "/search?q=x",
]
TITLE = re.compile(r"<title>([^<]*)</title>")
FOOTER = re.compile(r'<footer class="footer">.*?</footer>', re.DOTALL)
UNDER_POINTER = re.compile(r":hover[^{]*\{([^}]*)\}")
LOOKS = {"color", "background", "border-color", "text-decoration", "text-decoration-thickness"}
LINK = re.compile(r'<a class="footer__link" href="([^"]*)"')


class Elements(HTMLParser):
    """Every element of a page: its name and what it says of itself."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, *names):
        return [said for tag, said in self.found if tag in names]


@pytest.fixture
def foxes(asha):
    discussion = make_discussion(title="Foxes", author=asha)
    for _ in range(3):
        make_reply(discussion=discussion, author=asha)
    return discussion


def of(client, path):
    return Elements(client.get(path).text)


class TestTitles:
    def test_tell_one_page_from_another(self, client, foxes):
        titles = [TITLE.findall(client.get(path).text)[0] for path in PAGES]
        assert len(set(titles)) == len(PAGES)

    def test_of_a_discussion_say_where_it_is_and_which_page(self, client, foxes):
        (title,) = TITLE.findall(client.get("/forum/topics/foxes").text)
        assert re.fullmatch(rf"Foxes – {foxes.category.name} – .+", title)
        for _ in range(50):
            make_reply(discussion=foxes)
        (later,) = TITLE.findall(client.get("/forum/topics/foxes?page=2").text)
        assert later == title.replace("Foxes", "Foxes, page 2", 1)

    @pytest.mark.parametrize(
        ("path", "sent"),
        [
            ("/accounts/login/", {"login": "asha", "password": "wrong"}),
            ("/accounts/signup/", {"email": "none"}),
            ("/report?kind=rules", {"words": ""}),
        ],
    )
    def test_begin_with_error_where_there_is_one(self, client, foxes, path, sent):
        assert TITLE.findall(client.post(path, sent).text)[0].startswith("Error: ")


class TestMoments:
    @pytest.mark.parametrize("path", PAGES)
    def test_can_be_had_in_full(self, client, foxes, path):
        for said in of(client, path).named("time"):
            assert re.match(r"\d{4}-\d\d-\d\d", said["datetime"])
            assert "title" not in said or re.search(r"\d{4}", said["title"])

    def test_are_on_the_pages_where_something_was_said(self, client, foxes):
        assert len(of(client, "/forum/topics/foxes").named("time")) >= 4


class TestHelp:
    @pytest.mark.parametrize("path", PAGES)
    def test_is_in_the_same_place_on_every_page(self, client, foxes, path):
        links = LINK.findall(FOOTER.findall(client.get(path).text)[0])
        assert links == LINK.findall(FOOTER.findall(client.get("/about").text)[0])
        assert links.index("/report") < links.index("/contact")


class TestPictures:
    @pytest.mark.parametrize("path", PAGES)
    def test_of_people_beside_their_names_say_nothing(self, client, foxes, path):
        for said in of(client, path).named("img"):
            assert said["alt"] == ""

    @pytest.mark.parametrize("path", PAGES)
    def test_that_are_drawn_have_a_name_or_are_passed_over(self, client, foxes, path):
        for said in of(client, path).named("svg"):
            assert said.get("aria-hidden") == "true" or said.get("aria-label")


class TestNumbers:
    def test_say_what_they_count(self, client, foxes):
        words = re.sub(r"<[^>]+>", "", client.get("/forum").text)
        assert re.search(r"\d+ views?\b", words)
        assert re.search(r"\b3\s+replies\b", words)


class TestErrors:
    def test_stand_above_with_the_focus_and_beside_the_field(self, client, foxes):
        page = client.post("/accounts/signup/", {"email": "none", "name": "Wendy"}).text
        (summary,) = (said for _, said in Elements(page).found if said.get("role") == "alert")
        assert "autofocus" in summary
        (email,) = (said for said in Elements(page).named("input") if said.get("name") == "email")
        assert email["aria-invalid"] == "true"
        assert f'href="#{email["id"]}"' in page
        assert f'id="{email["id"]}_error"' in page
        assert 'value="Wendy"' in page


class TestSigningIn:
    @pytest.mark.parametrize(
        ("path", "tokens"),
        [
            ("/accounts/login/", {"username", "current-password"}),
            ("/accounts/signup/", {"name", "email", "new-password"}),
            ("/accounts/password/reset/", {"email"}),
            ("/accounts/login/code/", {"email"}),
        ],
    )
    def test_can_be_filled_in_by_a_password_manager(self, client, db, path, tokens):
        fields = of(client, path).named("input")
        assert {said.get("autocomplete") for said in fields} - {None, "off"} == tokens


class TestChoosing:
    @pytest.mark.parametrize("path", [*PAGES, "/report?at=/forum/topics/foxes&kind=rules"])
    def test_does_nothing_until_a_button_is_pressed(self, client, foxes, path):
        page = of(client, path)
        chosen, buttons = page.named("select"), page.named("button")
        assert len(buttons) >= len(chosen)
        assert not [said for said in chosen if "onchange" in said or "data-behaviour" in said]


class TestMail:
    def test_has_a_language_and_letters_of_15_pixels_or_more(self, settings):
        source = (settings.BASE_DIR / "templates/emails/_base.html").read_text()
        assert '<html lang="en-GB">' in source
        sizes = re.findall(r"(?:font-size: |font: )(\d+)px", source)
        assert min(map(int, sizes)) >= 15


class TestThePointer:
    """A finger and a keyboard have none: nothing appears under it alone (A-17)."""

    @pytest.mark.parametrize(
        "sheet", sorted((ROOT / "static").glob("**/*.css")), ids=attrgetter("name")
    )
    def test_changes_no_more_than_how_something_looks(self, sheet):
        for rule in UNDER_POINTER.findall(sheet.read_text()):
            changed = set(re.findall(r"^\s*([\w-]+):", rule, re.MULTILINE))
            assert all(name in LOOKS or name.startswith("--") for name in changed), changed

    @pytest.mark.parametrize(
        "behaviour", sorted((ROOT / "static").glob("js/**/*.js")), ids=attrgetter("name")
    )
    def test_is_what_no_behaviour_waits_for(self, behaviour):
        assert not re.search(r"mouse(over|enter)|pointer(over|enter)", behaviour.read_text())

    @pytest.mark.parametrize("path", PAGES)
    def test_shows_a_moment_in_full_and_nothing_else(self, client, foxes, path):
        titled = [tag for tag, said in of(client, path).found if said.get("title")]
        assert {*titled} <= {"time", "link"}
