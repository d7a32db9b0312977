"""Registers that come by themselves: from a folder of this installation or from an allowed address.

A fetched file goes as far as the preview; a person decides. Doors: `fetch_and_compare`, `fetch_due`, and the commands
that keep schedules.
"""

from imports.fetching.allowing import allowed_hosts, check_address, check_folder
from imports.fetching.bringing import fetch_and_compare
from imports.fetching.scheduling import (
    ask_to_fetch,
    change_schedule,
    fetch_due,
    make_schedule,
    remove_schedule,
    switch_schedule,
)

__all__ = [
    "allowed_hosts",
    "ask_to_fetch",
    "change_schedule",
    "check_address",
    "check_folder",
    "fetch_and_compare",
    "fetch_due",
    "make_schedule",
    "remove_schedule",
    "switch_schedule",
]
