"""/ui/: every part on one page, in the frame and the colours one chooses; also the page the look is tested on.

The words are specimens in Slovak, chosen for their length and their diacritics, and are not translated. Served only
where OPORA_GALLERY says so: development, demonstration, tests.
"""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kernel.access import PUBLIC, permitted
from ui import charts, icons, theme
from ui.context import Frame
from ui.forms import Autocomplete, DateField, DecimalField
from ui.menu import PLACES, Link

STEPS = 8


class Specimen(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Názov opatrenia", help_text="Krátko a zrozumiteľne, najviac 120 znakov.")
    description = forms.CharField(label="Opis", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    starts_on = DateField(label="Začiatok")
    kind = forms.ChoiceField(
        label="Druh služby",
        choices=[("", "Vyberte"), ("41", "Domáca opatrovateľská služba"), ("35", "Zariadenie pre seniorov")],
    )
    municipality = forms.ChoiceField(
        label="Obec",
        help_text="Začnite písať a vyberte zo zoznamu.",
        choices=[("", ""), ("1", "Banská Štiavnica"), ("2", "Ľubietová"), ("3", "Žiar nad Hronom"), ("4", "Čerín")],
        widget=Autocomplete,
        required=False,
    )
    form = forms.ChoiceField(
        label="Forma", choices=[("T", "Terénna"), ("A", "Ambulantná"), ("P", "Pobytová")], widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(
        label="Cieľové skupiny",
        choices=[("S", "Seniori"), ("Z", "Ľudia so zdravotným postihnutím"), ("R", "Rodiny s deťmi")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    price = DecimalField(label="Cena za hodinu", max_digits=8, decimal_places=2, required=False)
    annex = forms.FileField(label="Príloha", help_text="PDF, najviac 10 MB.", required=False)
    agreed = forms.BooleanField(label="Súhlasím so zverejnením", help_text="Bez súhlasu ostane návrh neverejný.")


def specimen_tree() -> list[dict[str, Any]]:
    def node(id: str, kind: str, number: str, title: str, **more: Any) -> dict[str, Any]:  # noqa: A002
        moves = {"move_url": "/ui/move/", "can_up": not number.endswith("1"), "can_down": True, "can_out": True}
        return {"id": id, "kind": kind, "number": number, "title": title, "href": "#", "can_in": False, **moves, **more}

    first = node("m1", "Opatrenie", "1.1.1", "Rozšíriť domácu opatrovateľskú službu v odľahlých obciach")
    second = node("m2", "Opatrenie", "1.1.2", "Zriadiť denný stacionár v Novej Bani", state="Mešká", state_kind="warn")
    goal = node("g1", "Cieľ", "1.1", "Seniori žijú doma tak dlho, ako chcú", children=[first, second])
    return [
        node("p1", "Priorita", "1", "Starnutie doma", children=[goal], state="Zverejnené", state_kind="good"),
        node("p2", "Priorita", "2", "Rodiny v ťažkej situácii", state="Návrh", state_kind="neutral"),
    ]


WRONG = {"wrong-name": "Denný stacionár", "wrong-starts_on": "31.2.2026", "wrong-price": "dvadsať"}
GROUPS = [
    ("seniori", "Seniori", 34),
    ("postihnutie", "Osoby so zdravotným postihnutím", 27),
    ("rodiny", "Rodiny s deťmi", 15),
    ("domov", "Ľudia bez domova", 6),
    ("mladez", "Mladí dospelí", 0),
    ("romovia", "Marginalizované rómske komunity", 9),
    ("zavislost", "Ľudia so závislosťou", 4),
    ("nasilie", "Ľudia ohrození násilím", 3),
    ("migranti", "Cudzinci", 2),
]


STAGES = [
    {"label": "Návrh", "state": "done", "note": "12. 1. 2026"},
    {"label": "Pripomienkovanie", "state": "current", "note": "do 30. 4. 2026"},
    {"label": "Zastupiteľstvo", "state": "ahead"},
    {"label": "Schválený plán", "state": "ahead"},
]
TILES = [
    {
        "title": "Starám sa o blízkeho",
        "text": "Pomoc doma, oddych pre vás, príspevky a pomôcky.",
        "href": "#",
        "icon": "house-care",
    },
    {
        "title": "Nemám kde bývať",
        "text": "Nocľaháreň, útulok a ľudia, ktorí pomôžu ďalej.",
        "href": "#",
        "icon": "bed",
    },
    {
        "title": "Dieťa s postihnutím",
        "text": "Včasná intervencia, poradenstvo, škola.",
        "href": "#",
        "icon": "child",
    },
]
CHANGES = [
    ("Telefón", "045/123 45 67", "+421 45 123 45 67"),
    ("Kapacita", 20, 24),
    ("E-mail", "", "info@harmonia.sk"),
]
MISSING = [("Popis", 34), ("Cena", 21), ("Prístupnosť budovy a najdlhší možný názov", 9), ("Kontakt", 0)]
FILLED = [("Kontakt", (2, 10, 30)), ("Popis", (14, 16, 12)), ("Cena", (40, 0, 2))]
QUARTERS = [("2025/3", 48), ("2025/4", 55), ("2026/1", None), ("2026/2", 63), ("2026/3", 71)]
WORDS: dict[str, Any] = {
    "known_facts": [("Poskytuje sa", "terénne"), ("Cena", "2,40 € za hodinu")],
    "options": [{"value": v, "label": w, "count": n, "checked": v == "seniori"} for v, w, n in GROUPS],
    "chips": [("Seniori", "#"), ("Domáca opatrovateľská služba", "#")],
    "stages": STAGES,
    "tiles": TILES,
    "figures": [("760", "sociálnych služieb"), ("12 zo 17", "obcí vykázalo rok 2025"), ("3", "po lehote")],
    "tabs": [("all", "Všetky", "#", 24), ("open", "Nevyhodnotené", "#", 7), ("mine", "Moje", "#")],
    "changes": CHANGES,
    "breadcrumbs": [("Domov", "/"), ("Sociálne služby", "#")],
    "today": datetime.date(2026, 4, 25),
    "moment": datetime.datetime(2026, 4, 25, 14, 30),  # noqa: DTZ001 - a specimen without a place
}
"""What the parts show that is the same whoever asks."""


def specimen_charts() -> dict[str, Any]:
    parts = ("chýba", "čiastočne", "úplné")
    return {
        "bars": charts.bars(MISSING, label="Kritérium", value="Služieb bez údaja"),
        "stacked": charts.stacked(FILLED, label="Kritérium", parts=parts),
        "course": charts.line(QUARTERS, label="Štvrťrok", value="Priemer", top=100),
    }


def _context() -> dict[str, Any]:
    made = {
        "form": Specimen(initial={"starts_on": datetime.date(2026, 4, 5)}),
        "wrong_form": Specimen(WRONG, prefix="wrong"),
        "icons": sorted(icons.PATHS),
        "page": Paginator(range(240), 20).page(5),
        "tree": specimen_tree(),
        "palettes": theme.CHOICES,
    }
    return WORDS | specimen_charts() | made


class SpecimenFrame(Frame):
    """The frame of an invented tenant in the palette one chose."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        municipality = request.GET.get("site") == "municipality"
        self.tenant = SimpleNamespace(
            kind="MUNICIPALITY" if municipality else "REGION",
            name="Mikroregión Štiavnické vrchy" if municipality else "Banskobystrický samosprávny kraj",
            theme={"palette": request.GET.get("palette", "blue")},
            coat_of_arms_url="",
        )
        self.region = SimpleNamespace(name="Banskobystrický samosprávny kraj", theme=self.tenant.theme)
        self.menu = [
            Link("Nájsť službu", "#", current=True),
            Link("Komunitné plány", "#"),
            Link("Pripomienky", "#"),
            Link("Stretnutia", "#"),
            Link("Pre poskytovateľov", "#"),
        ]
        self.places = dict.fromkeys(PLACES, "#") | {"home": "/"}
        if request.GET.get("person"):
            self.person = SimpleNamespace(get_full_name=lambda: "Ľubica Šťastná")
            self.work = [
                Link("Strom plánu", "#", current=True),
                Link("Pripomienky na vyhodnotenie", "#"),
                Link("Ľudia a roly", "#"),
            ]
            self.municipalities = [Link("Banská Štiavnica", "#"), Link("Mikroregión Štiavnické vrchy", "#")]


@permitted(PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    frame = SpecimenFrame(request)
    template = f"ui/{frame.site}.html"
    return render(request, "ui/gallery.html", _context() | {"frame": frame, "frame_template": template})


@permitted(PUBLIC)
def progress(request: HttpRequest) -> HttpResponse:
    """The progress part asking for itself, a step further each time."""
    digits = request.GET.get("done", "0")
    if not digits.isdecimal() or len(digits) > 2:
        raise Http404
    done = min(int(digits) + 1, STEPS)
    return render(request, "ui/_gallery_progress.html", {"done": done, "total": STEPS, "finished": done == STEPS})


def urlpatterns() -> list[URLPattern]:
    if not getattr(settings, "OPORA_GALLERY", False):
        return []
    return [path("ui/", gallery, name="gallery"), path("ui/progress/", progress, name="gallery_progress")]
