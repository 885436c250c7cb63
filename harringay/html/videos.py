"""Players embedded in old posts become plain links: nothing of another site loads in ours."""

import re

_PLAYER = re.compile(r"<(?:iframe|embed|object|param)\b[^<>]*>", re.IGNORECASE)
_YOUTUBE = re.compile(
    r"//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:embed/|v/|watch\?v=)|youtu\.be/)"
    # An embedded playlist has this where others have an id of the same length.
    r"(?!videoseries)([\w-]{11})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_VIMEO = re.compile(
    r"//(?:www\.|player\.)?vimeo\.com/(?:video/|moogaloop\.swf\?(?:[^\"'<>]*?[;&])?clip_id=)?"
    r"([0-9]{1,12})",
    re.IGNORECASE,
)


def videos_to_links(source: str) -> str:
    """The source with each YouTube or Vimeo player as a link to its video; clean it afterwards."""
    last = ""

    def link(player: re.Match[str]) -> str:
        nonlocal last
        address = _video(player[0])
        # An old player names its film twice or three times: object, param and embed.
        if not address or address == last:
            return "" if address else player[0]
        last = address
        return f' <a href="{address}">{address}</a> '

    return _PLAYER.sub(link, source)


def _video(player: str) -> str:
    if found := _YOUTUBE.search(player):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := _VIMEO.search(player):
        return f"https://vimeo.com/{found[1]}"
    return ""
