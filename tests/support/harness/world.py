"""A sample of everything that routes speak of, made by the commands people use, with a mark in every text."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from support.harness.world_events import fill_events
from support.harness.world_groups import fill_groups
from support.harness.world_informing import fill_informing
from support.harness.world_meetings import fill_meetings
from support.harness.world_plans import fill_plans
from support.harness.world_surveys import fill_surveys
from support.world import FOUNDED, HOSTS, REGION_HOST


@dataclass
class World:
    """What the harness asks about. Sites are `region`, `alfa`, `beta`."""

    tenants: dict[str, Any] = field(default_factory=dict)
    provider: Any = None
    place: Any = None
    service: Any = None
    activity: Any = None
    numbers: Any = None
    numbers_secret: str = ""
    entries: dict[str, Any] = field(default_factory=dict)
    plan: Any = None
    draft: Any = None
    measure: Any = None
    joined: Any = None
    paper: Any = None
    group: Any = None
    member: Any = None
    person: Any = None
    application: Any = None
    need: Any = None
    swot: Any = None
    statement: Any = None
    link: Any = None
    figure: Any = None
    year: Any = None
    item: Any = None
    told_item: Any = None
    indicator: Any = None
    round: Any = None
    report: Any = None
    reports_secret: str = ""
    meetings: Any = None
    events: Any = None
    informing: Any = None
    surveys: Any = None
    run: Any = None
    schedule: Any = None
    mapping_draft: Any = None
    mapping: Any = None
    question: Any = None
    letter: Any = None
    secret: str = ""
    campaign: Any = None
    campaign_letter: Any = None
    told: Any = None
    offer: Any = None
    asking: Any = None
    editorship: Any = None
    change: Any = None
    case: Any = None
    extension: Any = None
    batch: Any = None
    judged: Any = None
    pair: Any = None
    merge: Any = None
    secrets: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, Any] = field(default_factory=dict)
    memberships: dict[str, Any] = field(default_factory=dict)
    invitations: dict[str, Any] = field(default_factory=dict)

    def host(self, site: str) -> str:
        return REGION_HOST if site == "region" else HOSTS[site]


def build_world(mark: str = "Ukážka", plans: bool = True) -> World:
    """The world, its plans in alfa. Stands in the public schema."""
    from tenants.context import in_tenant
    from tenants.models import Tenant

    world = World()
    world.tenants = {name: Tenant.objects.get(domains__domain=host) for name, host in HOSTS.items()}
    world.tenants["region"] = Tenant.objects.get(kind="REGION")
    fill_catalogue(world, mark)
    fill_networks(world, mark)
    ask_for_numbers(world)
    world.run = compared_run(world, mark)
    world.schedule = scheduled(mark)
    fill_mappings(world, mark)
    world.question = asked_of_the_steward(mark)
    for site in ("region", "alfa"):
        fill_people(world, site, mark)
    name_editor(world)
    fill_desk(world)
    fill_review(world, mark)
    if plans:
        with in_tenant(world.tenants["alfa"].key):
            fill_plans(world, mark)
            fill_groups(world, mark)
            fill_meetings(world, mark)
            fill_events(world, mark)
            fill_informing(world, mark)
            fill_surveys(world, mark)
    return world


def account(name: str, email: str) -> Any:
    from accounts.models import User

    return User.objects.create_user(email.lower(), "quiet river 42", name=name)


def fill_catalogue(world: World, mark: str) -> None:
    """One provider with one service at one place, and one related activity."""
    from catalogue.models import (
        Capacity,
        Place,
        Provider,
        Reach,
        RelatedActivity,
        Service,
        ServiceAtPlace,
        ServiceKind,
        TargetGroup,
    )

    times = {"created_at": FOUNDED, "changed_at": FOUNDED}
    group = TargetGroup.objects.filter(country="SK").order_by("code").first()
    world.provider = Provider.objects.create(
        country="SK", ico="00313271", name=f"{mark} poskytovateľ", legal_form=f"{mark} forma",
        phones=["+421905123456"], emails=["dom@example.org"], webs=["https://example.org/"], **times,
    )  # fmt: skip
    world.place = Place.objects.create(
        provider=world.provider, name=f"{mark} prevádzka", street=f"{mark} ulica", house_number="1", postcode="97401",
        municipality_id="508438", latitude=48.7, longitude=19.1,
    )  # fmt: skip
    world.service = Service.objects.create(
        provider=world.provider, kind=ServiceKind.objects.get(code="SK448-41"), register="bbsk", register_key="K-1",
        starts_on=date(2020, 1, 1), forms=["OUTREACH", "AMBULATORY"], name=f"{mark} opatrovanie",
        description=f"{mark} opatrovanie opis", for_whom=f"{mark} komu", how_to_apply=f"{mark} ako",
        target_note=f"{mark} poznámka", phones=["+421905123456"], emails=["dom@example.org"],
        webs=["https://example.org/"], prices=f"{mark} cena", waiting_time=f"{mark} čakanie",
        confirmed_by=f"{mark} kto", confirmed_on=date(2026, 1, 2), confirmed_how="SHEET", languages=["sk"],
        accessibility=[f"{mark} vstup"], **times,
    )  # fmt: skip
    world.service.target_groups.add(group)
    ServiceAtPlace.objects.create(service=world.service, place=world.place, starts_on=date(2020, 1, 1))
    Reach.objects.create(service=world.service, level="MUNICIPALITY", code="508438")
    Capacity.objects.create(service=world.service, form="OUTREACH", unit="CLIENTS", count=12)
    world.activity = RelatedActivity.objects.create(
        provider=world.provider, name=f"{mark} klub", description=f"{mark} klub opis", municipality_id="508438",
        street=f"{mark} ulica", phones=["+421905123456"], **times,
    )  # fmt: skip


def fill_networks(world: World, mark: str) -> None:
    """The service is in the network of the region and of alfa, and alfa has a word of its own on it."""
    from decimal import Decimal

    from catalogue.network.keeping import enter_network
    from catalogue.overlays.writing import write_overlay
    from kernel.tenancy import entered

    for site in ("region", "alfa"):
        own = mark if site == "alfa" else "Spoločné"
        with entered(world.tenants[site].schema_key):
            world.entries[site] = enter_network(
                world.service, unit="STAFF", amount=Decimal("3.5"), starts_on=date(2024, 1, 1), by=None, at=FOUNDED,
                resolution=f"{own} uznesenie", note=f"{own} sieť",
            )  # fmt: skip
    with entered(world.tenants["alfa"].key):
        facts = {"internal_note": f"{mark} interné", "contract_number": f"{mark} zmluva"}
        write_overlay(world.service, facts=facts, by=None, at=FOUNDED)


def ask_for_numbers(world: World) -> None:
    """The service is asked for its numbers of a year, also by a letter with a link."""
    from catalogue.network.asking import send_questionnaire
    from catalogue.network.collecting import open_questionnaires
    from kernel.clock import now, today
    from kernel.mail.models import OutgoingMail

    facts: dict[str, Any] = {"by": None, "at": now()}
    (world.numbers,) = open_questionnaires([world.service], year=2025, due_on=today(), currency="EUR", **facts)
    send_questionnaire(world.numbers, email="numbers@example.org", region=world.tenants["region"], **facts)
    letter = OutgoingMail.objects.get(to="numbers@example.org")
    found = re.search(r"/numbers/link/([\w-]+)/", letter.text)
    assert found, letter.text
    world.numbers_secret = found.group(1)


def compared_run(world: World, mark: str) -> Any:
    """A sheet that was brought in and compared: one row fits, one is rejected."""
    from django.core.files.base import ContentFile

    from imports.commands import read_and_compare, receive_file
    from imports.resources import SHEET_COLUMNS
    from kernel.jobs import Progress

    heads = {column.id: column.names[0] for column in SHEET_COLUMNS}
    text = f"{heads['register_key']};{heads['description']}\nK-1;{mark} nový opis\nnot-known;{mark} nikto\n"
    file = ContentFile(text.encode(), name="list.csv")
    run = receive_file(file, source="sheet", is_whole=False, name=f"{mark}.csv", by=None, at=FOUNDED)
    return read_and_compare(run, progress=Progress(), at=FOUNDED)


def asked_of_the_steward(mark: str) -> Any:
    """A code of a register that nobody has explained yet."""
    from imports.models import Question

    example = {"key": "1", "provider": f"{mark} poskytovateľ", "ico": "00320161", "town": "Očová"}
    return Question.objects.create(
        source="rpss-sk", subject="KIND", code="C0017", times=1, examples=[example],
        proposals=[{"answer": "SK448-38", "for_it": 1, "of": 1}], first_seen_at=FOUNDED, last_seen_at=FOUNDED,
    )  # fmt: skip


def scheduled(mark: str) -> Any:
    """A register that is fetched by itself, and the limits of its source."""
    from imports.models import Schedule, SourceSettings

    SourceSettings.objects.create(source="bbsk", changed_at=FOUNDED)
    facts = {"source": "bbsk", "folder": f"{mark}/vrstva.csv", "every": "DAY", "is_whole": False}
    return Schedule.objects.create(**facts, next_at=FOUNDED, made_at=FOUNDED)


def fill_mappings(world: World, mark: str) -> None:
    """A saved mapping of related activities, and one that is being built, as far as its preview."""
    from django.core.files.base import ContentFile

    from imports.mapping import building
    from imports.models import SavedMapping
    from imports.spreadsheets.spec import Rows

    text = f"Názov aktivity;Organizácia;Cieľová skupina\n{mark} klub;{mark} spolok;{mark} seniori\n"
    file = ContentFile(text.encode(), name="list.csv")
    draft = building.begin_draft(file, name=f"{mark}.csv", rows=Rows.ACTIVITIES, country="SK", by=None, at=FOUNDED)
    building.choose_table(draft, layout=draft.parsed.layout, at=FOUNDED)
    spec = draft.parsed
    building.choose_columns(draft, columns=dict(spec.columns), key=spec.key, constants={}, at=FOUNDED)
    words = {"target_groups": {f"{mark} seniori": "SK-SENIORS"}}
    world.mapping_draft = building.choose_words(draft, values=words, at=FOUNDED)
    world.mapping = SavedMapping.objects.create(
        slug="sample", name=f"{mark} tabuľka", country="SK", rows=draft.rows, spec=draft.spec, saved_at=FOUNDED
    )


def name_editor(world: World) -> None:
    """The provider's editor keeps the sample provider."""
    from catalogue.models import Editorship

    editor = world.memberships["region"].user
    world.editorship = Editorship.objects.create(
        provider=world.provider, account_id=editor.pk, starts_on=FOUNDED.date()
    )


