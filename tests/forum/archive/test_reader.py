"""Reading an export with every defect that exports are known to have."""

import json
import tracemalloc
from pathlib import Path

import pytest

from forum.archive import scanning
from forum.archive.reader import KINDS, Archive, Loss, NotAnArchive

FIXTURE = Path("tests/data/ning")
SEED = Path("../shared/seed/ning-archive")


def topic(number, *, title="Bins", comments=()):
    values = {"id": f"1:Topic:{number}", "title": title, "comments": list(comments)}
    return json.dumps(values, ensure_ascii=False)


def comment(number, *, text="Quite so"):
    return {"id": f"1:Comment:{number}", "description": text}


@pytest.fixture
def read(tmp_path):
    """What one discussions file holds, as (objects, losses)."""

    def read(content):
        (tmp_path / "ning-members.json").write_text("[]")
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / "ning-discussions.json").write_bytes(data)
        archive = Archive(tmp_path)
        in_order = list(archive.oldest_first("discussions"))
        objects = list(archive.objects("discussions"))
        assert sorted(map(str, objects)) == sorted(str(values) for _, values in in_order)
        return objects, archive.losses

    return read


def ids(objects):
    return [values["id"].rpartition(":")[2] for values in objects]


class TestArchive:
    def test_needs_members(self, tmp_path):
        with pytest.raises(NotAnArchive, match=r"ning-members\.json"):
            Archive(tmp_path)

    def test_prefers_the_local_file(self):
        assert Archive(FIXTURE).path_of("members") == FIXTURE / "ning-members-local.json"

    def test_falls_back_to_the_plain_file(self):
        assert Archive(FIXTURE).path_of("groups") == FIXTURE / "ning-groups.json"

    def test_falls_back_when_the_local_file_is_empty(self, tmp_path):
        (tmp_path / "ning-members-local.json").touch()
        (tmp_path / "ning-members.json").write_text("[]")
        assert Archive(tmp_path).path_of("members") == tmp_path / "ning-members.json"

    def test_every_other_file_may_be_absent(self, tmp_path):
        (tmp_path / "ning-members.json").write_text("[]")
        archive = Archive(tmp_path)
        assert [list(archive.objects(kind)) for kind in KINDS] == [[]] * len(KINDS)
        assert not archive.losses

    def test_reads_the_whole_fixture_without_loss(self):
        archive = Archive(FIXTURE)
        counts = {kind: len(list(archive.oldest_first(kind))) for kind in KINDS}
        assert counts == {
            "members": 6,
            "groups": 2,
            "discussions": 4,
            "blogs": 3,
            "events": 2,
            "photos": 1,
            "videos": 1,
            "music": 1,
            "notes": 1,
            "pages": 1,
        }
        assert not archive.losses

    def test_leaves_words_that_look_like_defects_alone(self):
        fish = list(Archive(FIXTURE).objects("discussions"))[-1]
        assert "Braces }{ and ]{ in the text stay — all of them." in fish["description"]

    def test_mends_a_list_of_comments_too(self):
        ladder = list(Archive(FIXTURE).objects("discussions"))[2]
        assert ids(ladder["comments"]) == ["223", "222", "224", "221"]

    def test_reads_the_seed(self):
        if not SEED.is_dir():
            pytest.skip("../shared/seed is not here")
        (discussion,) = Archive(SEED).objects("discussions")
        assert len(discussion["comments"]) == 5


class TestOldestFirst:
    def test_sorts_by_date(self):
        discussions = Archive(FIXTURE).oldest_first("discussions")
        assert ids([values for _, values in discussions]) == ["101", "102", "103", "104"]

    def test_what_has_no_date_is_as_old_as_its_neighbour(self, tmp_path):
        (tmp_path / "ning-members.json").write_text(
            '[{"a": 3}, {"a": 2, "createdDate": "2010-01-02"}, {"a": 1}]'
        )
        members = list(Archive(tmp_path).oldest_first("members"))
        assert [values["a"] for _, values in members] == [1, 2, 3]
        assert {f"{moment:%Y-%m-%d}" for moment, _ in members} == {"2010-01-02"}


class TestDefects:
    @pytest.mark.parametrize(
        "seam", ["", " \n", ",", "]", "],", "] ", "[", ",[", "]\n[", "][", ",,", "] , ["]
    )
    def test_seams_between_objects(self, read, seam):
        objects, losses = read(f"[{topic(1)}{seam}{topic(2)}]")
        assert ids(objects) == ["1", "2"]
        assert not losses

    @pytest.mark.parametrize("seam", ["", " ", "]", "] ", "[", "],"])
    def test_seams_between_comments(self, read, seam):
        both = json.dumps(comment(3)) + seam + json.dumps(comment(4))
        text = f'[{{"id": "1:Topic:1", "comments": [{both}], "category": "Bins"}}]'
        ((discussion,), losses) = read(text)
        assert ids(discussion["comments"]) == ["3", "4"]
        assert discussion["category"] == "Bins"
        assert not losses

    @pytest.mark.parametrize("wrapping", ["({})", "(\n{}\n);", "\ufeff{}", "[{}]", "{}]", "({}])"])
    def test_wrappings(self, read, wrapping):
        objects, losses = read(wrapping.replace("{}", f"[{topic(1)}]"))
        assert ids(objects) == ["1"]
        assert not losses

    def test_a_surplus_or_missing_bracket_inside_an_object(self, read):
        text = '[{"id": "1:Topic:1", "tags": []], "comments": [{"id": "1:Comment:2"}}]'
        ((discussion,), losses) = read(text)
        assert ids(discussion["comments"]) == ["2"]
        assert not losses

    def test_raw_control_characters(self, read):
        ((discussion,), losses) = read('[{"id": "1:Topic:1", "title": "one\ttwo\nthree"}]')
        assert discussion["title"] == "one\ttwo\nthree"
        assert not losses

    def test_what_no_database_can_hold_is_replaced(self, read):
        text = r'[{"id": "1:Topic:1", "title": "a\u0000b\ud83dc \ud83d\ude00"}]'
        ((discussion,), _) = read(text)
        assert discussion["title"] == "a\ufffdb\ufffdc 😀"

    def test_objects_that_cross_the_edge_of_a_chunk(self, read, monkeypatch):
        text = f"([{topic(1, title='“}{”', comments=[comment(3)])}]{topic(2)}]])"
        for size in range(1, 40):
            monkeypatch.setattr(scanning, "CHUNK", size)
            objects, losses = read(text)
            assert ids(objects) == ["1", "2"]
            assert objects[0]["title"] == "“}{”"
            assert not losses


