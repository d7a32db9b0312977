"""With which arguments each route is asked: ids of things that the sample world holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from support.harness.routes import NoSample, Route
from support.harness.world import World
from support.harness.world_surveys import answer_secret, text_key

from catalogue.opendata import vocabulary

Maker = Callable[[World, str], dict[str, Any]]

# What a parameter of this name means, wherever it stands.
BY_PARAMETER: dict[str, Callable[[World, str], Any]] = {
    "plan": lambda w, site: w.plan.id,
    "node": lambda w, site: w.measure.id,
    "joined": lambda w, site: w.joined.id,
    "paper": lambda w, site: w.paper.id,
    "part": lambda w, site: "costs",
    "row": lambda w, site: w.cost.pk,
    "group": lambda w, site: w.group.id,
    "member": lambda w, site: w.member.id,
    "person": lambda w, site: w.person.id,
    "application": lambda w, site: w.application.id,
    "need": lambda w, site: w.need.id,
    "swot": lambda w, site: w.swot.id,
    "statement": lambda w, site: w.statement.id,
    "link": lambda w, site: w.link.id,
    "chapter": lambda w, site: "PROVIDERS",
    "figure": lambda w, site: w.figure.id,
    "year": lambda w, site: w.year.pk,
    "item": lambda w, site: w.item.pk,
    "survey": lambda w, site: w.surveys.draft.pk,
    "question": lambda w, site: "Q1",
    "round": lambda w, site: w.round.pk,
    "report": lambda w, site: w.report.pk,
    "indicator": lambda w, site: w.indicator.pk,
    "meeting": lambda w, site: w.meetings.drafted.pk,
    "laid": lambda w, site: w.meetings.laid.pk,
    "guest": lambda w, site: w.meetings.guest.pk,
    "resolution": lambda w, site: w.meetings.resolution.pk,
    "task": lambda w, site: w.meetings.task.pk,
    "notice": lambda w, site: w.informing.notice.pk,
    "logged": lambda w, site: w.informing.logged.pk,
    "service": lambda w, site: w.service.pk,
    "provider": lambda w, site: w.provider.pk,
    "place": lambda w, site: w.place.pk,
    "numbers": lambda w, site: w.numbers.pk,
    "entry": lambda w, site: w.entries.get(site, w.entries["alfa"]).pk,
    "activity": lambda w, site: w.activity.pk,
    "campaign": lambda w, site: w.campaign.pk,
    "letter": lambda w, site: w.campaign_letter.pk,
    "offer": lambda w, site: w.offer.pk,
    "editorship": lambda w, site: w.editorship.pk,
    "change": lambda w, site: w.change.pk,
    "case": lambda w, site: w.case.pk,
    "pair": lambda w, site: w.pair.pk,
    "merge": lambda w, site: w.merge.pk,
    "key": lambda w, site: w.tenants["alfa"].key,
    "ending": lambda w, site: "csv",
    "code": lambda w, site: "cs",
}

# Where the name of the parameter says too little.
BY_ROUTE: dict[str, Maker] = {
    "planning:year_paper": lambda w, site: {"plan": w.plan.pk, "year": w.year.pk, "paper": "plan", "ending": "docx"},
    "planning:reports_by_link": lambda w, site: {"secret": w.reports_secret},
    "planning:report_by_link": lambda w, site: {"secret": w.reports_secret, "report": w.report.pk},
    "planning:public_year": lambda w, site: {"plan": w.plan.pk, "number": w.year.year},
    "planning:public_item": lambda w, site: {"plan": w.plan.pk, "number": w.year.year, "item": w.told_item.pk},
    "planning:public_round_paper": lambda w, site: {"number": w.year.year, **round_paper(w)},
    "planning:round_paper": lambda w, site: round_paper(w),
    "planning:round_groups_paper": lambda w, site: round_paper(w),
    "planning:round_group_paper": lambda w, site: {"group": w.group.pk, **round_paper(w)},
    "planning:item": lambda w, site: agenda_of(w),
    "planning:move_item": lambda w, site: agenda_of(w),
    "planning:remove_item": lambda w, site: agenda_of(w),
    "planning:add_agenda_paper": lambda w, site: agenda_of(w),
    "planning:resolve": lambda w, site: agenda_of(w),
    "planning:meeting_facts": lambda w, site: {"meeting": w.meetings.coming.pk},
    "planning:invite": lambda w, site: {"meeting": w.meetings.coming.pk},
    "planning:cancel_meeting": lambda w, site: {"meeting": w.meetings.coming.pk},
    "planning:letters": lambda w, site: {"meeting": w.meetings.drafted.pk, "ending": "pdf"},
    "planning:sheet": lambda w, site: {"meeting": w.meetings.drafted.pk, "ending": "docx"},
    "planning:minutes_paper": lambda w, site: {"meeting": w.meetings.drafted.pk, "ending": "docx"},
    "planning:public_meeting": lambda w, site: {"meeting": w.meetings.published.pk},
    "planning:public_minutes": lambda w, site: {"meeting": w.meetings.published.pk, "ending": "docx"},
    "planning:answer": lambda w, site: {"secret": invitation_secret(w, site, w.meetings.invited)},
    "planning:answer_paper": lambda w, site: {
        "secret": invitation_secret(w, site, w.meetings.invited),
        "laid": w.meetings.coming_laid.pk,
    },
    "planning:answer_minutes": lambda w, site: {
        "secret": invitation_secret(w, site, w.meetings.informed),
        "ending": "docx",
    },
    "planning:answer_calendar": lambda w, site: {"secret": invitation_secret(w, site, w.meetings.invited)},
    "planning:remove_notice": lambda w, site: {"notice": w.informing.draft.pk},
    "planning:follow_answer": lambda w, site: {"secret": w.informing.secret},
    "planning:letters_by_link": lambda w, site: {"secret": letters_secret(w, site)},
    "planning:stop_letters": lambda w, site: {"secret": letters_secret(w, site)},
    "planning:answer_survey": lambda w, site: {"survey": w.surveys.open.pk},
    "planning:survey_letters": lambda w, site: {"survey": w.surveys.each_once.pk},
    "planning:survey_sheets": lambda w, site: {"survey": w.surveys.open.pk},
    "planning:close_survey": lambda w, site: {"survey": w.surveys.open.pk},
    "planning:enter_sheet": lambda w, site: {"survey": w.surveys.open.pk},
    "planning:correct_sheet": lambda w, site: {"survey": w.surveys.open.pk},
    "planning:survey_results": lambda w, site: {"survey": w.surveys.closed.pk},
    "planning:survey_results_file": lambda w, site: {"survey": w.surveys.closed.pk},
    "planning:survey_texts": lambda w, site: {"survey": w.surveys.closed.pk},
    "planning:publish_results": lambda w, site: {"survey": w.surveys.closed.pk},
    "planning:public_results": lambda w, site: {"survey": w.surveys.published.pk},
    "planning:public_results_file": lambda w, site: {"survey": w.surveys.published.pk},
    "planning:public_results_paper": lambda w, site: {"survey": w.surveys.published.pk},
    "planning:withdraw_results": lambda w, site: {"survey": w.surveys.published.pk},
    "planning:survey_results_paper": lambda w, site: {"survey": w.surveys.closed.pk, "ending": "docx"},
    "planning:need_of_result": lambda w, site: {"survey": w.surveys.closed.pk, "question": "Q1"},
    "planning:result_into_chapter": lambda w, site: {"survey": w.surveys.closed.pk, "question": "Q1"},
    "planning:need_of_text": lambda w, site: {"survey": w.surveys.closed.pk, "text": text_key(w, site)},
    "planning:quote_text": lambda w, site: {"survey": w.surveys.closed.pk, "text": text_key(w, site)},
    "planning:remove_quote": lambda w, site: {"survey": w.surveys.closed.pk, "place": 0},
    "planning:survey_by_link": lambda w, site: {"secret": answer_secret(w, site)},
    "planning:public_chapter": lambda w, site: {"plan": w.plan.pk, "chapter": "NEEDS"},
    "planning:offered_figure": lambda w, site: {"plan": w.plan.pk, "chapter": "PROVIDERS", "source": "unmet-needs"},
    "planning:own_calendar": lambda w, site: {"secret": calendar_secret(w, site)},
    "planning:register": lambda w, site: {"meeting": w.events.event.pk},
    "planning:register_thanks": lambda w, site: {"meeting": w.events.event.pk},
    "planning:event_calendar": lambda w, site: {"meeting": w.events.event.pk},
    "planning:event_facts": lambda w, site: {"meeting": w.events.event.pk},
    "planning:add_block": lambda w, site: {"meeting": w.events.event.pk},
    "planning:registration": lambda w, site: {"meeting": w.events.event.pk},
    "planning:close_registration": lambda w, site: {"meeting": w.events.event.pk},
    "planning:registered": lambda w, site: {"meeting": w.events.event.pk},
    "planning:enter_registered": lambda w, site: {"meeting": w.events.event.pk},
    "planning:event_needs": lambda w, site: {"meeting": w.events.event.pk},
    "planning:door": lambda w, site: {"meeting": w.events.event.pk},
    "planning:walk_in": lambda w, site: {"meeting": w.events.event.pk},
    "planning:event_after": lambda w, site: {"meeting": w.events.event.pk},
    "planning:thank": lambda w, site: {"meeting": w.events.event.pk},
    "planning:registered_person": lambda w, site: {"meeting": w.events.event.pk, "participant": w.events.registered.pk},
    "planning:take_off_registered": lambda w, site: {
        "meeting": w.events.event.pk,
        "participant": w.events.registered.pk,
    },
    "planning:called_registered": lambda w, site: {"meeting": w.events.event.pk, "participant": w.events.registered.pk},
    "planning:registered_file": lambda w, site: {"meeting": w.events.event.pk, "ending": "xlsx"},
    "planning:badges": lambda w, site: {"meeting": w.events.event.pk, "ending": "docx"},
    "planning:certificates": lambda w, site: {"meeting": w.events.event.pk, "ending": "docx"},
    "planning:certificate_list": lambda w, site: {"meeting": w.events.event.pk, "ending": "docx"},
    "planning:event_report": lambda w, site: {"meeting": w.events.event.pk, "ending": "docx"},
    "planning:block": lambda w, site: {"meeting": w.events.event.pk, "item": w.events.block.pk},
    "planning:public_paper": lambda w, site: {"meeting": w.events.event.pk, "laid": w.events.laid.pk},
    "planning:own_registration": lambda w, site: {"secret": registration_secret(w, site, w.events.registered)},
    "planning:own_certificate": lambda w, site: {
        "secret": registration_secret(w, site, w.events.came),
        "ending": "docx",
    },
    "planning:invitation_paper": lambda w, site: {"meeting": w.meetings.drafted.pk, "ending": "docx"},
    "planning:tasks_file": lambda w, site: {"ending": "docx"},
    "jobs:progress": lambda w, site: {"pk": w.jobs[site].pk},
    "jobs:cancel": lambda w, site: {"pk": w.jobs[site].pk},
    "numbers:by_link": lambda w, site: {"secret": w.numbers_secret},
    "mail:letter": lambda w, site: {"pk": w.letter.pk},
    "planning:reopen_chapter": lambda w, site: {"plan": w.plan.id, "chapter": "NEEDS"},
    "imports:run": lambda w, site: {"pk": w.run.pk},
    "imports:same": lambda w, site: {"pk": w.run.pk},
    "imports:compare": lambda w, site: {"pk": w.run.pk},
    "imports:accept": lambda w, site: {"pk": w.run.pk},
    "imports:discard": lambda w, site: {"pk": w.run.pk},
    "imports:choose": lambda w, site: {"pk": w.run.pk},
    "imports:ask_second": lambda w, site: {"pk": w.run.pk},
    "imports:agree": lambda w, site: {"pk": w.run.pk},
    "imports:refuse": lambda w, site: {"pk": w.run.pk},
    "imports:withdraw": lambda w, site: {"pk": w.run.pk},
    "imports:undo": lambda w, site: {"pk": w.run.pk},
    "imports:limits": lambda w, site: {"source": "bbsk"},
    "imports:schedule": lambda w, site: {"pk": w.schedule.pk},
    "imports:fetch": lambda w, site: {"pk": w.schedule.pk},
    "imports:switch": lambda w, site: {"pk": w.schedule.pk},
    "imports:remove": lambda w, site: {"pk": w.schedule.pk},
    "imports:question": lambda w, site: {"pk": w.question.pk},
    "imports:take_answer_back": lambda w, site: {"pk": w.question.pk},
    "imports:rejected": lambda w, site: {"pk": w.run.pk, "ending": "csv"},
    "imports:mapping_table": lambda w, site: {"pk": w.mapping_draft.pk},
    "imports:mapping_columns": lambda w, site: {"pk": w.mapping_draft.pk},
    "imports:mapping_words": lambda w, site: {"pk": w.mapping_draft.pk},
    "imports:mapping_preview": lambda w, site: {"pk": w.mapping_draft.pk},
    "imports:mapping_discard": lambda w, site: {"pk": w.mapping_draft.pk},
    "imports:mapping_of_run": lambda w, site: {"run": w.run.pk},
    "imports:mapping": lambda w, site: {"slug": w.mapping.slug},
    "imports:mapping_retire": lambda w, site: {"slug": w.mapping.slug},
    "tenants:invitation": lambda w, site: {"secret": w.secret},
    "tenants:end_role": lambda w, site: {"pk": w.memberships[site].pk},
    "tenants:withdraw": lambda w, site: {"pk": w.invitations[site].pk},
    "tenants:site_end_role": lambda w, site: {"key": w.tenants["alfa"].key, "pk": w.memberships["leader"].pk},
    "tenants:site_withdraw": lambda w, site: {"key": w.tenants["alfa"].key, "pk": w.invitations["leader"].pk},
    "catalogue:by_link": lambda w, site: {"secret": w.secrets["campaign"]},
    "catalogue:take_offer": lambda w, site: {"secret": w.secrets["editor"]},
    "catalogue:settle_mistake": lambda w, site: {"asked": w.told.pk},
    "catalogue:request": lambda w, site: {"asked": w.asking.pk},
    "planning:plan_changes": lambda w, site: {"plan": w.plan.id, "number": w.extension.number},
    "planning:bulk_undo": lambda w, site: {"plan": w.plan.id, "batch": w.batch},
    "planning:assessment": lambda w, site: assessed(w),
    "planning:assessment_paper": lambda w, site: {**assessed(w), "ending": "docx"},
    "planning:assessment_task": lambda w, site: {"plan": w.plan.id, "word": w.judged.pk},
    "planning:checklist_word": lambda w, site: {"plan": w.plan.id, "item": "VISION"},
    "planning:checklist_take_back": lambda w, site: {"plan": w.plan.id, "item": "VISION"},
    "planning:printed_plan": lambda w, site: {"plan": w.plan.id, "ending": "pdf"},
    "planning:printed_sheet": lambda w, site: {"plan": w.plan.id, "node": w.measure.id, "ending": "pdf"},
    "planning:drafted_sheet": lambda w, site: {"plan": w.plan.id, "node": w.measure.id, "ending": "docx"},
    "planning:brought": lambda w, site: {"plan": w.plan.id, "file": w.brought.pk},
    "planning:members_file": lambda w, site: {"group": w.group.pk, "ending": "docx"},
    "planning:all_members_file": lambda w, site: {"ending": "xlsx"},
    "booklet:booklet": lambda w, site: {"booklet": booklet().pk},
    "booklet:file": lambda w, site: {"booklet": booklet().pk},
    "booklet:service": lambda w, site: {"service": w.service.pk, "ending": "pdf"},
    "booklet:shortlist_document": lambda w, site: {"ending": "docx"},
    "open_data:description": lambda w, site: {"ending": "ttl"},
    "open_data:download": lambda w, site: {"name": "services", "ending": "csv"},
    "open_data:file": lambda w, site: {"file": list_file().pk},
    "hsds:unknown": lambda w, site: {"address": "nothing/here"},
    "hsds:patch": lambda w, site: {"schema": "service"},
    "hsds:schema": lambda w, site: {"schema": "service"},
    "hsds:place": lambda w, site: {"at": w.service.at_places.get().pk},
    "hsds:taxonomy": lambda w, site: {"taxonomy": vocabulary.taxonomies()[0].id},
    "hsds:term": lambda w, site: {"term": vocabulary.Speaker().form("OUTREACH").id},
    "search:situation": lambda w, site: {"slug": own_step()},
    "search_desk:steps": lambda w, site: {"slug": own_step()},
    "search_desk:take_words_back": lambda w, site: {"phrase": own_phrase().pk},
    "search_desk:unmet_file": lambda w, site: {"ending": "csv"},
    "account_reset_password_from_key": lambda w, site: {"uidb36": "0", "key": "set-password"},
    "mfa_remove_webauthn": lambda w, site: {"pk": 1},
    "mfa_edit_webauthn": lambda w, site: {"pk": 1},
}

QUERY: dict[str, Callable[[World, str], dict[str, str]]] = {
    "planning:poster": lambda w, site: {"of": f"meeting:{w.meetings.coming.pk}", "paper": "a4", "language": "sk"},
    "account_hand_over": lambda w, site: {"site": w.tenants["alfa"].key, "challenge": "0" * 64},
    "planning:join_service": lambda w, site: {"q": "opatrovanie"},
    "planning:add_member": lambda w, site: {"q": "anna"},
    "planning:survey_results": lambda w, site: {"by": "Q1"},
    "booklet:shortlist": lambda w, site: {"id": str(w.service.pk), "q": "opatrovanie"},
    "booklet:shortlist_document": lambda w, site: {"id": str(w.service.pk)},
}


def registration_secret(world: World, site: str, row: Any) -> str:
    """The link of somebody who registered for an event, as this site makes it."""
    from kernel.tenancy import entered
    from planning.events import links

    with entered(world.tenants[site].schema_key):
        return links.registration_secret(row)


def invitation_secret(world: World, site: str, row: Any) -> str:
    """The link in the letter of somebody who was invited, as this site makes it."""
    from kernel.tenancy import entered
    from planning.meetings import calendars

    with entered(world.tenants[site].schema_key):
        return calendars.answer_secret(row)


def calendar_secret(world: World, site: str) -> str:
    """The secret of a person's own calendar, as this site makes it."""
    from kernel.signing import sign
    from kernel.tenancy import entered
    from planning.meetings.calendars import CALENDAR

    with entered(world.tenants[site].schema_key):
        return sign([str(world.meetings.anna.pk), 1], CALENDAR)


