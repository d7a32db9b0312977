"""`opora demo`: founds a demonstration region on real parts and serves it until Ctrl-C.

Every step is a command an operator has as well; this file only says them in order and remembers which were done.
"""

import argparse
import io
import json
import os
import secrets
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import embedded

CHECKOUT = Path(__file__).resolve().parents[2]
DEMO = CHECKOUT / "deploy" / "demo"
HOMES = {"sk": "", "cz": "cz"}


def main(words: list[str]) -> int:
    """Bring the demonstration up; answers the exit code."""
    arguments = _arguments(words)
    home = embedded.home() / HOMES[arguments.region]
    port = int(os.environ.get("PORT") or 8000)
    os.environ.update(
        OPORA_HOME=str(home),
        OPORA_DATA=str(home),
        OPORA_DEMONSTRATION="yes",
        OPORA_REQUIRE_SECOND_STEP=os.environ.get("OPORA_REQUIRE_SECOND_STEP", "no"),
        OPORA_MAIL_TRANSPORT=os.environ.get("OPORA_MAIL_TRANSPORT", "kernel.mail.transport.Kept"),
        DJANGO_SETTINGS_MODULE="config.settings",
        PORT=str(port),
    )
    _start_parts(home)
    accounts = found(arguments.region, home)
    from config.processes import serve

    try:
        return serve(home, port, welcome=lambda: _welcome(port, accounts))
    finally:
        embedded.stop(home)
        print("Opora has stopped.", flush=True)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="opora demo", description="Serve a demonstration region on this machine.")
    parser.add_argument("--region", choices=sorted(HOMES), default="sk")
    return parser.parse_args(words)


def _start_parts(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    embedded.start(home, say=lambda line: print(line, flush=True))


class Steps:
    """Steps that are done once in a demonstration's life; kept in a file beside its data."""

    def __init__(self, home: Path) -> None:
        self.file = home / "demonstration.json"
        self.state: dict[str, Any] = json.loads(self.file.read_text()) if self.file.exists() else {"done": {}}

    def once(self, name: str, text: str, act: Callable[[], Any]) -> Any:
        """Do the step unless it was done; answers what it answered then."""
        if name not in self.state["done"]:
            begun = time.monotonic()
            print(f"{text} …", end=" ", flush=True)
            self.state["done"][name] = act()
            self._keep()
            print(f"{time.monotonic() - begun:.1f} s", flush=True)
        return self.state["done"][name]

    def has_done(self, name: str) -> bool:
        return name in self.state["done"]

    def _keep(self) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.state, ensure_ascii=False, indent=1))
        new.chmod(0o600)
        new.replace(self.file)


def found(name: str, home: Path) -> list[dict[str, str]]:
    """Found the region step by step, going on where an earlier run stopped; answers the accounts to show."""
    import django

    django.setup()
    from django.core.management import call_command

    region = tomllib.loads((DEMO / f"region-{name}.toml").read_text())
    steps = Steps(home)
    call_command("prepare")
    steps.once("territory", "Municipalities of Slovakia and Czechia", lambda: _territory(call_command))
    steps.once("tenants", "The region and its municipalities", lambda: _found_tenants(region, call_command))
    files = home / "registers"
    steps.once("files", "Register files in the publishers' formats", lambda: _generate(name, files))
    stewards = [account for account in region["accounts"] if _is_steward(account)]
    others = [account for account in region["accounts"] if not _is_steward(account)]
    shown: list[dict[str, str]] = []
    if steps.has_done("stewards") or not steps.has_done("accounts"):  # an older one made all of them in one step
        shown = steps.once("stewards", "Data stewards", lambda: _accounts(region, stewards, call_command))
    two = [account["email"] for account in stewards[:2]]
    for source, file in region["imports"]:
        steps.once(f"import {file}", f"Import of {file}", partial(_import, source, files / file, two, call_command))
    for tenant in region["tenants"]:
        for plan in tenant.get("plans", []):
            steps.once(f"plan {plan}", f"Plan: {tenant['name']}", partial(_plan, tenant, plan, call_command))
        for work in tenant.get("work", []):
            steps.once(f"work {work}", f"Groups: {tenant['name']}", partial(_work, tenant, work, call_command))
    steps.once("index", "Search index", lambda: call_command("search_update", stdout=io.StringIO()))
    return [*shown, *steps.once("accounts", "Accounts", lambda: _accounts(region, others, call_command))]


