"""The certificate that strangers are shown."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from deploy.settings.settings import Settings
from tests.vps.outside import Outside

pytestmark = pytest.mark.usefixtures("named")


def test_chain_and_name_are_good_for_every_name(settings: Settings, outside: Outside) -> None:
    for name in (settings.domain, *settings.aliases):
        outside.tls(name).close()  # raises when chain or name is wrong


def test_certificate_names_the_domain(settings: Settings, outside: Outside) -> None:
    alternatives = _certificate(outside).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert settings.domain in alternatives.get_values_for_type(x509.DNSName)


def test_certificate_lasts(outside: Outside) -> None:
    assert _certificate(outside).not_valid_after_utc - datetime.now(UTC) > timedelta(days=1)


def test_protocol_is_modern(outside: Outside) -> None:
    connection = outside.tls(outside.domain)
    with connection:
        assert connection.version() in ("TLSv1.2", "TLSv1.3")


def _certificate(outside: Outside) -> x509.Certificate:
    with outside.tls(outside.domain) as connection:
        encoded = connection.getpeercert(binary_form=True)
    assert encoded
    return x509.load_der_x509_certificate(encoded)
