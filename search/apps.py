from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("search")

    def ready(self) -> None:
        from catalogue.opendata import lists
        from kernel import health
        from planning.figures import offer
        from search import subscribers  # noqa: F401 - enrols them
        from search.desk.offering import UNMET
        from search.downloading import FOUND
        from search.health import check
        from ui import menu

        # A new installation has nothing to find yet and must still be reached by those who fill it.
        health.register("search", check, required=settings.OPORA_DEMONSTRATION)
        lists.register(FOUND)
        offer(UNMET)
        menu.place("search", "search:page")
        menu.place("home", "home")
        menu.register("search", _("Find a service"), "search:page", order=10)
        for name, label, url_name, permission in (
            ("search-words", _("Everyday words"), "search_desk:words", "search.keep_words"),
            ("search-situations", _("Life situations"), "search_desk:situations", "search.keep_words"),
            ("search-unmet", _("Unmet needs"), "search_desk:unmet", "search.see_unmet_needs"),
            ("search-lines", _("Crisis lines"), "search_desk:lines", "search.confirm_lines"),
        ):
            menu.register(name, label, url_name, site="region", permission=permission, order=87)
