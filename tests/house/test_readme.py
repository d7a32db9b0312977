"""The README says what is there: every setting, every command of the Makefile, files that exist."""

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SETTINGS = [
    *(CHECKOUT / "platform" / "config" / "settings").glob("*.py"),
    *(CHECKOUT / "platform" / "embedded").glob("*.py"),
]


def test_every_setting_stands_in_the_table() -> None:
    asked = re.compile(r'(?:text|flag|number|words|required|address|environ(?:\.get)?)[(\[]"([A-Z][A-Z_]+)"')
    names = {name for path in SETTINGS for name in asked.findall(path.read_text(encoding="utf-8"))}
    known = {name for name in names if name.startswith("OPORA_") or name in {"PORT", "DATABASE_URL"}}
    assert sorted(name for name in known if f"`{name}`" not in README) == []


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


def test_lock_files_hold_no_address_to_fetch_from() -> None:
    python = (CHECKOUT / "requirements.lock").read_text()
    node = (CHECKOUT / "platform/ui/frontend/package-lock.json").read_text()
    assert "://" not in python
    assert '"resolved"' not in node
