"""What is learnt from the lists: which kinds of service people's words speak for, and which life situation.

python -m search.words.learning
    A maintainer's command, to be run after a list was changed.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence

from search.words.phrases import FOLDER, LANGUAGES, read

LISTS = ("{language}.tsv", "questions_{language}.tsv")
SITUATIONS = ("situations_{language}.tsv", "situation_questions_{language}.tsv")
Examples = Iterator[tuple[str, Mapping[str, float]]]


def kinds_model(language: str) -> str:
    return f"{language}-kinds"


def situations_model(language: str) -> str:
    return f"{language}-situations"


def kinds_said(language: str) -> Examples:
    """The phrases and whole questions of a language, each kind with its weight by its place."""
    for name in LISTS:
        for entry in read(language, language, name):
            heavier_last = reversed(list(entry.weighed()))  # a kind said twice keeps its better place
            yield entry.phrase, dict(heavier_last)


def situations_said(language: str, lists: Sequence[str] = SITUATIONS) -> Examples:
    """What people write and the situation they are in; „-“ stands where they are in none."""
    for name in lists:
        for line in (FOLDER / name.format(language=language)).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text, code = line.split("\t")
                yield text, {} if code == "-" else {code: 1.0}


def main() -> None:
    from search.classifier.ridge import learn  # needs numpy, which only those have who learn

    for language in LANGUAGES:
        for model, said in ((kinds_model, kinds_said), (situations_model, situations_said)):
            learnt = learn(model(language), said(language), language)
            sys.stdout.write(
                f"{model(language)}: {learnt.examples} examples, {learnt.pieces} pieces; one left out is guessed right "
                f"in {learnt.first:.3f}, among the first three in {learnt.among_three:.3f}\n"
            )


if __name__ == "__main__":
    main()
