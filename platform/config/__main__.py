"""The command `opora`: the local parts, the demonstration, and every command of the rooms."""

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command and answer its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["embedded"]:
        from embedded.command import main as run_embedded

        return run_embedded(words[1:])
    if words[:1] == ["demo"]:
        from config.demo import main as run_demo

        return run_demo(words[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["opora", *words])
    return 0


if __name__ == "__main__":
    sys.exit(main())
