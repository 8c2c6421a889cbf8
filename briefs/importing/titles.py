"""The shape of titles and headings."""

from briefs.sentences import OPENERS, Sentences, first_letter, is_closed

_LONGEST = 120
_MOST_WORDS = 14
_MOST_WORDS_IN_TITLE_CASE = 12
_MOST_WORDS_OF_A_QUESTION = 10
_BULLETS = ("• ", "- ", "* ", "– ", "‣ ", "· ", "— ")


def is_title_case(text: str) -> bool:
    """Whether ``text`` is short and its longer words mostly begin with a capital letter."""
    words = [word.lstrip(OPENERS) for word in text.split()]
    long_words = [word for word in words if len(word) > 3]
    capital = [word for word in long_words if not word[0].islower()]
    return len(words) <= _MOST_WORDS_IN_TITLE_CASE and 2 * len(capital) > len(long_words)


def is_headline(text: str) -> bool:
    """Whether a line standing alone reads as a heading: one short line that is no statement."""
    words = text.split()
    if len(text) > _LONGEST or len(words) > _MOST_WORDS or text.startswith(_BULLETS):
        return False
    first = first_letter(text)
    if not first.isalnum() or first.islower() or len(Sentences(text).starts) > 1:
        return False
    if text.endswith("?"):
        return len(words) <= _MOST_WORDS_OF_A_QUESTION or is_title_case(text)
    if text.endswith("!"):
        return is_title_case(text)
    return not is_closed(text) and not text.endswith((",", ";"))
