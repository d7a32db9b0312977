"""The sheet of the present catalogue, for staff to fill in."""


def sheet_file(ending: str) -> bytes:
    raise NotImplementedError
