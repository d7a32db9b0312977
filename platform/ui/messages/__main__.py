"""python -m ui.messages collect|check|compile"""

import sys

from ui.messages import collect, compile_catalogues, problems


def main(arguments: list[str]) -> int:
    match arguments:
        case ["collect"]:
            _say(collect())
        case ["check"]:
            wrong = problems()
            _say(wrong)
            return 1 if wrong else 0
        case ["compile"]:
            _say([str(path) for path in compile_catalogues()])
        case _:
            _say([__doc__ or ""])
            return 2
    return 0


def _say(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
