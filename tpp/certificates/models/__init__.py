"""Tables of certificates."""

from tpp.certificates.models.awards import Award, AwardLine, NameCheck, NameWish, StaffName
from tpp.certificates.models.corrections import CertificateRequest
from tpp.certificates.models.holders import OfHolder
from tpp.certificates.models.links import (
    CertificateLink,
    CertificateProof,
    CertificateStamp,
    ExpiryNotice,
)
from tpp.certificates.models.register import (
    Certificate,
    CertificateFile,
    CertificateName,
    OfCertificate,
    same_certificate,
)

__all__ = [
    "Award",
    "AwardLine",
    "Certificate",
    "CertificateFile",
    "CertificateLink",
    "CertificateName",
    "CertificateProof",
    "CertificateRequest",
    "CertificateStamp",
    "ExpiryNotice",
    "NameCheck",
    "NameWish",
    "OfCertificate",
    "OfHolder",
    "StaffName",
    "same_certificate",
]
