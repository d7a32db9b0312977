"""Comparing texts without case and diacritics inside the database."""

from django.db import models


class Folded(models.Func):
    """The text as `kernel.text.fold` makes it."""

    function = "catalogue_fold"
    output_field = models.TextField()
