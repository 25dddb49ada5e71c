"""What a run did to a host, written to the report when pyinfra ends: commands sent, operations changed."""

import atexit

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy import report
from deploy.host import connection


def record(host: Host) -> None:
    """Write the host's numbers at the end of this process, whatever ends it.

    pyinfra has no hook after the last operation that does not itself count as a change.
    """
    report.name_operations(_current_operation)
    # `from pyinfra import host` is a stand-in for whichever host is current, and at the end none is.
    real = host.state.inventory.get_host(host.name)
    if "footprint" not in real.connector_data:
        real.connector_data["footprint"] = True
        atexit.register(_write, real)


def _current_operation() -> str:
    if not ctx_host.isset():  # type: ignore[no-untyped-call]
        return ""
    host: Host = ctx_host.get()  # type: ignore[no-untyped-call]
    meta = host.state.op_meta.get(host.current_op_hash) if host.current_op_hash else None
    return min(meta.names, default="") if meta else ""


def _write(host: Host) -> None:
    if not report.requested():
        return
    for phase, count in connection.counts(host).items():
        report.number(host.name, f"commands.{phase}", count)
    done = [each.operation_meta for each in host.state.ops[host].values() if each.operation_meta.is_complete()]
    report.number(host.name, "operations.changed", sum(meta.did_change() for meta in done))
    report.number(host.name, "operations.failed", sum(not meta.did_succeed() for meta in done))