def fill_desk(world: World) -> None:
    """A campaign whose letter has one open question and one told mistake; an offer, a request and a draft.

    They belong to the catalogue, which all towns share, so no town's mark stands in them.
    """
    from catalogue.desk import letting_in, sending
    from catalogue.models import Asked, Campaign, Draft, EditorOffer, Letter, Service
    from kernel.clock import now, today
    from kernel.mail.models import OutgoingMail

    moment = now()
    world.campaign = Campaign.objects.create(
        title="Ukážka kampaň", text_sk="Ukážka prosba", term_on=today() + timedelta(days=20), state="RUNNING",
        created_at=moment, started_at=moment,
    )  # fmt: skip
    world.campaign_letter = Letter.objects.create(
        campaign=world.campaign, provider=world.provider, email="dom@example.org", language="sk"
    )
    Asked.objects.create(letter=world.campaign_letter, service=world.service, district_name="Ukážka okres")
    ended = Service.objects.create(
        provider=world.provider, kind=world.service.kind, name="Ukážka skončená", is_published=False,
        created_at=FOUNDED, changed_at=FOUNDED,
    )  # fmt: skip
    world.told = Asked.objects.create(
        letter=world.campaign_letter,
        service=ended,
        answer="MISTAKE",
        way="LINK",
        answered_at=moment,
        told="Ukážka zle",
    )  # fmt: skip
    sending.write_letter(world.campaign_letter.pk, kind=sending.FIRST, at=moment)
    world.offer = letting_in.offer_editorship(
        world.provider, email="offered@example.org", is_manager=False, origin=EditorOffer.Origin.INVITED, by=None,
        at=moment,
    )  # fmt: skip
    world.asking = letting_in.ask_staff(
        world.provider, name="Ukážka žiadateľ", email="asking@example.org", phone="", note="Ukážka prečo",
        account=None, at=moment,
    )  # fmt: skip
    Draft.objects.create(
        service=world.service, account=world.memberships["region"].user, typed={"name": ["Ukážka koncept"]},
        kept_at=moment,
    )  # fmt: skip
    for name, to in (("campaign", "dom@example.org"), ("editor", "offered@example.org")):
        text = OutgoingMail.objects.filter(to=to).latest("created_at").text
        found = re.search(r"/providers/(?:confirm|editors)/([\w-]+)/", text)
        assert found, text
        world.secrets[name] = found.group(1)


