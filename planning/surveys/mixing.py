"""Answers are mixed: rewritten in a random order under new ids, so that neither their place in the table nor the
transaction that wrote them tells when they came. That is what keeps an answer apart from the link it came by.

The number of a sheet goes too: it serves only while sheets are entered, so that none is entered twice."""

import random

from planning.surveys.models import Channel, Survey, SurveyAnswer

AT_ONCE = 500


def mix(survey: Survey, channels: tuple[Channel, ...] = tuple(Channel)) -> int:
    """Rewrite the answers of a survey that is held; answers how many there are."""
    rows = list(survey.answers.filter(channel__in=channels))
    survey.answers.filter(pk__in=[row.pk for row in rows]).delete()
    random.SystemRandom().shuffle(rows)
    SurveyAnswer.objects.bulk_create(
        (SurveyAnswer(survey=survey, channel=row.channel, said=row.said) for row in rows),
        batch_size=AT_ONCE,
    )
    return len(rows)
