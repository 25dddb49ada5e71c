"""The stand-in as real processes: PostgreSQL, Redis and Puma, in a root file system of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from tests.contract.chroot import STANDIN

# Mounts that only this process sees and that go with it: each instance has its own application and data.
ENTER = """
set -e
work=$1; shift
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount --bind "$work/app" "$0/app"
mount --bind "$work/srv" "$0/srv"
exec chroot "$0" "$@"
"""
AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
POSTGRES = "/usr/lib/postgresql/17/bin"
DATA = "/srv/pg"
RUN = "/var/run/postgresql"


class StandInError(Exception):
    """The stand-in does not run; the message carries the end of its log."""


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class StandIn:
    """One release of the stand-in on an empty database; leaving the block stops what runs of it.

    + root: root file system with its packages
    + version: release to play
    + work: folder for logs, application and data
    + environment: more of it, for every process; also names that a shell would lose
    """

    def __init__(self, root: Path, version: str, work: Path, environment: Mapping[str, str] | None = None) -> None:
        self._root, self._version, self._work = root, version, work
        self._playing = version
        self._environment = dict(environment or {})
        self._postgres_port, self._redis_port, self._web_port = _port(), _port(), _port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._app, self._srv = work / "app", work / "srv"
        self.url = f"http://127.0.0.1:{self._web_port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Install the application, create and prepare the database, start everything."""
        self.install()
        self.start_servers()
        self._call(["bundle", "exec", "rails", "db:chatwoot_prepare"])
        self.start_web()

    def start_with(self, initializer: Path) -> None:
        """Put a file among the initializers, prepare the database, start neither web nor worker."""
        self.install()
        self.add(f"config/initializers/zz_{initializer.name}", initializer.read_text())
        self.start_servers()
        assert self.prepare("chatwoot_production") == ""

    def install(self) -> None:
        """Make a fresh copy of the application."""
        shutil.copytree(STANDIN, self._app)
        for folder in (self._srv, self._root / "app", *(self._app / name for name in ("tmp/pids", "log", "storage"))):
            folder.mkdir(parents=True, exist_ok=True)
        self.play(self._version)

    def play(self, version: str) -> None:
        """Become another release; running processes stay what they are."""
        self._playing = version
        self._call(["/app/bin/set-version", version])

    def start_servers(self) -> None:
        """Start PostgreSQL and Redis, both empty."""
        self._call(["sh", "-c", f"mkdir -p {DATA} {RUN} && chown postgres {DATA} {RUN}"])
        self._call([*AS_POSTGRES, f"{POSTGRES}/initdb", "-D", DATA, "-A", "trust"])
        self.start_redis()
        self.start_postgres()

    def prepare(self, database: str, **env: str) -> str:
        """Prepare a database as the release that is played; empty, or the reason why it failed."""
        command = ["bundle", "exec", "rails", "db:chatwoot_prepare"]
        try:
            self._call(command, env={"POSTGRES_DATABASE": database, **env})
        except StandInError as error:
            return str(error)
        return ""

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Answer of psql, as superuser."""
        client = ["psql", "-h", "127.0.0.1", "-p", str(self._postgres_port), "-U", "postgres", "-At", "-d", database]
        return self._call([*client, "-c", statement]).strip()

    def start_postgres(self) -> None:
        """Start PostgreSQL and wait for it."""
        options = ["-p", str(self._postgres_port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        self._spawn("postgres", [*AS_POSTGRES, f"{POSTGRES}/postgres", "-D", DATA, *options])
        self._wait("postgres", self._postgres_port)

    def start_redis(self) -> None:
        """Start an empty Redis and wait for it."""
        options = ["--port", str(self._redis_port), "--bind", "127.0.0.1", "--save", "", "--requirepass", "contract"]
        self._spawn("redis", ["redis-server", *options])
        self._wait("redis", self._redis_port)

    def start_web(self, **env: str) -> None:
        """Start the web server with more environment and wait for its first answer."""
        command = ["/app/bin/rails", "s", "-p", str(self._web_port), "-b", "127.0.0.1"]
        self._spawn("web", ["/app/docker/entrypoints/rails.sh", "bundle", "exec", *self._with(), *command], env)
        self._wait("web", self._web_port)

    def start_worker(self, **env: str) -> None:
        """Start Sidekiq with more environment."""
        self._spawn("worker", ["bundle", "exec", *self._with(), "sidekiq", "-C", "config/sidekiq.yml"], env)

    def add(self, path: str, text: str) -> None:
        """Put a file into the application, as a mount of the container would."""
        (self._app / path).write_text(text)

    def stop(self, name: str) -> None:
        """Stop one of postgres, redis, web, worker."""
        process = self._running.pop(name)
        # PostgreSQL waits for its clients on SIGTERM.
        process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self) -> None:
        """Stop everything; the logs stay."""
        for name in ("worker", "web", "postgres", "redis"):
            if name in self._running:
                self.stop(name)
        for folder in (self._app, self._srv):
            shutil.rmtree(folder, ignore_errors=True)

    def runner(self, script: str, **env: str) -> Any:
        """JSON that a Rails runner script prints after @@; with more environment."""
        text = self._call(["bundle", "exec", "rails", "runner", "-"], script, env)
        return next((json.loads(line[2:]) for line in text.splitlines() if line.startswith("@@")), None)

    def redis(self, *command: str) -> str:
        """Answer of redis-cli."""
        return self._call(
            ["redis-cli", "--no-auth-warning", "-p", str(self._redis_port), "-a", "contract", *command]
        ).strip()

    def _env(self, more: dict[str, str] | None = None) -> dict[str, str]:
        return {
            "PATH": "/app/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG": "C.UTF-8",
            "HOSTNAME": "contract",
            "RAILS_ENV": "production",
            "SECRET_KEY_BASE": "contract" * 8,
            "FRONTEND_URL": "http://chatwoot.test",
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(self._postgres_port),
            "POSTGRES_USERNAME": "postgres",
            "REDIS_URL": f"redis://127.0.0.1:{self._redis_port}",
            "REDIS_PASSWORD": "contract",
            "ENABLE_RACK_ATTACK": "false",
            "ENABLE_ACCOUNT_SIGNUP": "false",
            "PIDFILE": "tmp/pids/server.pid",
            # Apart for each release: files of one path, age in seconds and size are one to Bootsnap, and two may run at
            # once, or one become the other within a second.
            "BOOTSNAP_CACHE_DIR": f"/var/cache/bootsnap-{self._playing}",
            "SIDEKIQ_ALIVE_PORT": str(_port()),
            **self._environment,
            **(more or {}),
        }

    def _with(self) -> list[str]:
        """The environment as a command: a shell on the way drops names that begin with a digit (360DIALOG_BASE_URL)."""
        return ["env", *(f"{name}={value}" for name, value in self._environment.items())]

    def client(self) -> dict[str, str]:
        """Environment by which a client of PostgreSQL inside finds the server, as its superuser."""
        return {"PGHOST": "127.0.0.1", "PGPORT": str(self._postgres_port), "PGUSER": "postgres"}

    def inside(self, command: list[str]) -> list[str]:
        """The command as it runs in the root file system."""
        enter = ["unshare", "--mount", "--propagation", "private", "sh", "-c", ENTER, str(self._root), str(self._work)]
        return [*enter, "sh", "-c", 'cd /app && exec "$0" "$@"', *command]

    def _call(self, command: list[str], text: str = "", env: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            self.inside(command),
            input=text,
            env=self._env(env),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        if done.returncode:
            raise StandInError(
                f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        return done.stdout

    def _spawn(self, name: str, command: list[str], env: dict[str, str] | None = None) -> None:
        with (self._work / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                self.inside(command),
                env=self._env(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait(self, name: str, port: int) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self._running[name].poll() is None:
            if self._answers(name, port):
                return
            time.sleep(0.1)
        log = (self._work / f"{name}.log").read_text(errors="replace")
        raise StandInError(f"{name} of {self._version} does not answer: {log[-2000:]}")

    def _answers(self, name: str, port: int) -> bool:
        try:
            if name == "web":
                return requests.get(f"{self.url}/api", timeout=5).ok
            if name == "postgres":
                probe = ["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
                return subprocess.run(["chroot", str(self._root), *probe], env=os.environ, check=False).returncode == 0
            with socket.create_connection(("127.0.0.1", port), 1):
                return True
        except OSError:
            return False
