"""From the script's output to what was seen; pure."""

import json
import re
from collections.abc import Iterable

from deploy.checks.observed import Container, HostState, Run, Running, Unit
from deploy.host.sockets import listeners

Sections = dict[str, list[str]]


def running(lines: Iterable[str]) -> Running:
    """What runs on the machine, from the output of `script.running`."""
    return Running(**_running(_sections(lines)))  # type: ignore[arg-type]


def machine(project: str, domain: str, lines: Iterable[str]) -> HostState:
    """Everything seen, from the output of `script.machine`."""
    seen = _sections(lines)
    release = dict(_assignment(line) for line in seen.get("os", []) if "=" in line)
    memory = {line.split(":")[0]: int(line.split()[1]) for line in seen.get("memory", []) if len(line.split()) > 1}
    names = {line.split()[0]: tuple(line.split()[1:]) for line in seen.get("names", []) if line.strip()}
    containers = [_container(line) for line in seen.get("containers", []) if line.count("|") >= 3]
    ours = [each for each in containers if each.project == project]
    run = _run(seen.get("run", []))
    return HostState(
        **_running(seen),  # type: ignore[arg-type]
        is_root=_first(seen, "user") == "0",
        distribution=release.get("ID", ""),
        release=release.get("VERSION_ID", ""),
        codename=release.get("VERSION_CODENAME", ""),
        architecture=_first(seen, "architecture"),
        ram_mb=memory.get("MemTotal", 0) // 1024,
        swap_mb=memory.get("SwapTotal", 0) // 1024,
        cpus=_number(_first(seen, "cpus")),
        disk_free_mb=_number((_first(seen, "disk").split() or [""] * 4)[3]) // 1024,
        clock=_number(_first(seen, "clock")) // 1000,
        look_ms=_number(_first(seen, "clock")) - _number(_first(seen, "began")),
        addresses=tuple(" ".join(seen.get("addresses", [])).split()),
        domain_addresses=names.get(domain, ()),
        names=names,
        listeners=listeners(seen.get("listeners", [])),
        volumes=tuple(name for name in seen.get("volumes", []) if name.startswith(f"{project}-")),
        containers=tuple(each.name for each in ours),
        strangers=tuple(each for each in containers if each.project != project),
        published=tuple(sorted({port for each in ours for port in each.ports})),
        secrets_kept="kept" in seen.get("kept", []),
        run=run,
        interrupted=str(run) if run and not run.alive else None,
        ssh_ports=tuple(dict.fromkeys(_number(line.strip()) for line in seen.get("ssh", []) if line.strip())),
        owned=tuple(line.strip() for line in seen.get("owned", []) if line.strip()),
        docker_repositories=tuple(seen.get("repositories", [])),
    )


def _running(seen: Sections) -> dict[str, object]:
    installed = [line.split() for line in seen.get("packages", []) if line.endswith(" installed")]
    virtualization = [*seen.get("virtualization", []), "none", "none"]
    return {
        "packages": {name: version for name, version, _ in installed},
        "docker": _first(seen, "docker") or None,
        "units": dict(_units(seen.get("units", []))),
        "daemon_json": _digest(seen, "daemon"),
        "daemon_stale": "stale" in seen.get("daemon", []),
        "firewall_file": _digest(seen, "firewall"),
        "firewall_loaded": "loaded" in seen.get("firewall", []),
        "firewall_current": "current" in seen.get("firewall", []) and "loaded" in seen.get("firewall", []),
        "kernel": {line.split()[0]: " ".join(line.split()[1:]) for line in seen.get("kernel", []) if line.strip()},
        # /proc/swaps counts in KB and leaves out the first page.
        "swaps": {line.split()[0]: (int(line.split()[2]) + 4) // 1024 for line in seen.get("swaps", []) if line},
        "virtualization": virtualization[0],
        "in_container": virtualization[1] != "none",
    }


def _sections(lines: Iterable[str]) -> Sections:
    sections: Sections = {}
    current: list[str] = []  # what a talkative .bashrc prints comes before the first heading and is dropped
    for line in lines:
        if line.startswith("@@ "):
            current = sections.setdefault(line[3:].strip(), [])
        else:
            current.append(line.rstrip())
    return sections


def _units(lines: list[str]) -> Iterable[tuple[str, Unit]]:
    # Blocks of Key=Value in no promised order, parted by empty lines.
    for block in "\n".join(lines).split("\n\n"):
        values = dict(_assignment(line) for line in block.splitlines() if "=" in line)
        if "Id" in values:
            yield (
                values["Id"],
                Unit(
                    values.get("UnitFileState", ""),
                    values.get("ActiveState", "inactive"),
                    values.get("NeedDaemonReload") == "yes",
                ),
            )


def _container(line: str) -> Container:
    name, project, _, ports = line.split("|", 3)
    spans = re.findall(r":(\d+)(?:-(\d+))?->", ports)
    numbers = {port for low, high in spans for port in range(int(low), int(high or low) + 1)}
    return Container(name, project, tuple(sorted(numbers)))


def _run(lines: list[str]) -> Run | None:
    alive = "alive" in lines
    for line in lines:
        try:
            noted = json.loads(line)
            return Run(str(noted["verb"]), str(noted["who"]), str(noted["when"]), alive)
        except (ValueError, KeyError, TypeError):
            continue
    return Run("a run", "somebody", "just now", True) if alive else None


def _assignment(line: str) -> tuple[str, str]:
    key, _, value = line.partition("=")
    return key.strip(), value.strip().strip("\"'")


def _first(seen: Sections, key: str) -> str:
    return next((line.strip() for line in seen.get(key, []) if line.strip()), "")


def _digest(seen: Sections, key: str) -> str:
    digest = (_first(seen, key).split() or [""])[0]
    return digest if len(digest) == 64 else ""


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
