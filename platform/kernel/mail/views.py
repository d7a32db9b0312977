"""The demonstration's letter box: what would have been sent. It exists nowhere else."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.mail.models import OutgoingMail
from kernel.mail.recording import recent


class _Demonstration(Permitted, View):
    """A page of the demonstration only: real letters hold people's names and links to their accounts."""

    permission = PUBLIC

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        if not settings.OPORA_DEMONSTRATION:
            raise Http404


class Kept(_Demonstration):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "mail/kept.html", {"letters": recent(100)})


class Letter(_Demonstration):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return render(request, "mail/letter.html", {"letter": get_object_or_404(OutgoingMail, pk=pk)})
