"""A design as the press takes it: all that makes a page look as it does, and nothing of a person."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tpp.designs.rules import LAYOUT
from tpp.designs.rules.colours import USUAL, Colours, recoloured
from tpp.designs.rules.texts import packaged, whole

PICTURES = Path(__file__).parents[3] / "static" / "certificates"
SIGNATURES = PICTURES / "signatures"
"""Those of the demonstration."""
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}

LOGO = "logo"
SIDE = 26
"""The square that a logo fits into, in millimetres; the panel round it has 32."""
LEFT, LEFT_OF_RTL, TOP, WIDE = 17, 248, 20, 32

BACKGROUNDS = """
.certificate {{ background: url(asset:logo) {x}mm {y}mm / {w}mm {h}mm no-repeat,
  url(asset:panel.svg) {left}mm {top}mm / {wide}mm {wide}mm no-repeat,
  url(asset:frame.svg) 0 0 / 297mm 210mm no-repeat,
  url(asset:band-completion.svg) 12mm 12mm / 42mm 186mm no-repeat }}
.participation {{ background-image: url(asset:logo), url(asset:panel.svg), url(asset:frame.svg),
  url(asset:band-participation.svg) }}
.rtl {{ background-position: {xr}mm {y}mm, {right}mm {top}mm, 0 0, 243mm 12mm }}
"""
"""A logo is decoration: it stands in the background, so that no reader takes it for a word."""


class Shown(NamedTuple):
    """A picture that a page may show."""

    contents: bytes
    media_type: str


class Logo(NamedTuple):
    contents: bytes
    media_type: str
    width: float
    height: float


@dataclass(frozen=True)
class Look:
    """One version of a design: words, colours, logo. The layout is the same for all."""

    key: str
    wording: str
    """The words of the layout by language, as JSON with its keys in order."""
    colours: Colours = USUAL
    logo: Logo | None = None

    @property
    def texts(self) -> dict[str, Any]:
        return texts_in(self.wording)

    @property
    def fingerprint(self) -> str:
        """Of everything that can be seen; the same for the same page."""
        parts = (self.wording, *self.colours, self.logo.contents.hex() if self.logo else "")
        return sha256("\0".join(parts).encode()).hexdigest()

    @property
    def style(self) -> str:
        """The style sheet."""
        sheet = (PICTURES / LAYOUT / "certificate.css").read_text(encoding="utf8")
        return recoloured(sheet, self.colours) + (behind(self.logo) if self.logo else "")

    @property
    def pictures(self) -> dict[str, Shown]:
        """Every picture of the page, by the key under which it may be asked for."""
        found = {it.name: self.drawn(it) for it in pictures_in(PICTURES / LAYOUT)}
        found |= {f"signatures/{it.name}": shown(it) for it in pictures_in(SIGNATURES)}
        if self.logo:
            found[LOGO] = Shown(self.logo.contents, self.logo.media_type)
        return found

    def drawn(self, path: Path) -> Shown:
        drawn = recoloured(path.read_text(encoding="utf8"), self.colours)
        return Shown(drawn.encode(), KINDS[path.suffix])


class Shelf(Protocol):
    """Where the press finds what the words of a certificate name by a key."""

    def look(self, key: str) -> Look:
        """A design, by the key that the register keeps with the words."""

    def signature(self, key: str) -> Shown | None:
        """A picture of a signature that does not come with the register."""


class Packaged:
    """What comes with the register, and nothing else."""

    def look(self, key: str) -> Look:
        return packaged_look(key)

    def signature(self, key: str) -> Shown | None:
        return None


@lru_cache(64)
def texts_in(wording: str) -> dict[str, Any]:
    return json.loads(wording)


@cache
def packaged_look(key: str = LAYOUT) -> Look:
    """The design that comes with the register."""
    if key != LAYOUT:
        raise ValueError(f"no design is called {key!r}")
    return Look(key, in_order(packaged()))


def made_look(key: str, texts: Any, colours: Colours, logo: Logo | None) -> Look:
    """A design as somebody wrote it; ``texts`` by language and field."""
    return Look(key, in_order(whole(texts)), colours, logo)


def in_order(texts: dict[str, Any]) -> str:
    return json.dumps(texts, ensure_ascii=False, sort_keys=True)


def pictures_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix in KINDS]


def shown(path: Path) -> Shown:
    return Shown(path.read_bytes(), KINDS[path.suffix])


def behind(logo: Logo) -> str:
    """What the style sheet says of a logo: in the middle of a white panel on the band."""
    scale = SIDE / max(logo.width, logo.height)
    width, height = round(logo.width * scale, 2), round(logo.height * scale, 2)
    beside, above = (WIDE - width) / 2, (WIDE - height) / 2
    return BACKGROUNDS.format(
        x=round(LEFT + beside, 2),
        xr=round(LEFT_OF_RTL + beside, 2),
        y=round(TOP + above, 2),
        w=width,
        h=height,
        left=LEFT,
        right=LEFT_OF_RTL,
        top=TOP,
        wide=WIDE,
    )