def fill_review(world: World, mark: str) -> None:
    """A change that is asked for, a reported mistake, and a conflict with the register."""
    from django.core.files.base import ContentFile

    from catalogue.models import Case, LikelyPair, Merge, Service
    from catalogue.review.commands import ask_change, report_mistake

    paper = ContentFile(b"%PDF-1.7", name=f"{mark} rozhodnutie.pdf")
    world.change = ask_change(
        world.service, facts={"target_note": f"{mark} iná poznámka"}, reason=f"{mark} dôvod", proof=paper,
        by=world.memberships["region"].user, at=FOUNDED,
    )  # fmt: skip
    report_mistake(
        world.service, what=["HOURS"], text=f"{mark} otváracie hodiny nesedia", contact="anna@example.org", by=None,
        at=FOUNDED,
    )  # fmt: skip
    world.case = Case.objects.create(
        service=world.service, field="target_note", register="bbsk", register_word=f"{mark} jedno",
        our_word=f"{mark} druhé", voice="PROVIDER", opened_at=FOUNDED,
    )  # fmt: skip
    twin = Service.objects.create(
        provider=world.provider, kind=world.service.kind, name=f"{mark} dvojička", is_published=False,
        created_at=FOUNDED, changed_at=FOUNDED,
    )  # fmt: skip
    one, other = sorted([world.service.pk, twin.pk])
    world.pair = LikelyPair.objects.create(
        what="SERVICE", one=one, other=other, score=80, reasons=["NAME"], found_at=FOUNDED
    )
    world.merge = Merge.objects.create(
        what="SERVICE", kept=world.service.pk, gone=twin.pk, kept_title=f"{mark} ostáva", gone_title=f"{mark} zaniká",
        merged_at=FOUNDED, undone_at=FOUNDED,
    )  # fmt: skip


