"""Fills a standing site with a small region, by the same commands an operator uses. Run as a script of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
DEMO = CHECKOUT / "deploy" / "demo"
PASSWORD = "quiet river 42"
SERVICES = 80

# Who may sign in: name, e-mail, roles with the host they are held on ("" is the region).
PEOPLE = {
    "steward": ("Dušan Registrový", "udaje@opora.example", [("DATA_STEWARD", "")]),
    "methodologist": ("Mária Metodická", "metodicka@opora.example", [("METHODOLOGIST", "")]),
    "operator": ("Oto Prevádzkový", "prevadzka@opora.example", [("OPERATOR", "")]),
    "coordinator": ("Jana Koordinátorka", "koordinatorka@opora.example", [("COORDINATOR", "alfa.localhost")]),
    "traveller": (
        "Lívia Viacmiestna",
        "viac-miest@opora.example",
        [("COORDINATOR", "beta.localhost"), ("GROUP_MEMBER", "alfa.localhost")],
    ),
    "forgetful": ("Zora Zabudlivá", "zabudliva@opora.example", [("OFFICER", "alfa.localhost")]),
    "editor": ("Eva Poskytovateľská", "poskytovatel@opora.example", [("PROVIDER_EDITOR", "")]),
    "careful": ("Oľga Opatrná", "opatrna@opora.example", [("DATA_STEWARD", "")]),
}


def main(folder: Path) -> None:
    """Registers, plans, index, accounts."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    _compile_words()
    _generate(folder)
    _bring_accounts()
    two = {"by": PEOPLE["steward"][1], "second_by": PEOPLE["careful"][1]}
    _command("import", "bbsk", str(folder / "bbsk.geojson"), accept=True, **two)
    _command("import", "sheet", str(folder / "descriptions-sk.xlsx"), accept=True, **two)
    _command("name_editor", PEOPLE["editor"][1], of=["SK448-35", "508438"])
    _command("load_plan", "alfa.localhost", str(DEMO / "plans" / "sk-banska-bystrica.toml"), publish=True)
    _command("search_update")


def _command(name: str, /, *words: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(name, *words, **options, stdout=io.StringIO())


def _compile_words() -> None:
    from ui.messages import compile_catalogues

    compile_catalogues()


def _generate(folder: Path) -> None:
    words = ["--region", "sk", "--out", str(folder), "--services", str(SERVICES)]
    subprocess.run([sys.executable, str(DEMO / "generate.py"), *words], check=True, stdout=subprocess.DEVNULL)


def _bring_accounts() -> None:
    os.environ["OPORA_NEW_PASSWORD"] = PASSWORD
    for name, email, roles in PEOPLE.values():
        _command("create_account", email, name=name, password_from="OPORA_NEW_PASSWORD")
        for role, host in roles:
            _command("give_role", email, role, at=host)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
