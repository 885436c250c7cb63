import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay.sealing import MARK, PIECE, CannotOpen, Opener, Sealer, open_text, seal_text

KEY = "what the owner keeps in a drawer"
START = len(MARK) + 16


def sealed(data: bytes, *, at_once: int = 1000) -> bytes:
    file = io.BytesIO()
    with Sealer(file, KEY) as sealer:
        for start in range(0, len(data), at_once):
            sealer.write(data[start : start + at_once])
    return file.getvalue()


def opened(data: bytes, key: str = KEY) -> bytes:
    return io.BufferedReader(Opener(io.BytesIO(data), key)).read()


class TestSealer:
    @pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200_000])
    def test_loses_nothing(self, size):
        data = bytes(number % 251 for number in range(size))

        assert opened(sealed(data)) == data

    @given(data=st.binary(max_size=500), at_once=st.integers(1, 90))
    def test_takes_pieces_of_any_size(self, data, at_once):
        assert opened(sealed(data, at_once=at_once)) == data

    def test_shows_nothing_of_what_it_holds(self):
        assert b"Wightman Road" not in sealed(b"Foxes on Wightman Road" * 1000)

    def test_never_seals_alike(self):
        assert sealed(b"Foxes") != sealed(b"Foxes")


class TestOpener:
    WHOLE = sealed(bytes(3 * PIECE))

    def test_needs_the_same_key(self):
        with pytest.raises(CannotOpen):
            opened(self.WHOLE, "another")

    @pytest.mark.parametrize(
        "size", [0, 10, START, START + 1, START + PIECE + 16, START + 2 * (PIECE + 16), -1]
    )
    def test_notices_what_was_cut_off(self, size):
        with pytest.raises(CannotOpen):
            opened(self.WHOLE[:size])

    @pytest.mark.parametrize("at", [0, len(MARK), START, START + PIECE + 20, -1])
    def test_notices_a_changed_byte(self, at):
        changed = bytearray(self.WHOLE)
        changed[at] ^= 1

        with pytest.raises(CannotOpen):
            opened(bytes(changed))

    def test_notices_pieces_in_another_order(self):
        start, piece = self.WHOLE[:START], PIECE + 16
        first, second = self.WHOLE[START:][:piece], self.WHOLE[START:][piece : 2 * piece]

        with pytest.raises(CannotOpen):
            opened(start + second + first + self.WHOLE[START + 2 * piece :])

    def test_notices_what_was_added(self):
        with pytest.raises(CannotOpen):
            opened(self.WHOLE + b"more")


class TestShortTexts:
    def test_only_the_holder_of_the_key_reads_them(self):
        sealed = seal_text("12 Wightman Road, déjà vu", "a key")

        assert "Wightman" not in sealed
        assert open_text(sealed, "a key") == "12 Wightman Road, déjà vu"
        with pytest.raises(CannotOpen):
            open_text(sealed, "another")

    def test_what_was_changed_does_not_open(self):
        with pytest.raises(CannotOpen):
            open_text("no such thing", "a key")
