"""How hard a text is to read: the Flesch-Kincaid grade, the years of school that it asks."""

import re
from html import unescape

_VOWELS = re.compile(r"[aeiouy]+")


def grade_of(text: str) -> float:
    """0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975)."""
    sentences = [part for part in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"\w", part)]
    words = re.findall(r"[a-z]+(?:[’'-][a-z]+)*", text.casefold())
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """Runs of vowels, but for an e at the end that is not said."""
    count = len(_VOWELS.findall(word))
    is_silent = word.endswith(("e", "es", "ed")) and not word.endswith(("le", "ted", "ded", "ses"))
    return max(count - is_silent, 1)


def main_text_of(page: str) -> str:
    """What stands in a page’s main part, each element of it a sentence of its own."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(textarea|select)\b.*?</\1>", "", main, flags=re.DOTALL)
    main = re.sub(r"</(?:p|li|h\d|label|dt|dd|button)>", ". ", main)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", main)))
