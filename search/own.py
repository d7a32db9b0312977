"""The region's own everyday words as every search asks them: read anew within seconds of a change, in each process."""

from django.core.cache import caches

from search.models import OwnPhrase
from search.speaking import language
from search.words import OwnWords

KEPT_FOR = 5
KEY = "search.own_words"


def own_words() -> OwnWords:
    found: OwnWords | None = caches["names"].get(KEY)
    if found is None:
        found = read_own_words()
        caches["names"].set(KEY, found, KEPT_FOR)
    return found


def read_own_words() -> OwnWords:
    """As they stand in the database now."""
    spoken = language()
    rows = OwnPhrase.objects.filter(language=spoken) if spoken else OwnPhrase.objects.all()
    found = list(rows.order_by("language", "key").values_list("phrase", "kinds", "changed_at"))
    said = tuple((phrase, tuple(kinds)) for phrase, kinds, _at in found)
    return OwnWords(f"{spoken}-{len(found)}-{max((at for *_said, at in found), default='')}", said)


def forget() -> None:
    """So that this process knows of a change at once."""
    caches["names"].delete(KEY)
