"""Text as people type it: one folding for the whole house."""

import unicodedata
import uuid
from functools import lru_cache

# Letters that carry no separable mark, so that decomposition alone leaves them as they are.
_WITHOUT_MARK = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


@lru_cache(maxsize=16_384)  # a register says the same few thousand words over and over
def fold(text: str) -> str:
    """Lower case without diacritics: „Čaňa“ and „cana“ are the same word to a reader in a hurry."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).lower().translate(_WITHOUT_MARK)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def uuid_or_none(text: str) -> uuid.UUID | None:
    """The id that a request names; what is none is nobody's."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
