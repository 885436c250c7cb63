import pytest


class TestUnaskable:
    @pytest.mark.parametrize("path", ["forum/topics/", "profile/", "page/", "media/avatars/", ""])
    def test_is_no_page(self, client, db, path):
        response = client.get(f"/{path}a%00b")
        assert response.status_code == 404
        assert "nothing at this address" in response.text
