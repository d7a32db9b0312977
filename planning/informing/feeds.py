"""The changes as an Atom feed: what the letters tell, for whoever reads news by program."""

import re
import uuid
from collections.abc import Iterable

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language

from planning.informing.changes import SPACE, Change
from tenants.addresses import address_of
from tenants.models import Tenant

TYPE = "application/atom+xml; charset=utf-8"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def feed(found: Iterable[Change], *, title: str, about: str, page: str, own: str, site: Tenant) -> str:
    """`about` is what the feed is of, so that its id stays; `page` is where people read the same, `own` the feed."""
    written = Atom1Feed(
        title=_clean(title),
        link=address_of(site, page),
        description="",
        language=get_language() or site.language,
        author_name=_clean(site.name),
        feed_url=address_of(site, own),
        feed_guid=f"urn:uuid:{uuid.uuid5(SPACE, f'{site.key}:{about}')}",
    )
    for each in found:
        written.add_item(
            title=_clean(each.title),
            link=address_of(site, each.path),
            description=str(linebreaks(_clean(each.text), autoescape=True)),
            unique_id=f"urn:uuid:{each.id}",
            pubdate=each.at,
            updateddate=max(each.at, each.changed_at),
        )
    return str(written.writeString("utf-8"))


def _clean(text: str) -> str:
    """Without signs that no XML may hold."""
    return NOT_XML.sub("", text)