def fill_people(world: World, site: str, mark: str) -> None:
    """Somebody with a role, somebody invited, and a job, on one site."""
    from kernel.jobs import enqueue
    from kernel.tenancy import entered
    from tenants.commands import give_role
    from tenants.roles import Role

    tenant, word = world.tenants[site], mark.lower()
    role = Role.PROVIDER_EDITOR if site == "region" else Role.OFFICER
    holder = account(f"{mark} {site} osoba", f"{_ascii(word)}-{site}@example.org")
    world.memberships[site] = give_role(tenant, user=holder, role=role, by=None, at=FOUNDED)
    world.invitations[site], world.secret = invitation(tenant, role, f"invited-{_ascii(word)}-{site}@example.org")
    with entered(tenant.schema_key):
        world.jobs[site] = enqueue("tenants.found_tenant" if site == "region" else any_kind(), by=holder)
        _finish(world.jobs[site], mark)
    if site != "region":
        leader = account(f"{mark} vedie", f"leads-{_ascii(word)}@example.org")
        world.memberships["leader"] = give_role(tenant, user=leader, role=Role.COORDINATOR, by=None, at=FOUNDED)
        world.invitations["leader"], _secret = invitation(tenant, Role.COORDINATOR, f"lead-{_ascii(word)}@example.org")


def any_kind() -> str:
    from kernel.jobs.declaring import _kinds

    return sorted(_kinds)[0]


def _finish(job: Any, mark: str) -> None:
    from kernel.clock import now
    from kernel.jobs.models import Job

    Job.objects.filter(pk=job.pk).update(state="FAILED", message=f"{mark} správa", finished_at=now())


def invitation(tenant: Any, role: Any, email: str) -> tuple[Any, str]:
    """An invitation and the secret of its link, as it stands in the letter."""
    from kernel.clock import now
    from kernel.mail.models import OutgoingMail
    from tenants.inviting import invite_person

    made = invite_person(tenant, email=email, role=role, by=None, at=now())
    letter = OutgoingMail.objects.filter(to=email).latest("created_at")
    found = re.search(r"/invitations/([\w-]+)/", letter.text)
    assert found, letter.text
    return made, found.group(1)


def _ascii(word: str) -> str:
    from kernel.text import fold

    return re.sub(r"[^a-z0-9]+", "-", fold(word))
