"""One step of a plan, with everything that may come between: refusals, outages, answers that never came."""

from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused, Unreachable, Unsure
from deploy.errors import OperatorError
from deploy.objects.account import Reader
from deploy.objects.difference import merged
from deploy.objects.mentioned import Named, unknown, waits
from deploy.objects.names import Unknown
from deploy.objects.plan import Step, plan
from deploy.objects.world import World

_PAUSES = (5.0,) * 6  # seconds in which a row may still come whose request nobody answered


def take(client: Client, step: Step, world: World, reader: Reader, coming: Named) -> str | None:
    """Do one step; gives the sentence for one that could not be done.

    After a 5xx or a broken connection the type is read again before anything is sent again: the row may be there.
    Without an answer the row may still come, so what is not there after a while is not made a second time.
    """
    for last in (False, True):
        try:
            _check(step, coming, reader)
            _send(client, step, world)
        except Unknown as unknown:
            return waits(step.subject(client.name), unknown)
        except Refused as refused:
            return sentence(step, client.name, refused)
        except (Unsure, Unreachable) as error:
            lost = isinstance(error, Unsure) and error.lost
            left = _left(client, step, reader, lost)
            if left is None:
                return None
            if last or (lost and left.action == "create"):
                return sentence(step, client.name, error)
            step = left
            continue
        return None
    raise AssertionError("unreachable")


def _left(client: Client, step: Step, reader: Reader, lost: bool) -> Step | None:
    """What is still to do of a step, as a new look at the type tells.

    lost: nobody answered; look several times
    """
    assert step.wanted is not None
    for pause in (0.0, *(_PAUSES if lost else ())):
        if pause:
            client.sleep(pause)
        reader.refresh(step.kind)
        left = plan(step.kind, [step.wanted], reader.live(step.kind)).steps
        if not left:
            return None
        if left[0].action != step.action:
            break  # the row came, and not all of it is as declared
    return left[0]


def _check(step: Step, coming: Named, reader: Reader) -> None:
    # Before anything is written. Raises Unknown.
    assert step.wanted is not None
    for missing in unknown(step.kind, step.wanted.fields, coming, reader):
        raise missing


def sentence(step: Step, account: str, error: OperatorError) -> str:
    """The sentence about a step that could not be done."""
    # Most say already which object it was about.
    subject = step.subject(account)
    return str(error) if subject in str(error) else f"{subject}: {error}"


def _send(client: Client, step: Step, world: World) -> None:
    assert step.wanted is not None
    what = step.subject(client.name)
    try:
        if step.live is None:
            step.kind.create(client, step.wanted.fields, world, what)
        else:
            changed = frozenset(each.field.partition(".")[0] for each in step.changes)
            step.kind.update(client, step.live, merged(step.live.fields, step.wanted.fields), changed, world, what)
    except (KeyError, TypeError, AttributeError) as error:
        # An empty body where the new row was to be. Its words could hold what was answered.
        raise Unsure(what, {}, f"an answer that cannot be read ({type(error).__name__})") from error