def assessed(world: World) -> dict[str, Any]:
    """The assessment of the sample world."""
    return {"plan": world.plan.id, "code": "monitoring", "day": world.judged.on.isoformat()}


def letters_secret(world: World, site: str) -> str:
    """The way to the letters of somebody who follows, as this site makes it."""
    from kernel.signing import sign
    from kernel.tenancy import entered
    from planning.informing.telling import PURPOSE

    with entered(world.tenants[site].schema_key):
        return sign(str(world.informing.whose), PURPOSE)


def agenda_of(w: World) -> dict[str, Any]:
    """An item of the agenda with a paper laid before it."""
    return {"meeting": w.meetings.drafted.pk, "item": w.meetings.item.pk, "laid": w.meetings.laid.pk}


def booklet() -> Any:
    """A booklet that lies ready, with a file."""
    from django.core.files.base import ContentFile
    from support.world import FOUNDED

    from catalogue.models import Booklet

    choice = {"level": "REGION", "chapters": "KIND", "format": "pdf", "language": "sk", "fingerprint": "sample"}
    facts = {"services": 1, "size": 5, "sha256": "0" * 64, "asked_at": FOUNDED, "made_at": FOUNDED}
    found = Booklet.objects.filter(**choice).first()
    return found or Booklet.objects.create(**choice, **facts, file=ContentFile(b"%PDF-", name="sample.pdf"))


