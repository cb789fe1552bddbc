"""What makes a file provable: a certification signature over all of it, and a file attached to it.

ISO 32000-1, 12.8 (signatures; 12.8.2.2 DocMDP: no change is allowed) and 7.11.4 (embedded files);
ISO 19005-3, 6.8 (associated files). The signature's room stands at the beginning of the file, before
anything that differs, so that its place is the same in every file of a frame.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5, sha256
from typing import NamedTuple

from tpp.certificates.press.objects import Parts, Slot, Writer, plain, reference, string
from tpp.certificates.press.signing import Signer

FILE = "attached"
SIGNATURE = (
    b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(%b)/Name%b/Reason%b"
    b"/Reference[<</Type/SigRef/TransformMethod/DocMDP"
    b"/TransformParams<</Type/TransformParams/V/1.2/P 1>>>>]"
    b"/ByteRange[0 %010d %010d %010d]/Contents<%b>>>"
)


@dataclass(frozen=True, eq=False)
class Seal:
    """With which key, and in whose name, files are signed."""

    signer: Signer
    organisation: str
    reason: str = "Certificate issued"


class Attachment(NamedTuple):
    """A file that travels in the certificate."""

    name: str
    kind: str
    about: str
    data: bytes


class Stamp:
    """The seal's objects in one frame: signature, its field, the attached file and its entry."""

    objects = 4

    def __init__(
        self, seal: Seal, first: int, root: int, page: int, objects: dict[int, Parts], day: str
    ):
        self.seal, self.day = seal, pdf_date(day)
        self.signature, self.field, self.entry, self.file = range(first, first + self.objects)
        self.room = seal.signer.room
        objects[root] = with_entries(
            objects[root],
            b"/AcroForm<</Fields[%b]/SigFlags 3>>/Perms<</DocMDP %b>>/AF[%b]"
            % (reference(self.field), reference(self.signature), reference(self.entry))
            + b"/Names<</EmbeddedFiles<</Names[",
            Slot(f"{FILE}:name"),
            b" %b]>>>>" % reference(self.entry),
        )
        objects[page] = with_annotation(objects[page], self.field)
        objects[self.field] = (
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU(Signature of the issuer)"
            b"/Rect[0 0 0 0]/F 132/P %b/V %b>>" % (reference(page), reference(self.signature)),
        )
        objects[self.entry] = (Slot(f"{FILE}:entry"),)

    def dictionary(self, *ranges: int, contents: bytes) -> bytes:
        name, reason = string(self.seal.organisation), string(self.seal.reason)
        return SIGNATURE % (self.day, name, reason, *ranges, contents)

    def begin(self, writer: Writer) -> None:
        """Make room for the signature, and note where it is."""
        start = writer.length + len(b"%d 0 obj\n" % self.signature)
        empty = self.dictionary(0, 0, 0, contents=b"0" * 2 * self.room)
        writer.put(self.signature, empty)
        self.ranges = start + empty.index(b"/ByteRange")
        self.opens = start + empty.index(b"/Contents<") + len(b"/Contents")
        self.closes = self.opens + 2 * self.room + 2

    def attach(self, attachment: Attachment, writer: Writer) -> Mapping[str, bytes]:
        """Put the file in; what its entry and the list of files say of it."""
        data, name = attachment.data, string(attachment.name)
        # The standard's check sum is MD5; what proves the file is the signature.
        check = md5(data, usedforsecurity=False).hexdigest().encode()
        kind = attachment.kind.replace("/", "#2f").encode()
        entries = b"/Type/EmbeddedFile/Subtype/%b/Params<</Size %d/ModDate(%b)/CheckSum<%b>>>" % (
            kind,
            len(data),
            self.day,
            check,
        )
        writer.put(self.file, plain(entries, data))  # a signed token is hardly smaller packed
        file = reference(self.file)
        entry = b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/Data/EF<</F %b/UF %b>>>>" % (
            name,
            name,
            string(attachment.about),
            file,
            file,
        )
        return {f"{FILE}:name": name, f"{FILE}:entry": entry}

    def sign(self, file: bytes) -> bytes:
        """The file with its signature, over every byte but the signature's own."""
        rest = len(file) - self.closes
        whole = bytearray(file)
        ranges = b"/ByteRange[0 %010d %010d %010d]" % (self.opens, self.closes, rest)
        whole[self.ranges : self.ranges + len(ranges)] = ranges
        digest = sha256(memoryview(whole)[: self.opens])
        digest.update(memoryview(whole)[self.closes :])
        signature = self.seal.signer.sign(digest.digest()).hex().encode()
        whole[self.opens + 1 : self.opens + 1 + len(signature)] = signature
        return bytes(whole)


def attached_to(file: bytes) -> bytes | None:
    """The file that travels in a certificate of ours; None where none does."""
    found = ATTACHED.search(file)
    return file[found.end() : found.end() + int(found[1])] if found else None


ATTACHED = re.compile(rb"<</Type/EmbeddedFile[^\n]*/Length (\d+)>>\nstream\n")


def pdf_date(day: str) -> bytes:
    """Midnight of an ISO date in UTC, as a PDF writes it (7.9.4)."""
    return b"D:%b000000Z" % day.replace("-", "").encode()


def with_entries(parts: Parts, *entries: bytes | Slot) -> Parts:
    """A dictionary with more entries at its end."""
    *before, last = parts
    assert isinstance(last, bytes), "a dictionary ends with its brackets"
    return (*before, last.removesuffix(b">>"), *entries, b">>")


def with_annotation(parts: Parts, key: int) -> Parts:
    """A page with one more annotation, the first."""
    [page] = parts
    assert isinstance(page, bytes), "nothing in the page's own object is stamped"
    if b"/Annots [" in page:
        return (page.replace(b"/Annots [", b"/Annots [%b " % reference(key), 1),)
    return with_entries(parts, b"/Annots[%b]" % reference(key))
