"""`opora embedded start|stop|status|reset`: the local parts from the command line."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from . import places, running
from .parts import PartStatus, Unavailable


def main(argv: list[str]) -> int:
    """Do what the command line says; 0 when PostgreSQL and the broker are there, for search manages without its own."""
    arguments = _parser().parse_args(argv)
    try:
        return ACTIONS[arguments.action](arguments)
    except (Unavailable, PermissionError) as error:
        print(f"opora embedded: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="opora embedded",
        description="PostgreSQL, Valkey and Elasticsearch for the local run. "
        "An address in DATABASE_URL, OPORA_BROKER_URL or OPORA_ELASTICSEARCH_URL replaces the part.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="start|stop|status|reset")
    for name, help_text in (
        ("start", "start the parts, or leave them running"),
        ("stop", "stop the parts; their data stay"),
        ("status", "tell how the parts are doing"),
    ):
        action = actions.add_parser(name, help=help_text)
        action.add_argument("parts", nargs="*", metavar="part", help=f"only these: {', '.join(running.PARTS)}")
        action.add_argument(
            "--home", type=Path, help="the data folder (otherwise OPORA_HOME or .opora in the checkout)"
        )
    actions.choices["start"].add_argument(
        "--not-durable", action="store_true", help="spare the disk; for data that may be lost with the machine"
    )
    reset = actions.add_parser("reset", help="stop the parts and delete their data")
    reset.add_argument("--home", type=Path, help="the data folder")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    return parser


def _start(arguments: argparse.Namespace) -> int:
    durable = not arguments.not_durable
    found = running.start(arguments.home, _parts(arguments), durable=durable, say=_print)
    if any(status.name == "elasticsearch" and not status.is_usable for status in found):
        _print("Opora runs without Elasticsearch: it searches in PostgreSQL.")
    return _verdict(found)


def _stop(arguments: argparse.Namespace) -> int:
    running.stop(arguments.home, _parts(arguments), say=_print)
    return 0


def _status(arguments: argparse.Namespace) -> int:
    found = running.status(arguments.home, _parts(arguments))
    for status in found:
        _print(running.describe(status))
    return _verdict(found)


def _reset(arguments: argparse.Namespace) -> int:
    folder = places.home(arguments.home)
    if not arguments.yes and not _agrees(folder):
        _print("Nothing was deleted.")
        return 1
    running.reset(folder, say=_print)
    return 0


def _agrees(folder: Path) -> bool:
    try:
        return input(f"Delete all data of the local parts in {folder}? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False


def _parts(arguments: argparse.Namespace) -> tuple[str, ...]:
    unknown = [name for name in arguments.parts if name not in running.PARTS]
    if unknown:
        raise Unavailable(f"There is no part {unknown[0]}.", f"The parts are {', '.join(running.PARTS)}.")
    return tuple(arguments.parts) or running.PARTS


def _verdict(found: list[PartStatus]) -> int:
    needed = {kind.name for kind in running.KINDS if kind.is_needed}
    return 0 if all(status.is_usable for status in found if status.name in needed) else 1


def _print(line: str) -> None:
    print(line, flush=True)


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "start": _start,
    "stop": _stop,
    "status": _status,
    "reset": _reset,
}
