"""No secret was ever said: read last, over everything that all other tests made the tool say, at -vvv too."""

from tests.e2e import transcript
from tests.e2e.conftest import Vps


def test_no_secret_in_any_output_or_command_line(provisioned: Vps) -> None:
    """Outputs of every run, command lines of every process that was sampled, commands told to containers."""
    transcript.note(provisioned.site)
    print(f"{transcript.known()} secrets sought in {transcript.heard_texts()} texts")
    assert transcript.known() > 5
    assert transcript.heard_texts() > 5
    assert transcript.leaks() == []
