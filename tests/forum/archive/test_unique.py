"""Names that must be unique."""

from forum.archive.unique import FreeNames


class TestFreeNames:
    def test_the_first_has_it_as_it_is(self):
        names = FreeNames(lambda _names: set())
        assert names.claim(["bins", "bins", "foxes", "bins"]) == [
            "bins",
            "bins-1",
            "foxes",
            "bins-2",
        ]

    def test_case_makes_no_difference(self):
        names = FreeNames(lambda _names: set())
        assert names.claim(["bins", "Bins"]) == ["bins", "Bins-1"]

    def test_what_is_taken_is_left(self):
        taken = {"bins", "bins-1"}
        names = FreeNames(lambda wanted: taken & set(wanted))
        assert names.claim(["bins"]) == ["bins-2"]

    def test_many_of_one_name_cost_few_questions(self):
        given: set[str] = set()
        asked: list[set[str]] = []

        def taken(wanted):
            asked.append(wanted)
            return given & set(wanted)

        names = FreeNames(taken)
        for _ in range(10):
            given.update(names.claim(["untitled"] * 100))
        assert len(given) == 1000
        assert len(asked) <= 30
