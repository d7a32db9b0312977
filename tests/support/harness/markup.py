"""Reads templates and code for markup that could let words in unescaped."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
ROOMS = [CHECKOUT / name for name in ("tenants", "catalogue", "planning", "search", "imports")]
ROOMS += [CHECKOUT / "platform" / name for name in ("kernel", "accounts", "ui", "config", "embedded")]

TAG = re.compile(r"<[a-zA-Z][^>]*>", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
IN_TEMPLATE = {
    "style attribute": re.compile(r"""\sstyle\s*=\s*["']"""),
    "handler attribute": re.compile(r"""\son[a-z]+\s*=\s*["'{]"""),
    "script address": re.compile(r"""(?:href|src|action)\s*=\s*["']\s*(?:javascript|vbscript|data):""", re.IGNORECASE),
}
NO_QUOTES = "value without quotes"
BARE_VALUE = re.compile(r"=\s*\{\{")
QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
UNESCAPED = {
    "safe filter": re.compile(r"\|\s*safe(?:seq)?\b"),
    "autoescape off": re.compile(r"autoescape\s+off"),
}
MARKING = {"mark_safe", "SafeString", "SafeText", "SafeData"}


def templates(rooms: Iterable[Path] = ROOMS) -> list[Path]:
    return sorted(path for room in rooms for path in room.glob("**/templates/**/*") if path.is_file())


def modules(rooms: Iterable[Path] = ROOMS) -> list[Path]:
    return sorted(path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    """The name a template is asked for by."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def faults_of_template(text: str, *, is_page: bool) -> list[str]:
    """Attributes that the policy forbids, values without quotes, words that are not escaped."""
    bare = COMMENT.sub("", text)
    found = []
    if is_page:
        tags = TAG.findall(bare)
        found += [name for name, pattern in IN_TEMPLATE.items() if any(pattern.search(tag) for tag in tags)]
        found += [NO_QUOTES for tag in tags if BARE_VALUE.search(QUOTED.sub("=''", tag))][:1]
        found += [name for name, pattern in UNESCAPED.items() if pattern.search(bare)]
    else:
        found += ["safe filter"] if UNESCAPED["safe filter"].search(bare) else []
    return found


def faults_of_code(text: str) -> Iterator[tuple[int, str]]:
    """Where words are marked as safe, and where format_html gets words that were put together beforehand."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name in MARKING and node.args and not _is_constant(node.args[0]):
            yield node.lineno, name
        if name in {"format_html", "format_html_join"} and not _is_constant(node.args[name == "format_html_join"]):
            yield node.lineno, f"{name} of words put together"


def _called(node: ast.Call) -> str:
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call) and _called(node) in {"_", "gettext", "gettext_lazy"}:
        return all(isinstance(each, ast.Constant) for each in node.args)
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add)
        and _is_constant(node.left)
        and _is_constant(node.right)
    )


NAMED = re.compile(r"""["']([\w./{}-]+\.(?:html|txt))["']""")


def named_in(texts: Iterable[str]) -> set[str]:
    """Names of templates that code and templates ask for; what stands in braces may be anything."""
    return {name for text in texts for name in NAMED.findall(text)}


def unused(names: Iterable[str], asked: set[str]) -> list[str]:
    patterns = [re.compile(re.sub(r"\\\{[^{}]*\\\}", "[^/]+", re.escape(each))) for each in asked]
    return sorted(name for name in names if not any(pattern.fullmatch(name) for pattern in patterns))
