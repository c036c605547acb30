"""PostgreSQL's pg_trgm with a GIN index, in a server of its own that lives in a temporary directory.

Times are taken inside the server, so that no client is measured. The server listens on a Unix socket only.
"""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.peers import TOP, Answers

THRESHOLD = 0.3
UNPRIVILEGED = ("postgres", "nobody")
SETTINGS = ("listen_addresses=", "fsync=off", "shared_buffers=1GB", "work_mem=64MB", "maintenance_work_mem=512MB")
JIT_OFF = "jit=off"

ASK = f"""
set pg_trgm.similarity_threshold = {THRESHOLD};
do $$
declare
    asked record;
    started timestamptz;
    likest text[];
begin
    for asked in select * from queries order by number loop
        started := clock_timestamp();
        execute 'select array_agg(name) from (select name from names where name % $1
            order by similarity(name, $1) desc limit {TOP}) as best' into likest using asked.query;
        insert into answers values (
            asked.number, extract(epoch from clock_timestamp() - started), array_to_string(likest, '|'));
    end loop;
end $$;
"""


def postgres_bin() -> Path | None:
    """Where the server's programs are, the newest version first; None where there are none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def postgres_trigrams(names: Sequence[str], queries: Sequence[str], rounds: int = 2) -> Answers | None:
    """Asks `name % query`, ordered by similarity; None where no server is installed.

    Args:
        names: what is asked.
        queries: what is asked for.
        rounds: how often; the first round fills the server's memory, the last one's times are given.
    """
    programs = postgres_bin()
    if programs is None:
        return None
    with server(programs) as psql:
        psql("create extension pg_trgm; create table names (name text); create table queries (number int, query text)")
        psql("create table answers (number int, seconds float8, found text)")
        psql("copy names from stdin", "\n".join(names))
        psql("copy queries from stdin", "\n".join(f"{number}\t{query}" for number, query in enumerate(queries)))
        psql("create index on names using gin (name gin_trgm_ops)")
        psql("vacuum analyze names")
        for _ in range(rounds):
            psql("truncate answers")
            psql(ASK)
        rows = list(csv.reader(psql("copy answers to stdout with (format csv)").splitlines()))
    rows.sort(key=lambda row: int(row[0]))
    found = [row[2].split("|") if row[2] else [] for row in rows]
    return Answers(f"PostgreSQL pg_trgm GIN, % at {THRESHOLD}", [float(row[1]) for row in rows], found)


@contextmanager
def server(programs: Path) -> Iterator[Callable[..., str]]:
    """A server in a temporary directory; yields what runs SQL in it."""
    user = _user()
    with tempfile.TemporaryDirectory(prefix="exonym-bench-") as folder:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)

        def run(command: Sequence[str | Path], text: str | None = None) -> str:
            done = subprocess.run(
                command,
                input=text,
                capture_output=True,
                text=True,
                check=False,
                cwd=folder,
                env=os.environ | {"LC_ALL": "C"},
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
            if done.returncode:
                raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
            return done.stdout

        data = Path(folder) / "data"
        run([programs / "initdb", "--pgdata", data, "--auth", "trust", "--username", "bench", "--encoding", "UTF8"])
        options = " ".join(f"-c {setting}" for setting in (*SETTINGS, JIT_OFF, f"unix_socket_directories={folder}"))
        psql: list[str | Path] = [programs / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "bench"]
        psql += ["-d", "postgres", "-c"]
        control: list[str | Path] = [programs / "pg_ctl", "--pgdata", data, "--wait"]
        run([*control, "--log", Path(folder) / "log", "--options", options, "start"])
        try:
            yield lambda command, text=None: run([*psql, command], text)
        finally:
            run([*control, "--mode", "immediate", "stop"])


def _user() -> pwd.struct_passwd | None:
    """Whom the server runs as where this process is root, as which it refuses to run."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}.")
