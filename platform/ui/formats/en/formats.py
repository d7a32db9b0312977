"""How English dates are written here: the day first, as everywhere in Europe."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = r"j F Y \a\t G:i"
TIME_FORMAT = "G:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y G:i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d. %m. %Y", "%d.%m. %Y", "%Y-%m-%d"]
FIRST_DAY_OF_WEEK = 1
