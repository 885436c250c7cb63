"""One encoding, whatever a request says."""

from io import BytesIO

import pytest

from harringay.utf8 import Utf8Request

CHARSETS = ["hex", "rot13", "utf-7", "undefined", "latin-1", "no-such-charset"]
FORM = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nCaf\xc3\xa9\r\n--x--\r\n'


class TestUtf8Request:
    @pytest.mark.parametrize("charset", CHARSETS)
    def test_reads_an_address_as_ours(self, rf, charset):
        environ = rf.get("/search?q=Caf%C3%A9&tag=+2AA-").environ
        request = Utf8Request(environ | {"CONTENT_TYPE": f"text/plain; charset={charset}"})
        assert request.GET.dict() == {"q": "Café", "tag": " 2AA-"}

    @pytest.mark.parametrize("charset", CHARSETS)
    def test_reads_a_form_as_ours(self, rf, charset):
        sent = {
            "CONTENT_TYPE": f"multipart/form-data; boundary=x; charset={charset}",
            "CONTENT_LENGTH": str(len(FORM)),
            "wsgi.input": BytesIO(FORM),
        }
        assert Utf8Request(rf.post("/").environ | sent).POST["body"] == "Café"

    def test_is_what_the_server_is_given(self):
        from harringay.wsgi import site  # noqa: PLC0415  it starts what writes views down

        assert site.request_class is Utf8Request
