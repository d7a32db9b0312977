"""The catalogues of words: collected from the sources, checked and compiled without GNU gettext.

`python -m ui.messages collect|check|compile`, or `compile_catalogues()` where a process starts.
"""

from ui.messages.checking import problems
from ui.messages.collecting import collect
from ui.messages.compiling import compile_catalogues

__all__ = ["collect", "compile_catalogues", "problems"]
