"""Messages are read as far as they can be, and none of them breaks anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.answering import messages, reports, robots
from tests.notifications.mailing import MESSAGES, stored, written

pytestmark = pytest.mark.usefixtures("takes_mail")

STORED = sorted(path.stem for path in MESSAGES.glob("*.eml"))


class TestRead:
    def test_knows_a_message_by_its_id(self):
        assert messages.read(written()).id == "<1@mail.example.org>"

    def test_knows_a_message_without_an_id_by_what_it_says(self):
        one, same, other = (
            messages.read(written(words, message_id="")).id for words in ("Foxes", "Foxes", "Bins")
        )
        assert one == same
        assert one != other

    def test_knows_a_message_with_an_endless_id_by_what_it_says(self):
        raw = written(message_id=f"<{'1' * 300}@mail.example.org>")
        assert messages.read(raw).id.startswith("sha256:")

    @pytest.mark.parametrize(
        ("header", "sender"),
        [
            ("Asha <ASHA@example.org>", "asha@example.org"),
            ('"Ravindran, Asha" <asha@example.org>', "asha@example.org"),
            ("=?utf-8?q?Ash=C3=A1?= <asha@example.org>", "asha@example.org"),
            ("asha@example.org, ben@example.org", ""),
            ("Asha", ""),
            ("(" * 5000, ""),
        ],
    )
    def test_knows_the_one_sender_that_it_names(self, header, sender):
        assert messages.read(written(sender=header)).sender == sender

    def test_refuses_what_is_too_big(self):
        with pytest.raises(messages.TooBig):
            messages.read(b"x" * (messages.MOST_BYTES + 1))

    def test_takes_what_is_just_not_too_big(self):
        raw = stored("photo-between")
        end = raw.rindex(b"--=_photo--")
        photo = b"\n--=_photo\nContent-Type: image/jpeg\n\n"
        raw = raw[:end] + photo + b"x" * (messages.MOST_BYTES - len(raw) - 100) + b"\n--=_photo--\n"
        read = messages.read(raw)
        assert read.text.startswith("Here they are:")
        assert read.left_out == 2

    @pytest.mark.parametrize("head", ["multipart/mixed; boundary=b\n\n--b", "message/rfc822\n"])
    def test_survives_parts_within_parts_without_end(self, head):
        raw = written(f"Content-Type: {head}\n" * 5000, content_type=head)
        assert messages.read(raw).sender == "asha@example.org"

    def test_says_to_whom_a_server_brought_it(self):
        raw = written(to="list@example.net", delivered_to="r+1@reply.harringay.example")
        assert messages.read(raw).addressees() == ["r+1@reply.harringay.example"]

    def test_says_to_whom_it_was_written_where_no_server_says(self):
        raw = written(to="Ben <r+1@reply.harringay.example>", cc="mo@example.org")
        assert messages.read(raw).addressees() == ["r+1@reply.harringay.example", "mo@example.org"]


def ask_everything(raw):
    message = messages.read(raw)
    message.addressees()
    robots.why_automatic(message)
    reports.report_in(message)
    assert "\x00" not in message.text + message.id + message.sender + message.subject


class TestAnything:
    @given(st.binary(max_size=2000))
    def test_can_be_read(self, raw):
        ask_everything(raw)

    @given(st.sampled_from(STORED), st.data())
    def test_that_was_damaged_on_the_way_can_be_read(self, name, data):
        raw = bytearray(stored(name))
        for _ in range(data.draw(st.integers(1, 20))):
            at = data.draw(st.integers(0, len(raw) - 1))
            raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
            if not raw:
                break
        ask_everything(bytes(raw))

    @given(
        st.sampled_from(["From", "Subject", "Message-ID", "Content-Type", "To", "Return-Path"]),
        st.text(max_size=200),
    )
    def test_may_stand_in_a_header(self, name, value):
        ask_everything(f"{name}: {value}\n\nWords".encode(errors="surrogatepass"))
