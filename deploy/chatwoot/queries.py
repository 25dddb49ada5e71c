"""Shell text that asks the database and Redis, run on the host as root. Pure text, no pyinfra."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote

_FOLDER = Path(__file__).parents[2] / "templates" / "sql"

# With a database or Redis of the operator's own, the web container has the clients and the environment for it.
_OWN_PSQL = (
    'PGPASSWORD="$POSTGRES_PASSWORD" exec psql -h "$POSTGRES_HOST" -p "${POSTGRES_PORT:-5432}" '
    '-U "$POSTGRES_USERNAME" "$@"'
)
_OWN_REDIS = (
    'password = ENV["REDIS_PASSWORD"].to_s; '
    'redis = Redis.new(url: ENV["REDIS_URL"], password: password.empty? ? nil : password); '
    "puts redis.eval(ARGV[0])"
)


def application(
    project: str, database: str, admin: str, service: str, app: str, rows: Sequence[str], own: Sequence[str] = ()
) -> str:
    """Prints `database {json}` and `redis {json}`, the JSON empty where nobody answered; always ends with 0.

    own: those of "postgres" and "redis" that are the operator's own servers
    """
    variables = {"admin": admin, "service": service, "app": app, "rows": json.dumps(list(rows))}
    asked = psql(project, database, "application", variables, "postgres" in own)
    return f"{_line('database', asked)}; {_line('redis', redis(project, _text('application.lua'), own))}"


def redis(project: str, lua: str, own: Sequence[str] = ()) -> str:
    """Evaluates a Lua script in Chatwoot's Redis and prints what it returns."""
    if "redis" in own:
        return f"docker exec {project}-chatwoot bundle exec ruby -rredis -e {quote(_OWN_REDIS)} {quote(lua)}"
    return f"docker exec {project}-redis redis-cli EVAL {quote(lua)} 0"


def access(
    project: str, database: str, service: str, app: str, own: Sequence[str] = (), rows: Sequence[str] = ()
) -> str:
    """Prints `web {addresses}` and `database {json}` with a token: only for connection.run. Always ends with 0.

    rows: names of installation settings with secret values
    """
    addresses = "{{if .State.Running}}{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}{{end}}"
    variables = {"service": service, "app": app, "settings": json.dumps(list(rows))}
    asked = psql(project, database, "access", variables, "postgres" in own)
    inspected = f"docker inspect -f {quote(addresses)} {project}-chatwoot"
    return f"{_line('web', inspected)}; {_line('database', asked)}"


def objects(project: str, database: str, own: Sequence[str] = ()) -> str:
    """Prints `database {json}`: what the API does not tell of objects. Always ends with 0."""
    return _line("database", psql(project, database, "objects", {}, "postgres" in own))


def answers(output: str) -> dict[str, str]:
    """The lines that the commands above print, by their first word."""
    found = {}
    # Not splitlines: PostgreSQL leaves U+2028 and its kin as they are inside JSON.
    for line in output.split("\n"):
        word, _, rest = line.partition(" ")
        if word in ("database", "redis", "web", "sealed"):
            found[word] = rest.strip()
    return found


def _line(word: str, command: str) -> str:
    # printf, because dash's echo would turn the \n inside JSON into line breaks.
    return f'printf "{word} %s\\n" "$({command} 2>/dev/null)"'


def psql(project: str, database: str, query: str, variables: Mapping[str, str], own: bool) -> str:
    """Runs a file of templates/sql and prints its one answer; fails when the database does.

    own: is it the operator's own server?
    """
    # Variables, not text put together: an e-mail address may hold a quote.
    options = ["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database]
    for name, value in variables.items():
        options += ["-v", f"{name}={value}"]
    given = " ".join(quote(each) for each in [*options, "-f", "-"])
    where = (
        f"docker exec -i {project}-chatwoot sh -c {quote(_OWN_PSQL)} psql"
        if own
        else f"docker exec -i {project}-postgres psql -U postgres"
    )
    return f"printf %s {quote(_text(query + '.sql'))} | {where} {given}"


def _text(name: str) -> str:
    # Comments are for readers of the file, not for the wire.
    return re.sub(r"\s+", " ", re.sub(r"^\s*--.*$", "", (_FOLDER / name).read_text(), flags=re.MULTILINE)).strip()
