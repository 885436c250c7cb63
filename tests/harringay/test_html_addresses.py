import pytest

from harringay.html import addresses


class TestSafe:
    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/a?b=c#d",
            "HTTP://EXAMPLE.ORG",
            "mailto:asha@example.org?subject=Foxes",
            "/forum/topics/foxes?page=2#reply-7",
            "/forum/topics/844301:Topic:61811",
            "https://[2001:db8::1]:8000/",
            "https://example.org/Ладдер",
        ],
    )
    def test_lets_through_what_leads_to_the_web_to_mail_or_to_us(self, address):
        assert addresses.safe(address) == address

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:123",
            "\x01javascript:alert(1)",
            "java\nscript:alert(1)",
            "javascript\u200b:alert(1)",
            "data:text/html,x",
            "vbscript:99",
            "blob:1",
            "file:///etc/passwd",
            "tel:123",
            "//evil.example",
            "/\t/evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:///evil.example",
            "https:/\\evil.example",
            "http://",
            "http://[::1",
            "foxes.html",
            "#reply-7",
            "?page=2",
            "/a\x00b",
            "mailto:",
        ],
    )
    def test_refuses_what_leads_anywhere_else(self, address):
        assert addresses.safe(address) is None

    def test_reads_an_address_as_a_browser_does(self):
        assert addresses.safe(" htt\tps://example.org/a b\n") == "https://example.org/a%20b"
        assert addresses.safe('/"><script>') == "/%22%3E%3Cscript%3E"


class TestIsOurPicture:
    def test_knows_ours_by_its_key(self):
        assert addresses.is_our_picture("/media/pictures/aZ09_-aZ09_-aZ09_-aZ09/640.webp")

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/media/pictures/aZ09_-aZ09_-aZ09_-aZ09/640.webp",
            "/media/pictures/short/640.webp",
            "/media/pictures/aZ09_-aZ09_-aZ09_-aZ09/６.webp",
            "/media/pictures/aZ09_-aZ09_-aZ09_-aZ09/640.webp\n",
            "/media/pictures/aZ09_-aZ09_-aZ09_-aZ09/640.webp?x",
            "/media/avatars/aZ09_-aZ09_-aZ09_-aZ09/640.webp",
        ],
    )
    def test_takes_nothing_else_for_ours(self, address):
        assert not addresses.is_our_picture(address)
