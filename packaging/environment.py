"""What `start` and `test` share: the checkout's own `.venv` and the system's libraries that Qt needs.

The standard library only. `python3 packaging/environment.py [dev]` makes the environment and prints its interpreter.
Everything that is said goes to standard error, so that the output of the program itself stays clean.
"""

from __future__ import annotations  # an older Python must get as far as being told so

import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "picpik-studio.json"
OLDEST_PYTHON = (3, 11)

# Debian's package and the library by which its presence is known.
LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libx11-6": "libX11.so.6",
}
X11_LIBRARIES = {
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
OPTIONAL = {"fonts-dejavu-core", "fonts-noto-cjk"}  # without them the program runs, but shows boxes for letters
CJK_LANGUAGES = ("zh", "ja", "ko")


def say(text: str) -> None:
    """Tell the person one thing, on standard error."""
    print(text, file=sys.stderr, flush=True)


# ---------------------------------------------------------------- the Python environment


def python_of(venv: Path) -> Path:
    """Return the interpreter of a virtual environment, on any system."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure(*, dev: bool = False) -> Path:
    """Make `.venv` what pyproject.toml asks for, doing nothing when it is so already; return its interpreter.

    `dev` adds the tools of the tests. Leaves by SystemExit with one sentence when something is in the way.
    """
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"PicPik Studio needs Python {'.'.join(map(str, OLDEST_PYTHON))} or later; this is {sys.version}.")
    ensure_libraries()
    python = python_of(VENV)
    if not _is_current(dev=dev):
        _make_venv(python)
        _install(python, dev=dev)
        STAMP.write_text(json.dumps(_wanted() | {"dev": dev}), encoding="utf-8")
    return python


def _wanted() -> dict[str, object]:
    """Return what an environment was made from; another value means that it must be brought up to date."""
    return {
        "pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "python": ".".join(map(str, sys.version_info[:2])),
        "root": str(ROOT),
    }


def _is_current(*, dev: bool) -> bool:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    has_tools = bool(found.pop("dev", False))
    return found == _wanted() and (has_tools or not dev) and python_of(VENV).exists()


def _works(python: Path) -> bool:
    """Whether the interpreter is there and of the version that runs this script."""
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv(python: Path) -> None:
    if _works(python):
        return
    say(f"Making the Python environment {VENV} …")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        sys.exit(f"The Python environment {VENV} could not be made: see the lines above.")


def _install(python: Path, *, dev: bool) -> None:
    say("Installing the libraries into it (once; about a minute) …")
    group = ["--group", f"{ROOT / 'pyproject.toml'}:dev"] if dev else []
    for what in (["--upgrade", "pip>=25.1"], ["--editable", str(ROOT), *group]):
        command = [str(python), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check", *what]
        if subprocess.run(command, stdout=sys.stderr, check=False, env=variables()).returncode:
            sys.exit("The libraries could not be installed: see the lines above, and try again with a network.")


# ---------------------------------------------------------------- the system's libraries


def ensure_libraries() -> None:
    """Install what a bare Debian lacks, as root or with `sudo -n`; otherwise say the line that does it.

    Leaves by SystemExit when a library is missing without which Qt cannot start.
    """
    missing = missing_packages()
    if missing and _may_install():
        _apt(["update"])
        _apt(["install", "--yes", "--no-install-recommends", *missing])
        importlib.invalidate_caches()
        missing = missing_packages()
    if missing:
        advice = _advice(missing)
        if set(missing) <= OPTIONAL:
            say(advice)
        else:
            sys.exit(advice)


def ensure_programs(programs: Mapping[str, str]) -> None:
    """Install Debian's packages whose programs are not here; leave by SystemExit when that cannot be done.

    `programs` are the names of packages, each with the program that it brings.
    """

    def missing() -> list[str]:
        return [package for package, program in programs.items() if shutil.which(program) is None]

    if missing() and _may_install():
        _apt(["update"])
        _apt(["install", "--yes", "--no-install-recommends", *missing()])
    if missing():
        sys.exit(_advice(missing()))


def missing_packages() -> list[str]:
    """Return Debian's names of the packages that are needed here and not installed; empty off Linux."""
    if sys.platform != "linux":
        return []
    missing = [package for package, library in _needed_libraries().items() if not _can_load(library)]
    if importlib.util.find_spec("ensurepip") is None and not python_of(VENV).exists():
        missing.append("python3-venv")
    if not _has_font("*.[ot]t[fc]"):
        missing.append("fonts-dejavu-core")
    if _language().startswith(CJK_LANGUAGES) and not _has_font("*CJK*"):
        missing.append("fonts-noto-cjk")
    return missing


def _needed_libraries() -> dict[str, str]:
    needed = dict(LIBRARIES)
    if os.environ.get("DISPLAY"):
        needed |= X11_LIBRARIES
    if os.environ.get("WAYLAND_DISPLAY"):
        needed |= WAYLAND_LIBRARIES
    return needed


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font(pattern: str) -> bool:
    return any(next(Path(folder).expanduser().rglob(pattern), None) for folder in FONT_FOLDERS)


def _language() -> str:
    return os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""


def _sudo() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def _may_install() -> bool:
    if shutil.which("apt-get") is None:
        return False
    if not _sudo():
        return True
    return shutil.which("sudo") is not None and _succeeds(["sudo", "-n", "true"])


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _apt(words: list[str]) -> None:
    """Run apt-get, its line printed first; whether it helped shows in what is missing afterwards."""
    command = [*_sudo(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2", *words]
    say(f"+ {shlex.join(command)}")
    ran = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if ran.returncode:
        say(ran.stdout)


def _advice(missing: list[str]) -> str:
    if shutil.which("apt-get"):
        line = shlex.join(["sudo", "apt-get", "install", "--no-install-recommends", *missing])
        return f"Some libraries of the system are missing; this line installs them: {line}"
    names = ", ".join(missing)
    return f"Some libraries of the system are missing; install what your system calls (Debian's names): {names}"


# ---------------------------------------------------------------- what the program gets


def variables() -> dict[str, str]:
    """Return the environment variables for the program: this process's own, with a UTF-8 locale where there is none."""
    env = dict(os.environ)
    if sys.platform != "linux":
        return env
    effective = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or ""
    if "utf" not in effective.lower():
        env.pop("LC_CTYPE", None)
        env.update({"LC_ALL": "C.UTF-8"} if env.get("LC_ALL") else {"LANG": "C.UTF-8"})
    return env


def has_display(env: Mapping[str, str]) -> bool:
    """Whether a window can be seen: on Linux, whether Wayland or the X server that `env` names answers."""
    if env.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal", "vnc"}:
        return False
    if sys.platform != "linux":
        return True
    return bool(env.get("WAYLAND_DISPLAY")) or _x_server_answers(env.get("DISPLAY", ""))


def _x_server_answers(display: str) -> bool:
    """Whether `host:number.screen` can be connected to; a variable left over from another login cannot."""
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    if host not in {"", "unix"}:
        return _connects(socket.AF_INET, (host, 6000 + int(number)))
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - this is where X servers have their socket
    return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, f"\0{path}")


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(3)
        connection.connect(address)
        return True
    return False


if __name__ == "__main__":
    print(ensure(dev=sys.argv[1:] == ["dev"]))