def own_phrase() -> Any:
    """An everyday phrase that the region said the meaning of."""
    from support.world import FOUNDED

    from search.models import OwnPhrase

    facts = {"phrase": "bublifuk", "kinds": ["SK448-40"], "changed_at": FOUNDED}
    return OwnPhrase.objects.get_or_create(language="sk", key="bublifuk", defaults=facts)[0]


def own_step() -> str:
    """The address of a situation that the region added a step to, in hostile words."""
    from support.harness import canary
    from support.world import FOUNDED

    from search.models import OwnStep

    facts = {"text_sk": canary.WHOLE, "source": canary.WHOLE, "said_on": FOUNDED.date(), "added_at": FOUNDED}
    OwnStep.objects.get_or_create(situation="SK-HOSPITAL", defaults=facts)
    return "hospital"


def list_file() -> Any:
    """A long list that somebody has asked for and that is not made yet."""
    from support.world import FOUNDED

    from catalogue.models import ListFile

    return ListFile.objects.get_or_create(list_name="services", ending="xlsx", defaults={"asked_at": FOUNDED})[0]


OWN_DEVICES = "speaks of the person's own devices or codes, and this person has none"


@dataclass(frozen=True)
class Peculiar:
    """A route that rightly answers otherwise than with a page."""

    why: str
    answers: frozenset[int] = field(default_factory=frozenset)
    leads_to_sign_in: bool = False


