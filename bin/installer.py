"""Installs locked Python packages into .venv, on a machine that has Python and nothing else.

    python3 bin/installer.py requirements.txt    exactly what the lock names, checked by hash
    python3 bin/installer.py uv ARGUMENTS        the pinned uv itself, for bin/lock

uv does the work, or pip on machines for which there is no uv. Either comes as a wheel from the
index that pip would use, and is accepted only with exactly the hash that is pinned here.
"""

import base64
import configparser
import hashlib
import html
import os
import platform
import re
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "installer"
VENV = ROOT / ".venv"

UV = {
    "x86_64": (
        "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "aarch64": (
        "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
}
PIP = (
    "pip-26.3-py3-none-any.whl",
    "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13",
)


def pip_setting(name):
    """What pip would take: the environment first, then its configuration files."""
    if value := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return value
    named = os.environ.get("PIP_CONFIG_FILE", "")
    for place in (named, "~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf"):
        settings = configparser.RawConfigParser()
        settings.read(Path(place).expanduser())
        for section in ("install", "global"):
            if value := settings.get(section, name, fallback=None):
                return value
    return None


def authorities():
    """The file of authorities that this machine trusts, a company's own included."""
    usual = ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt"
    asked = os.environ.get("SSL_CERT_FILE") or pip_setting("cert") or usual
    return asked if Path(asked).is_file() else None


def read(url):
    """The bytes at an address; a name and password in it are sent as such."""
    parts = urllib.parse.urlsplit(url)
    place = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    request = urllib.request.Request(place.geturl())
    if parts.username:
        secret = urllib.parse.unquote(f"{parts.username}:{parts.password or ''}")
        request.add_header("Authorization", "Basic " + base64.b64encode(secret.encode()).decode())
    context = ssl.create_default_context(cafile=authorities())
    with urllib.request.urlopen(request, timeout=60, context=context) as answer:
        return answer.read()


def wheel(filename, sha256):
    """The wheel of that name from the index, if it is exactly the one we know."""
    kept = CACHE / filename
    if kept.exists():
        return kept
    index = (pip_setting("index-url") or "https://pypi.org/simple").rstrip("/")
    page = f"{index}/{filename.split('-')[0]}/"
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', read(page).decode())]
    found = [link for link in links if f"/{filename}" in f"/{urllib.parse.unquote(link)}"]
    if not found:
        sys.exit(f"The package index has no {filename}.")
    content = read(urllib.parse.urljoin(page, found[0]))
    if hashlib.sha256(content).hexdigest() != sha256:
        sys.exit(f"{filename} from the package index is not the one that is pinned.")
    CACHE.mkdir(parents=True, exist_ok=True)
    arriving = kept.with_suffix(f".{os.getpid()}")
    arriving.write_bytes(content)
    return arriving.replace(kept)


def uv():
    """The pinned uv, or None on a machine for which there is none."""
    filename, sha256 = UV.get(platform.machine(), (None, None))
    if filename is None or platform.libc_ver()[0] != "glibc":
        return None
    program = CACHE / f"uv-{sha256[:8]}"
    if not program.exists():
        packed = wheel(filename, sha256)
        with zipfile.ZipFile(packed) as package:
            [inside] = [name for name in package.namelist() if name.endswith("/scripts/uv")]
            arriving = program.with_suffix(f".{os.getpid()}")
            arriving.write_bytes(package.read(inside))
        arriving.chmod(0o755)
        arriving.replace(program)
        packed.unlink(missing_ok=True)
    return program


def surroundings():
    """The environment for uv and pip: pip's index and this machine's authorities serve both."""
    settings = {"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy", "PIP_NO_INPUT": "1"}
    if index := pip_setting("index-url"):
        settings["UV_DEFAULT_INDEX"] = index
    if trusted := authorities():
        settings["SSL_CERT_FILE"] = trusted
    return settings | os.environ


def run(*command):
    return subprocess.run(command, cwd=ROOT, env=surroundings(), check=False).returncode


def install(lock):
    """Make .venv hold what the lock names."""
    python = VENV / "bin" / "python"
    if not python.exists() or run(python, "-c", "") != 0:
        venv.create(VENV, clear=True, symlinks=True)
    if program := uv():
        asked = [program, "pip", "sync", "--quiet", "--require-hashes", "--python", python]
    else:
        asked = [python, wheel(*PIP) / "pip", "install", "--quiet", "--require-hashes", "-r"]
    return run(*asked, lock)


def main(what, *arguments):
    try:
        return run(uv(), *arguments) if what == "uv" else install(what)
    except urllib.error.URLError as trouble:
        return f"The package index cannot be reached: {trouble}."


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
