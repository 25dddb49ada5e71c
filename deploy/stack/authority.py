"""A private certificate authority for machines without a public name (tls.mode internal)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA, CA_KEY, SITE, SITE_KEY = NAMES = (
    "INTERNAL_CA_CERTIFICATE",
    "INTERNAL_CA_KEY",
    "INTERNAL_SITE_CERTIFICATE",
    "INTERNAL_SITE_KEY",
)
_CA_DAYS, _SITE_DAYS, _RENEW_DAYS = 3650, 820, 60  # Apple refuses leaf certificates above 825 days


def ensure(kept: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """The authority and a site certificate for the names; kept ones stay while they are good.

    kept: PEM texts by the names above
    """
    if CA in kept and CA_KEY in kept and SITE in kept and SITE_KEY in kept and _good(kept[SITE], names):
        return {name: kept[name] for name in NAMES}
    if CA in kept and CA_KEY in kept:
        ca = x509.load_pem_x509_certificate(kept[CA].encode())
        ca_key = serialization.load_pem_private_key(kept[CA_KEY].encode(), None)
    else:
        ca_key = ec.generate_private_key(ec.SECP256R1())
        ca = _sign("chatwoot-deploy authority", ca_key, None, ca_key, _CA_DAYS, ())
    site_key = ec.generate_private_key(ec.SECP256R1())
    site = _sign(names[0], site_key, ca, ca_key, _SITE_DAYS, names)  # type: ignore[arg-type]
    return {
        CA: _pem(ca),
        CA_KEY: _pem_key(ca_key),  # type: ignore[arg-type]
        SITE: _pem(site),
        SITE_KEY: _pem_key(site_key),
    }


def _good(pem: str, names: tuple[str, ...]) -> bool:
    site = x509.load_pem_x509_certificate(pem.encode())
    alternatives = site.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    fresh = site.not_valid_after_utc - datetime.now(UTC) > timedelta(days=_RENEW_DAYS)
    return fresh and set(alternatives.get_values_for_type(x509.DNSName)) == set(names)


def _sign(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: int,
    names: tuple[str, ...],
) -> x509.Certificate:
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks differ
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=0 if issuer is None else None), True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    return builder.sign(issuer_key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _pem_key(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
