"""Numbers that look right and belong to nobody: IČO, telephone numbers, register and address codes."""

from random import Random

# No company of either country has an IČO above 99 million; see README, "What is invented".
FIRST_ICO = {"sk": 9900000, "cz": 9950000}
FIRST_PORTAL_ID = 900001  # the real register is still below 10 000
FIRST_ADDRESS_CODE = 990000001  # one digit more than any real address code of RÚIAN

# Prefixes of real areas followed by blocks that no operator has been given.
AREA_SK = {
    "SK0321": "48", "SK0323": "48", "SK0322": "45", "SK0324": "45", "SK0325": "45", "SK032B": "45", "SK032C": "45",
    "SK032D": "45", "SK0326": "47", "SK0327": "47", "SK0329": "47", "SK032A": "47", "SK0328": "58",
}  # fmt: skip
AREA_CZ = {"CZ080": "590", "CZ064": "510", "CZ032": "370"}


def check_digit(first_seven: str) -> str:
    """The eighth digit of an IČO, the same rule in both countries."""
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), first_seven, strict=True))
    return str((11 - total % 11) % 10)


def ico(country: str, number: int) -> str:
    """The number-th invented IČO of the country."""
    first_seven = f"{FIRST_ICO[country] + number:07d}"
    return first_seven + check_digit(first_seven)


def telephone_sk(rng: Random, district_code: str) -> str:
    """A Slovak number, written in one of the ways people write it."""
    tail = f"{rng.randrange(10_000):04d}"
    if rng.random() < 0.3:
        middle = f"{rng.randrange(100):02d}{tail[0]}"
        return rng.choice(["0959 {} {}", "+421 959 {} {}"]).format(middle, tail[1:])
    area = AREA_SK.get(district_code, "48")
    return rng.choice(["0{}/399 {} {}", "0{}/399{}{}", "+421 {} 399 {} {}"]).format(area, tail[:2], tail[2:])


def telephone_cz(rng: Random, region_code: str) -> str:
    """A Czech number, with or without spaces, as the register keeps them."""
    head = "706" if rng.random() < 0.3 else AREA_CZ.get(region_code, "320")
    tail = f"{rng.randrange(100_000):06d}"
    return rng.choice([f"{head} {tail[:3]} {tail[3:]}"] * 3 + [head + tail])
