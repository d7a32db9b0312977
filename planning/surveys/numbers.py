"""Numbers of sheets as people write and type them: with a last digit that finds typing mistakes (Damm's)."""

TABLE = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def spelled(number: int) -> str:
    """0012-8: four digits or more, then the one that proves them."""
    digits = f"{number:04}"
    return f"{digits}-{_proof(digits)}"


def number_of(typed: str) -> int | None:
    """The number again; nothing where the last digit does not fit."""
    digits = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    if not 2 <= len(digits) <= 10 or _proof(digits) != 0:
        return None
    return int(digits[:-1])


def _proof(digits: str) -> int:
    state = 0
    for digit in digits:
        state = int(TABLE[state][int(digit)])
    return state
