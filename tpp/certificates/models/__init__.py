"""Tables of certificates."""

from tpp.certificates.models.register import (
    Certificate,
    CertificateFile,
    CertificateName,
    OfCertificate,
    same_certificate,
)

__all__ = [
    "Certificate",
    "CertificateFile",
    "CertificateName",
    "OfCertificate",
    "same_certificate",
]
