import pytest

from harringay import html

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def link(address):
    return f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>'


class TestVideosToLinks:
    @pytest.mark.parametrize(
        ("player", "address"),
        [
            ('<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0"></iframe>', YOUTUBE),
            ("<iframe src='https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'></iframe>", YOUTUBE),
            ('<EMBED SRC="http://www.youtube.com/v/dQw4w9WgXcQ&amp;hl=en"></EMBED>', YOUTUBE),
            (
                '<iframe src="//player.vimeo.com/video/76979871?x=1"></iframe>',
                "https://vimeo.com/76979871",
            ),
            (
                '<embed src="http://vimeo.com/moogaloop.swf?server=vimeo.com&amp;clip_id=1234">',
                "https://vimeo.com/1234",
            ),
        ],
    )
    def test_a_player_becomes_a_link(self, player, address):
        source = html.videos_to_links(f"<p>Look: {player}</p>")
        assert html.clean(source).replace(" </p>", "</p>") == f"<p>Look:  {link(address)}</p>"

    def test_an_old_player_becomes_one_link(self):
        film = "http://www.youtube.com/v/dQw4w9WgXcQ"
        source = (
            f'<object data="{film}"><param name="movie" value="{film}"></param>'
            f'<embed src="{film}"></embed></object>'
        )
        assert html.clean(html.videos_to_links(source)) == link(YOUTUBE)

    @pytest.mark.parametrize(
        "source",
        [
            '<iframe src="https://evil.example/?//youtube.example/embed/dQw4w9WgXcQ"></iframe>',
            '<iframe src="//www.youtube.com/embed/videoseries?list=PL1"></iframe>',
            "<p>https://www.youtube.com/watch?v=dQw4w9WgXcQ</p>",
        ],
    )
    def test_anything_else_is_left_to_clean(self, source):
        assert html.videos_to_links(source) == source
