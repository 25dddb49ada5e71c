"""The certificate of the ACME server's own https port, and the small CA that signed it."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=30)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A guest whose clock is a little behind must still accept it.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFETIME)
    )


def authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A new CA: certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = _builder("chatwoot-sandbox CA", "chatwoot-sandbox CA", key)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return builder.sign(key, hashes.SHA256()), key


def server(
    ca: x509.Certificate, ca_key: ec.EllipticCurvePrivateKey, address: str
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A server certificate for an address and loop-back, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.IPAddress(ipaddress.ip_address(text)) for text in (address, "127.0.0.1")]
    builder = _builder("chatwoot-sandbox ACME", "chatwoot-sandbox CA", key)
    alternatives = x509.SubjectAlternativeName([*names, x509.DNSName("localhost")])
    builder = builder.add_extension(alternatives, critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    return builder.sign(ca_key, hashes.SHA256()), key


def pem(certificate: x509.Certificate) -> bytes:
    """Certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Key as text, not encrypted."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def fresh(path: Path) -> bool:
    """Whether the certificate is there and good for another week."""
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=7)


def ensure(home: Path, address: str) -> None:
    """Write ca.pem, server.pem and server.key unless good ones are there: a restart keeps the CA clients trust."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if fresh(home / "server.pem") and (home / "ca.pem").exists():
        return
    ca, ca_key = authority()
    certificate, key = server(ca, ca_key, address)
    (home / "ca.pem").write_bytes(pem(ca))
    (home / "server.key").write_bytes(key_pem(key))
    (home / "server.key").chmod(0o600)
    (home / "server.pem").write_bytes(pem(certificate))