class TestEncodings:
    def test_windows_1252(self, read):
        text = f"[{topic(1, title='Café – “open”, he said')}]"
        ((discussion,), losses) = read(text.encode("cp1252"))
        assert discussion["title"] == "Café – “open”, he said"
        assert not losses

    def test_byte_94_stands_for_a_quotation_mark(self, read):
        text = topic(1, title="It’s — “open”").encode()
        ((discussion,), losses) = read(text.replace(b'"title"', b"\x94title\x94"))
        assert discussion["title"] == "It’s — “open”"
        assert not losses

    def test_utf_8_cut_in_the_middle_of_a_character_stays_utf_8(self, read):
        whole = f"[{topic(1, title='Café')},{topic(2, title='Naïve –')}".encode()
        (first, *_), losses = read(whole[: whole.index("–".encode()) + 1])
        assert first["title"] == "Café"
        assert len(losses) == 1


class TestLosses:
    def test_a_truncated_file_keeps_whole_comments(self, read):
        last = topic(2, comments=[comment(3), comment(4), comment(5)])
        text = f"[{topic(1)}, {last}]"
        objects, losses = read(text[:-20])
        assert ids(objects) == ["1", "2"]
        assert ids(objects[1]["comments"]) == ["3", "4"]
        start = text.index(last)
        assert losses == [
            Loss(
                "ning-discussions.json",
                start,
                len(text) - 20,
                "a damaged object; what came before the damage was kept",
            )
        ]

    def test_a_file_cut_between_two_objects(self, read):
        objects, (loss,) = read(f"[{topic(1)},")
        assert ids(objects) == ["1"]
        assert "ends before its list does" in loss.reason

    def test_every_cut_is_reported(self, read):
        whole = (FIXTURE / "ning-discussions-local.json").read_bytes()
        for end in range(0, len(whole), 17):
            objects, losses = read(whole[:end])
            assert losses or len(objects) == 4

    def test_an_object_that_swallowed_the_next_gives_it_back(self, read):
        broken = topic(1, comments=[comment(3), comment(4, text="a 12#: pizza")]).replace("#", '"')
        objects, (loss,) = read(f"[{broken},{topic(2)},{topic(5)}]")
        assert ids(objects) == ["1", "2", "5"]
        assert ids(objects[0]["comments"]) == ["3"]
        assert (loss.start, loss.end) == (1, len(broken) + 2)

    def test_offsets_are_bytes(self, read):
        first = topic(1, title="“Café”")
        _, (loss,) = read(f"[{first},junk{topic(2)}]")
        assert loss.start == len(f"[{first}".encode())
        assert loss.reason == "text that belongs to no object"

    def test_an_empty_file(self, read):
        assert read("") == ([], [Loss("ning-discussions.json", 0, 0, "the file is empty")])

    def test_an_empty_list_is_no_loss(self, read):
        assert read("([])") == ([], [])

    def test_a_page_of_html_instead(self, read):
        objects, (loss,) = read("<html>Please sign in</html>")
        assert not objects
        assert loss.start == 0

    def test_brackets_without_end(self, read):
        objects, (loss,) = read('{"a":' * 50_000)
        assert not objects
        assert loss.reason.endswith("nothing of it could be kept")

    def test_a_lost_quotation_mark_costs_one_object_only(self, read, monkeypatch):
        monkeypatch.setattr(scanning, "LONGEST_OBJECT", 10_000)
        monkeypatch.setattr(scanning, "CHUNK", 1000)
        rest = ",".join(topic(number) for number in range(2, 2000))
        objects, losses = read(f'[{{"id": "1:Topic:1", "title": "12" pizza"}}, {rest}]')
        assert ids(objects) == [str(number) for number in range(1, 2000)]
        assert len(losses) == 1


class TestMemory:
    def test_stays_bounded_however_long_the_file(self, tmp_path):
        (tmp_path / "ning-members.json").write_text("[]")
        with (tmp_path / "ning-discussions.json").open("w") as file:
            file.write("([")
            for number in range(4000):
                file.write(topic(number, comments=[comment(1, text="x" * 4000)]))
        tracemalloc.start()
        count = sum(1 for _ in Archive(tmp_path).objects("discussions"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 4000
        assert peak < 4_000_000  # of a file of 16 MB
