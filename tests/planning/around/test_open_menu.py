"""What everybody finds in the menu of a municipality: nothing that was hung there is cut off."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


def test_every_open_item_stands_in_the_menu(alfa: Any, browse: Any) -> None:
    page = browse(alfa).get("/")
    hrefs = [link.url for link in page.context["frame"].menu]
    assert hrefs == ["/search", "/meetings/", "/groups/", "/notices/", "/booklets/"]
