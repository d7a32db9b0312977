"""A page whose form anybody may send. A trap, a stamp of time and limits keep machines out; people notice none."""

from typing import Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from kernel.access import PUBLIC, Permitted
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.structure.open_forms import OpenForm


@method_decorator(never_cache, name="dispatch")
class OpenPage(Permitted, View):
    """Its room says what is shown, how often it may be sent, what is done with what was sent, and thanks."""

    permission = PUBLIC
    too_many: Any = ""
    request: Any
    status_of_haste = 422

    def receive(self, form: OpenForm) -> HttpResponse:
        """What was sent, on its way through the guards."""
        if form.is_machine:
            return self.thanked()  # it may believe that it was heard
        if not form.is_valid():
            return self.shown(form)
        if form.is_too_quick:
            form.add_error(None, _("Please wait a few seconds and send it again. Nothing of what you wrote is lost."))
            return self.shown(form, self.status_of_haste)
        if not self.may_send(form):
            form.add_error(None, self.too_many)
            return self.shown(form, 429)
        try:
            return self.keep(form)
        except DomainError as refusal:
            return self.refused(form, refusal)

    def shown(self, form: Any, status: int = 0) -> HttpResponse:
        raise NotImplementedError

    def may_send(self, form: Any) -> bool:
        """Take a turn."""
        raise NotImplementedError

    def keep(self, form: Any) -> HttpResponse:
        """Do what the form is for, and answer."""
        raise NotImplementedError

    def refused(self, form: Any, refusal: DomainError) -> HttpResponse:
        add_to_form(form, refusal)
        return self.shown(form)

    def thanked(self) -> HttpResponse:
        raise NotImplementedError
