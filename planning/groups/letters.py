"""Letters to those who asked to join a group, in the language of the municipality."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.mail import send
from planning.groups.models import Application
from tenants.addresses import URLS, address_of
from tenants.queries import here

KIND = "planning.application"
State = Application.State


def write_answer(application: Application) -> None:
    """Welcome whoever was taken in, or say why not. Nothing is written where there is no e-mail or nothing to say."""
    if not application.email or application.state == State.WAITING:
        return
    tenant = here()
    with translation.override(tenant.language):
        facts = {
            "application": application,
            "group": application.group,
            "member": application.member,
            "tenant": tenant,
            "address": address_of(tenant, _page(application)),
        }
        is_taken = application.state == State.TAKEN
        words = _("Welcome to the group: %(group)s") if is_taken else _("Your application to the group: %(group)s")
        template = "planning/mail/welcome.txt" if is_taken else "planning/mail/declined.txt"
        subject = " ".join((words % {"group": application.group.name}).split())[:380]
        send(application.email, subject, render_to_string(template, facts), kind=KIND)


def _page(application: Application) -> str:
    return reverse("planning:public_group", args=[application.group_id], urlconf=URLS)
