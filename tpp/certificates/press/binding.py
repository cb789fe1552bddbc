"""Many certificates in one PDF, to print from.

The bound file keeps the tags of every page: structure trees are hung one after another under one root,
and their numbers moved on (ISO 32000-1, 14.7.2 and 14.7.4.4). It is for the printer: signatures hold
for the single files only, so their fields and the attached credentials are left out, and the file does
not claim to be an archive's (PDF/A).
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String


class Bound:
    """One PDF of all pages, tagged as they are."""

    def __init__(self, out: BinaryIO, title: str):
        self.out, self.pdf = out, pikepdf.new()
        self.title, self.kids, self.numbers = title, Array(), Array()
        self.roles, self.next = Dictionary(), 0
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.language: Any = None

    def add(self, name: str, page: bytes) -> None:
        source = pikepdf.open(BytesIO(page))
        self.language = self.language or source.Root.get(Name.Lang)
        self.intents(source)
        leave_out_fields(source)
        first = len(self.pdf.pages)
        self.pdf.pages.extend(source.pages)
        if Name.StructTreeRoot in source.Root:
            self.hang(source, first)

    def intents(self, source: pikepdf.Pdf) -> None:
        """The colours are meant alike on every page."""
        intents = source.Root.get(Name.OutputIntents)
        if intents is not None and Name.OutputIntents not in self.pdf.Root:
            self.pdf.Root.OutputIntents = self.pdf.copy_foreign(source.make_indirect(intents))

    def hang(self, source: pikepdf.Pdf, first: int) -> None:
        """The structure tree of a file under the common root, after those that hang there."""
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        kids = tree.K if isinstance(tree.K, Array) else [tree.K]
        for kid in kids:
            kid.P = self.root
            self.kids.append(kid)
        for key, role in tree.get(Name.RoleMap, {}).items():
            self.roles[key] = role
        numbers = list(numbered(tree.ParentTree))
        for number, elements in numbers:
            self.numbers.append(self.next + number)
            self.numbers.append(elements)
        for page in list(self.pdf.pages)[first:]:
            self.move_on(page)
        self.next += 1 + max((number for number, _ in numbers), default=-1)

    def move_on(self, page: Any) -> None:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + self.next
        for note in page.obj.get(Name.Annots, ()):
            if Name.StructParent in note:
                note.StructParent = int(note.StructParent) + self.next

    def close(self) -> None:
        self.root.K, self.root.RoleMap = self.kids, self.roles
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=self.numbers))
        self.root.ParentTreeNextKey = self.next
        top = self.pdf.Root
        top.StructTreeRoot, top.MarkInfo = self.root, Dictionary(Marked=True)
        top.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if self.language is not None:
            top.Lang = String(str(self.language))
        with self.pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            said["dc:title"] = self.title
        self.pdf.docinfo.Title = self.title
        self.pdf.save(self.out, deterministic_id=True)
        self.pdf.close()


def leave_out_fields(source: pikepdf.Pdf) -> None:
    """A signature is of the single file: in another one its field would be broken."""
    for entry in (Name.AcroForm, Name.Perms):
        if entry in source.Root:
            del source.Root[entry]
    for page in source.pages:
        notes = page.obj.get(Name.Annots)
        if notes is not None:
            kept = [it for it in notes if it.get(Name.Subtype) != Name.Widget]
            page.obj.Annots = Array(kept)


def numbered(tree: Any) -> Iterator[tuple[int, Any]]:
    """The pairs of a number tree (7.9.7)."""
    for kid in tree.get(Name.Kids, ()):
        yield from numbered(kid)
    pairs = list(tree.get(Name.Nums, ()))
    yield from ((int(key), value) for key, value in zip(pairs[::2], pairs[1::2], strict=True))
