"""As whom PostgreSQL runs: it refuses root, who lends it a user namespace or, where those are forbidden, an account."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .parts import Unavailable
from .processes import Account

ACCOUNT = "opora-postgres"
ACCOUNT_FOLDER = Path("/var/lib/opora")


@dataclass(frozen=True)
class Identity:
    """Who runs the binaries, which ones, and where the data lie."""

    folder: Path
    binaries: Path
    prefix: tuple[str, ...] = ()
    account: Account | None = None

    def own(self, path: Path) -> None:
        if self.account:
            os.chown(path, *self.account)


def choose(folder: Path, binaries: Path, remembered: str, key: str) -> Identity:
    """The way that fits this machine; data already laid out somewhere are met where they are."""
    if os.geteuid() != 0:
        return Identity(folder, binaries)
    if not remembered:
        namespace = Identity(folder, binaries, prefix=_namespace())
        if namespace.prefix and _can_work(namespace):
            return namespace
        if (folder / "data").exists():
            raise Unavailable(
                f"The database in {folder} was made in a user namespace, which this machine does not allow now.",
                "Allow user namespaces, run as an ordinary user, or give your own server in DATABASE_URL.",
            )
    return _as_account(Path(remembered) if remembered else ACCOUNT_FOLDER / "data" / key, binaries)


def _namespace() -> tuple[str, ...]:
    """Inside the namespace root's files belong to `nobody`: nothing is copied, no folder is opened to others."""
    program = shutil.which("unshare")
    stand_in = _ordinary_entry()
    if program is None or stand_in is None:
        return ()
    return (program, "--user", f"--map-user={stand_in.pw_uid}", f"--map-group={stand_in.pw_gid}")


def _ordinary_entry() -> pwd.struct_passwd | None:
    """Any entry but root's: initdb wants to read a name for its user id."""
    entries = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    return next((entry for entry in entries if entry.pw_name == "nobody"), entries[0] if entries else None)


def _can_work(identity: Identity) -> bool:
    script = 'test -w "$1" && "$2" --version'
    trial = ["/bin/sh", "-c", script, "opora-embedded", str(identity.folder), str(identity.binaries / "postgres")]
    return subprocess.run([*identity.prefix, *trial], capture_output=True, check=False).returncode == 0


def _as_account(folder: Path, binaries: Path) -> Identity:
    entry = _account()
    account = (entry.pw_uid, entry.pw_gid)
    folder.mkdir(parents=True, exist_ok=True)
    for opened in (ACCOUNT_FOLDER, ACCOUNT_FOLDER / "data"):
        if opened in folder.parents:
            opened.chmod(0o755)
    folder.chmod(0o700)
    os.chown(folder, *account)
    return Identity(folder, _copy_of(binaries), account=account)


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    maker = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if maker:
        order = [maker, "--system", "--user-group", "--no-create-home", "--home-dir", str(ACCOUNT_FOLDER)]
        made = subprocess.run([*order, "--shell", "/bin/false", ACCOUNT], capture_output=True, check=False)
        if made.returncode == 0:
            return pwd.getpwnam(ACCOUNT)
    raise Unavailable(
        "PostgreSQL does not run as root, and here root may neither use a user namespace nor make an account.",
        "Run Opora as an ordinary user, or give the address of your own server in DATABASE_URL.",
    )


def _copy_of(binaries: Path) -> Path:
    """A copy the account can read, whatever folder Opora itself is installed in."""
    package = binaries.parents[1]
    stamp = int((binaries / "postgres").stat().st_mtime)
    copy = ACCOUNT_FOLDER / f"binaries-{stamp}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, draft / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        _open_for_reading(draft)
        draft.replace(copy)
    return copy / package.name / binaries.relative_to(package)


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
