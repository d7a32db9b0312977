from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("community plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning import menu
        from planning.delivery import jobs as jobs_of_years  # noqa: F401 - declares the kinds of job
        from planning.events import posting  # noqa: F401 - declares kinds of job
        from planning.groups.queries import labelled_groups, named_groups
        from planning.informing.finding import NOTICES
        from planning.knowing.printing import printed_chapters
        from planning.knowing.publishing import accepted_chapters, needs_by_measure
        from planning.meetings.finding import MEETINGS
        from planning.structure import print_job  # noqa: F401 - declares a kind of job
        from planning.structure.finding import also_find
        from planning.structure.guarantors import name_groups
        from planning.structure.printing import also_print
        from planning.structure.publishing import also_publish, also_publish_of_plan
        from planning.structure.workbook import jobs as jobs_of_files  # noqa: F401 - declares a kind of job

        also_publish("needs", needs_by_measure)
        also_publish_of_plan("chapters", accepted_chapters)
        also_print(printed_chapters)
        name_groups(named_groups, labelled_groups)
        also_find("MEETING", MEETINGS)
        also_find("NOTICE", NOTICES)
        menu.hang()
