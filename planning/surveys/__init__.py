"""Surveys: questionnaires on the web, by letter and on paper; results in which no small group is seen; needs of them.

Nobody who answers is known: an answer bears no name, no address and no moment. Enters the register of needs and the
chapters of the analysis below by their commands.
"""