def _territory(call_command: Callable[..., Any]) -> None:
    for country in ("SK", "CZ"):
        call_command("load_municipalities", country=country, stdout=io.StringIO())


def _found_tenants(region: dict[str, Any], call_command: Callable[..., Any]) -> None:
    for tenant in [region["region"], *region["tenants"]]:
        call_command(
            "found_tenant",
            name=tenant["name"],
            kind=tenant["kind"],
            host=tenant["host"],
            country=tenant["country"],
            language=tenant["language"],
            currency=tenant["currency"],
            covers=tenant["covers"],
            region_code=tenant.get("region_code", ""),
            palette=tenant["theme"]["palette"],
            **{f"contact_{part}": words for part, words in tenant.get("contact", {}).items()},
            stdout=io.StringIO(),
        )


def _generate(name: str, files: Path) -> None:
    command = [sys.executable, str(DEMO / "generate.py"), "--region", name, "--out", str(files)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _is_steward(account: dict[str, Any]) -> bool:
    return any(role == "DATA_STEWARD" for role, _host in account["roles"])


def _import(source: str, file: Path, two: list[str], call_command: Callable[..., Any]) -> None:
    """A file that changes most of what is there is brought in by two persons, here as everywhere."""
    by, second = two
    call_command("import", source, str(file), accept=True, by=by, second_by=second, stdout=io.StringIO())


def _plan(tenant: dict[str, Any], plan: str, call_command: Callable[..., Any]) -> None:
    call_command("load_plan", tenant["host"], str(DEMO / "plans" / plan), publish=True, stdout=io.StringIO())


def _work(tenant: dict[str, Any], work: str, call_command: Callable[..., Any]) -> None:
    call_command("load_work", tenant["host"], str(DEMO / "work" / work), publish=True, stdout=io.StringIO())


def _accounts(
    region: dict[str, Any], wanted: list[dict[str, Any]], call_command: Callable[..., Any]
) -> list[dict[str, str]]:
    shown = []
    for account in wanted:
        password = "-".join(secrets.token_hex(2) for _part in range(4))
        os.environ["OPORA_NEW_PASSWORD"] = password
        quiet = {"stdout": io.StringIO()}
        facts = {"name": account["name"], "password_from": "OPORA_NEW_PASSWORD"}
        call_command("create_account", account["email"], **facts, **quiet)
        for role, host in account["roles"]:
            at = "" if host == region["region"]["host"] else host
            call_command("give_role", account["email"], role, at=at, **quiet)
        if keeps := account.get("provider_of"):
            of = [keeps["kind"], keeps["municipality"]]
            is_manager = any(role == "PROVIDER_MANAGER" for role, _host in account["roles"])
            call_command("name_editor", account["email"], of=of, manager=is_manager, **quiet)
        del os.environ["OPORA_NEW_PASSWORD"]
        roles = ", ".join(f"{role} ({host})" for role, host in account["roles"])
        shown.append({"email": account["email"], "password": password, "roles": roles})
    return shown


def _welcome(port: int, accounts: list[dict[str, str]]) -> None:
    print(f"\nOpora is ready: http://localhost:{port}\n")
    print("Demonstration accounts (the same after every start; remove the data folder to begin anew):")
    for account in accounts:
        print(f"  {account['email']:<38} {account['password']:<22} {account['roles']}")
    print(f"\nMail goes to http://localhost:{port}/demo/mail\nCtrl-C ends all of it.", flush=True)
