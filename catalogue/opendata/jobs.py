"""The work of the open data that runs outside the request."""

from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job


@job("catalogue.make_list", title=_("Preparing a file"), retries=2)
def make_list(progress: Progress, *, file_id: str) -> None:
    """Write one long list into its file; begins again if its worker died."""
    from catalogue.models import ListFile
    from catalogue.opendata.keeping import make_file

    make_file(ListFile.objects.get(pk=file_id), progress=progress, at=now())
