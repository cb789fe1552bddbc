"""Decodes a PNG or JPEG and writes it anew: run as a process of its own, with little memory and time.

    python -I apart.py LIMITS < picture > answer

A picture of a few kilobytes can unfold into gigabytes, and decoders are written in C. So this file
imports nothing of the register, and once its library is loaded it opens no file and no connection. The
answer is a line of JSON, ``{"width": …, "height": …}`` with the new PNG behind it, or
``{"refused": code}``.
"""

import io
import json
import sys
from typing import Any

FORMATS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "shutil.", "ctypes.", "urllib.")
"""Beginnings of what the interpreter reports before it is done."""


class Refuse(Exception):
    """The picture cannot be taken; the code says why."""


def rewritten(contents: bytes, most_pixels: int, longest: int) -> tuple[bytes, int, int]:
    """The picture as PNG with nothing but its dots, at most ``longest`` dots wide and high."""
    from PIL import Image, ImageOps

    kind = next((it for mark, it in FORMATS.items() if contents.startswith(mark)), None)
    if kind is None:
        raise Refuse("unknown")
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and asked for first
    with Image.open(io.BytesIO(contents), formats=(kind,)) as opened:
        width, height = opened.size
        if width * height > most_pixels:
            raise Refuse("too_many_dots")
        if max(width / height, height / width) > 12:
            raise Refuse("too_flat")
        turned = ImageOps.exif_transpose(opened)
        is_clear = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
        plain = turned.convert("RGBA" if is_clear else "RGB")
    plain.thumbnail((longest, longest))
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG")
    return out.getvalue(), *bare.size


def limit_this_process(limits: dict[str, int]) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["memory"], limits["memory"]))


def touch_nothing(event: str, _arguments: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def answer(contents: bytes, limits: dict[str, int]) -> bytes:
    try:
        png, width, height = rewritten(contents, limits["pixels"], limits["longest"])
    except Refuse as refusal:
        return json.dumps({"refused": str(refusal)}).encode()
    except MemoryError:
        return json.dumps({"refused": "too_many_dots"}).encode()
    except Exception:
        return json.dumps({"refused": "damaged"}).encode()
    return json.dumps({"width": width, "height": height}).encode() + b"\n" + png


def warm_up() -> None:
    """Have the library load all that it ever loads: later it may open nothing."""
    from PIL import Image

    noted = Image.Exif()
    noted[0x0112] = 6
    for kind in FORMATS.values():
        out = io.BytesIO()
        Image.new("RGB", (2, 2)).save(out, kind, exif=noted, dpi=(72, 72))
        rewritten(out.getvalue(), most_pixels=4, longest=1)


def main() -> None:
    limits = json.loads(sys.argv[1])
    warm_up()
    limit_this_process(limits)
    contents = sys.stdin.buffer.read()
    sys.addaudithook(touch_nothing)
    sys.stdout.buffer.write(answer(contents, limits))


if __name__ == "__main__":
    main()
