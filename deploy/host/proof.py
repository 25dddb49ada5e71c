"""Proof that a name leads to a host whose own addresses differ (NAT, floating address): it talks to itself."""

import secrets

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.host import Host

from deploy.checks.observed import HostState
from deploy.host.connection import run

# A listener for at most 10 seconds that answers with a token, and a visitor that asks for it by the public name.
# perl-base and bash are on every Debian and Ubuntu; curl is not.
_SCRIPT = r"""
perl -MIO::Socket::INET -e '
  alarm 10; my $s = IO::Socket::INET->new(LocalPort => 80, Listen => 5, ReuseAddr => 1) or exit 1;
  while (my $c = $s->accept) { sysread $c, my $ask, 4096; print $c "HTTP/1.0 200 OK\r\n\r\n$ARGV[0]\n"; close $c }
' "$0" & server=$!
for try in 1 2 3 4 5; do
  for name; do
    answer=$(timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/80" && printf "GET / HTTP/1.0\r\n\r\n" >&3 && cat <&3' "$name")
    case $answer in *"$0"*) echo "proven $name";; esac
  done | sort -u | grep . && break
  kill -0 $server || break
  sleep 0.3
done
kill $server
exit 0
"""


def proven(host: Host, seen: HostState) -> tuple[str, ...]:
    """Names that lead to the host although they resolve to other addresses.

    Where our own proxy holds port 80 already, the first run has proven them. Root is needed for the port.
    """
    strange = [name for name, addresses in seen.names.items() if addresses and not set(addresses) & set(seen.addresses)]
    if not strange or 80 in seen.published:
        return tuple(strange)
    if not seen.is_root or any(each.port == 80 for each in seen.listeners):
        return ()
    token = secrets.token_hex(16)
    names = [QuoteString(name) for name in strange]
    output = run(host, StringCommand("sh -c", QuoteString(_SCRIPT), token, *names, "2>/dev/null"))
    return tuple(line.split()[1] for line in output.stdout.splitlines() if line.startswith("proven "))