# By name, or by site and name.
PECULIAR: dict[str, Peculiar] = {
    "hsds:unknown": Peculiar("there is nothing", frozenset({404})),
    "account_hand_over": Peculiar("strangers sign in first, then they are handed over", leads_to_sign_in=True),
    "account_arrive": Peculiar("without a code nobody arrives", frozenset({400})),
    "account_login": Peculiar("on a municipality's site it leads to the region's sign-in", leads_to_sign_in=True),
    "account_confirm_login_code": Peculiar("nobody waits for a code", leads_to_sign_in=True),
    "account_email_verification_sent": Peculiar("nobody waits for a code", leads_to_sign_in=True),
    "mfa_authenticate": Peculiar("nobody has given a password yet", leads_to_sign_in=True),
    "mfa_login_webauthn": Peculiar("begins a passkey sign-in", leads_to_sign_in=True),
    "mfa_reauthenticate_webauthn": Peculiar(OWN_DEVICES, frozenset({404})),
    "mfa_remove_webauthn": Peculiar(OWN_DEVICES, frozenset({404})),
    "mfa_edit_webauthn": Peculiar(OWN_DEVICES, frozenset({404})),
    "mfa_deactivate_totp": Peculiar(OWN_DEVICES, frozenset({404})),
    "mfa_view_recovery_codes": Peculiar(OWN_DEVICES, frozenset({404})),
    "mfa_download_recovery_codes": Peculiar(OWN_DEVICES, frozenset({404})),
    "mfa_generate_recovery_codes": Peculiar(OWN_DEVICES, frozenset({404, 403})),
    "readyz": Peculiar("says so when a part is missing", frozenset({503})),
}
NORMAL = Peculiar("")


def round_paper(world: World) -> dict[str, Any]:
    return {"plan": world.plan.pk, "year": world.year.pk, "round": world.round.pk, "ending": "docx"}


def arguments(route: Route, world: World) -> dict[str, Any]:
    """Arguments of a thing that exists; raises NoSample for a route the harness does not know."""
    if made := BY_ROUTE.get(route.name):
        return {name: value for name, value in made(world, route.site).items() if name in route.parameters}
    unknown = [name for name in route.parameters if name not in BY_PARAMETER]
    if unknown:
        raise NoSample(
            f"{route} has parameters {unknown} that the harness cannot fill: "
            "add the route to BY_ROUTE in tests/support/harness/sampling.py."
        )
    return {name: BY_PARAMETER[name](world, route.site) for name in route.parameters}


def query(route: Route, world: World) -> dict[str, str]:
    made = QUERY.get(route.name)
    return made(world, route.site) if made else {}


def peculiar(route: Route) -> Peculiar:
    return PECULIAR.get(str(route)) or PECULIAR.get(route.name, NORMAL)
