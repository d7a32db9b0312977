"""How Czech writes dates; the rest is Django's."""

DATE_FORMAT = "j. E Y"
DATETIME_FORMAT = "j. E Y \\v G:i"
TIME_FORMAT = "G:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j. E"
SHORT_DATE_FORMAT = "j. n. Y"
SHORT_DATETIME_FORMAT = "j. n. Y G:i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d. %m. %Y", "%d.%m. %Y", "%Y-%m-%d"]
