from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Name, label, address, on which site, for whom (nobody in particular: everybody), where in the order.
MENU: list[tuple[str, Any, str, str, str | None, int]] = [
    ("booklets", _("Booklets"), "booklet:booklets", "both", None, 35),
    ("catalogue-review", _("Requests and mistakes"), "catalogue:review", "region", "catalogue.review_changes", 81),
    ("catalogue-cases", _("Conflicts with registers"), "catalogue:cases", "region", "catalogue.review_changes", 81),
    (
        "catalogue-duplicates",
        _("Likely duplicates"),
        "catalogue:duplicates",
        "region",
        "catalogue.merge_duplicates",
        82,
    ),
    ("catalogue-campaigns", _("Campaigns"), "catalogue:campaigns", "region", "catalogue.run_campaign", 82),
    ("catalogue-quality", _("Quality of entries"), "quality:report", "both", "catalogue.see_quality", 83),
    (
        "catalogue-requests",
        _("Requests of providers"),
        "catalogue:requests",
        "region",
        "catalogue.answer_editor_requests",
        83,
    ),
    ("catalogue-network", _("Network of services"), "network:list", "both", "catalogue.see_network", 84),
    ("catalogue-numbers", _("Numbers by year"), "numbers:year", "region", "catalogue.collect_numbers", 84),
    (
        "catalogue-overlays",
        _("What we say of services"),
        "overlays:list",
        "municipality",
        "catalogue.write_overlay",
        84,
    ),
    ("catalogue-mine", _("My providers"), "catalogue:mine", "region", "catalogue.see_own_providers", 84),
    ("catalogue-my-requests", _("What I asked for"), "catalogue:my_requests", "both", "catalogue.propose", 85),
    ("catalogue-waiting", _("Services to publish"), "catalogue:waiting", "region", "catalogue.publish_service", 85),
    (
        "catalogue-activity",
        _("Add an activity"),
        "catalogue:add_activity",
        "both",
        "catalogue.add_related_activity",
        86,
    ),
]


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("catalogue of social services")

    def ready(self) -> None:
        from catalogue import subscribers  # noqa: F401 - enrols them
        from catalogue.booklet import jobs as jobs_of_booklets  # noqa: F401 - declares a kind of job
        from catalogue.desk import jobs  # noqa: F401 - declares the kinds of job
        from catalogue.merging import jobs as _merging  # noqa: F401 - declares the kinds of job
        from catalogue.opendata import jobs as opendata_jobs  # noqa: F401 - declares a kind of job
        from ui import menu

        menu.place("open_data", "open_data:page")
        for name, label, url_name, site, permission, order in MENU:
            menu.register(name, label, url_name, site=site, permission=permission, order=order)
