"""Learns from the lists which kinds of service people's words speak for: a maintainer's command, to be run after a
list was changed.

python -m search.words.learning
"""

import sys
from collections.abc import Iterator, Mapping

from search.words.phrases import LANGUAGES, read

LISTS = ("{language}.tsv", "questions_{language}.tsv")


def model_of(language: str) -> str:
    return f"{language}-kinds"


def examples(language: str) -> Iterator[tuple[str, Mapping[str, float]]]:
    """The phrases and whole questions of a language, each kind with its weight by its place."""
    for name in LISTS:
        for entry in read(language, language, name):
            yield entry.phrase, dict(reversed(list(entry.weighed())))


def main() -> None:
    from search.classifier.ridge import learn

    for language in LANGUAGES:
        learnt = learn(model_of(language), examples(language), language)
        sys.stdout.write(
            f"{model_of(language)}: {learnt.examples} phrases, {learnt.pieces} pieces; a phrase left out is guessed "
            f"right in {learnt.first:.3f}, among the first three in {learnt.among_three:.3f}\n"
        )


if __name__ == "__main__":
    main()
