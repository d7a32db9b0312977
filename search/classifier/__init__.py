"""What a text speaks of, guessed from examples: which kinds of service, which life situation.

A linear model over pieces of words, learnt by a maintainer's command and opened as a file that all workers share. It
knows nothing of what its labels mean.
"""

from search.classifier.table import guesses, is_of

__all__ = ["guesses", "is_of"]
