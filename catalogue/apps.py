from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("catalogue of social services")

    def ready(self) -> None:
        from catalogue import subscribers  # noqa: F401 - enrols them
        from catalogue.booklet import jobs as jobs_of_booklets  # noqa: F401 - declares a kind of job
        from catalogue.desk import jobs  # noqa: F401 - declares the kinds of job
        from catalogue.merging import jobs as _merging  # noqa: F401 - declares the kinds of job
        from catalogue.opendata import jobs as opendata_jobs  # noqa: F401
        from ui import menu

        menu.place("open_data", "open_data:page")
        menu.register(
            "catalogue-review",
            _("Requests and mistakes"),
            "catalogue:review",
            site="region",
            permission="catalogue.review_changes",
            order=81,
        )
        menu.register(
            "catalogue-cases",
            _("Conflicts with registers"),
            "catalogue:cases",
            site="region",
            permission="catalogue.review_changes",
            order=81,
        )
        menu.register(
            "catalogue-duplicates",
            _("Likely duplicates"),
            "catalogue:duplicates",
            site="region",
            permission="catalogue.merge_duplicates",
            order=82,
        )
        menu.register(
            "catalogue-my-requests",
            _("What I asked for"),
            "catalogue:my_requests",
            permission="catalogue.propose",
            order=85,
        )
        menu.register("booklets", _("Booklets"), "booklet:booklets", order=35)
        menu.register(
            "catalogue-quality", _("Quality of entries"), "quality:report", permission="catalogue.see_quality", order=83
        )
        menu.register(
            "catalogue-network", _("Network of services"), "network:list", permission="catalogue.see_network", order=84
        )
        menu.register(
            "catalogue-numbers",
            _("Numbers by year"),
            "numbers:year",
            site="region",
            permission="catalogue.collect_numbers",
            order=84,
        )
        menu.register(
            "catalogue-overlays",
            _("What we say of services"),
            "overlays:list",
            site="municipality",
            permission="catalogue.write_overlay",
            order=84,
        )
        menu.register(
            "catalogue-mine",
            _("My providers"),
            "catalogue:mine",
            site="region",
            permission="catalogue.see_own_providers",
            order=84,
        )
        menu.register(
            "catalogue-waiting",
            _("Services to publish"),
            "catalogue:waiting",
            site="region",
            permission="catalogue.publish_service",
            order=85,
        )
        menu.register(
            "catalogue-activity",
            _("Add an activity"),
            "catalogue:add_activity",
            permission="catalogue.add_related_activity",
            order=86,
        )
        menu.register(
            "catalogue-campaigns",
            _("Campaigns"),
            "catalogue:campaigns",
            site="region",
            permission="catalogue.run_campaign",
            order=82,
        )
        menu.register(
            "catalogue-requests",
            _("Requests of providers"),
            "catalogue:requests",
            site="region",
            permission="catalogue.answer_editor_requests",
            order=83,
        )
