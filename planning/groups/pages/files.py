"""The list of members as a table (XLSX) and as a document (PDF, DOCX): of one group or of all that work."""

import uuid
from functools import partial
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from kernel import exports
from kernel.access import Permitted, allowed
from kernel.clock import now, today
from planning.groups import documents, queries
from planning.groups.models import Group
from planning.groups.pages.work import WRITES
from planning.groups.queries import GroupAtWork
from planning.structure.pages.papers import printed
from ui.documents import TYPES


class MembersFile(Permitted, View):
    """Names stand there all, since it is for those who work with the groups; contacts only for those who write."""

    permission = "planning.read_draft"

    def get(self, request: Any, ending: str, group: uuid.UUID | None = None) -> HttpResponseBase:
        if ending not in {*TYPES, "xlsx"}:
            raise Http404
        here = request.tenant
        with translation.override(here.language):
            groups = _groups(group, here.language)
            if ending == "xlsx":
                with_contact = allowed(WRITES, request)
                heads, rows = documents.heads(with_contact=with_contact), documents.rows
                title = _("List of members")
                return exports.answer(ending, heads, rows(groups, with_contact=with_contact), title=title)
            compose = partial(documents.members_document, groups, here, today(), now(), language=here.language)
            return printed(request, ending, compose, [each.group.plan for each in groups], saved=True)


def _groups(group: uuid.UUID | None, language: str) -> list[GroupAtWork]:
    """The one that was asked for, or all that work."""
    day = today()
    if group is None:
        return queries.groups_at_work(day, language)[0]
    found = queries.with_members(Group.objects.select_related("plan").filter(pk=group), day).first()
    if found is None:
        raise Http404(_("There is no such group."))
    return [queries.at_work(found, day, language)]
