"""QR codes: a drawing for the PDF, points for the DOCX."""

import io

import segno

QUIET = 4  # empty modules around, as the standard asks
_MASK = 2  # any mask is valid; letting the library judge all eight costs four times as much


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m", mask=_MASK, boost_error=False)


def svg(address: str) -> str:
    """The code as a drawing of one path."""
    out = io.BytesIO()
    _code(address).save(out, kind="svg", xmldecl=False, border=QUIET, omitsize=True, svgclass=None, lineclass=None)
    return out.getvalue().decode()


def png(address: str) -> bytes:
    """The code as points, six for each module, so that printers do not smear it."""
    out = io.BytesIO()
    _code(address).save(out, kind="png", border=QUIET, scale=6)
    return out.getvalue()
