"""A receipt printer for tests: interprets ESC/POS strictly and gives back what would stand on the paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

CODE_PAGES = {2: "cp850", 3: "cp860", 16: "cp1252", 19: "cp858"}
_MONOSPACE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")


@dataclass
class Line:
    text: str
    bold: bool
    tall: bool
    wide: bool


@dataclass
class Roll:
    """What a job did. ``paper`` holds lines and pictures in order."""

    dots: int = 576
    paper: list[Line | Image.Image] = field(default_factory=list)
    native_qr: dict[int, bytes] = field(default_factory=dict)
    native_qr_printed: bool = False
    cuts: int = 0
    drawers: list[int] = field(default_factory=list)
    fed: int = 0
    code_page: str = "cp437"
    kanji: bool = True

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.paper if isinstance(item, Line)]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def pictures(self) -> list[Image.Image]:
        return [item for item in self.paper if isinstance(item, Image.Image)]

    def drawn(self) -> Image.Image:
        """The roll as an image, one pixel a dot (font A: 12 x 24)."""
        font = ImageFont.truetype(str(_MONOSPACE), 20) if _MONOSPACE.exists() else ImageFont.load_default(20)
        pieces: list[Image.Image] = []
        for item in self.paper:
            if isinstance(item, Image.Image):
                strip = Image.new("L", (self.dots, item.height), 255)
                strip.paste(item, ((self.dots - item.width) // 2, 0))
            else:
                strip = _letters(item, font, self.dots)
            pieces.append(strip)
        whole = Image.new("L", (self.dots + 48, sum(p.height for p in pieces) + 80), 255)
        y = 40
        for piece in pieces:
            whole.paste(piece, (24, y))
            y += piece.height
        return whole


def _letters(line: Line, font: Any, dots: int) -> Image.Image:
    strip = Image.new("L", (dots, 28), 255)
    draw = ImageDraw.Draw(strip)
    for column, character in enumerate(line.text):
        draw.text((column * 12, 1), character, 0, font=font, stroke_width=1 if line.bold else 0)
    high, wide = 2 if line.tall else 1, 2 if line.wide else 1
    return strip.resize((dots * wide, 28 * high)).crop((0, 0, dots, 28 * high))


def print_job(data: bytes, dots: int = 576) -> Roll:
    """Runs a job. Raises AssertionError on any byte that is neither text nor a command known here."""
    return _Printer(data, Roll(dots)).run()


class _Printer:
    def __init__(self, data: bytes, roll: Roll) -> None:
        self.data = data
        self.at = 0
        self.roll = roll
        self.line = b""
        self.bold = self.tall = self.wide = False

    def take(self, count: int = 1) -> bytes:
        taken = self.data[self.at : self.at + count]
        assert len(taken) == count, "the job ends inside a command"
        self.at += count
        return taken

    def run(self) -> Roll:
        while self.at < len(self.data):
            byte = self.take()
            if byte == b"\n":
                self.feed()
            elif byte in (b"\x1b", b"\x1c", b"\x1d"):
                getattr(self, {b"\x1b": "escape", b"\x1c": "kanji", b"\x1d": "group"}[byte])(self.take())
            else:
                assert byte >= b" ", f"control byte {byte!r} at {self.at - 1}"
                assert byte != b"\x7f"
                self.line += byte
        assert not self.line, "the last line is never printed"
        return self.roll

    def feed(self) -> None:
        text = self.line.decode(self.roll.code_page)
        self.roll.paper.append(Line(text, self.bold, self.tall, self.wide))
        self.line = b""

    def escape(self, command: bytes) -> None:
        if command == b"@":
            self.roll.code_page, self.roll.kanji = "cp437", True
        elif command == b"t":
            self.roll.code_page = CODE_PAGES[self.take()[0]]
        elif command == b"!":
            mode = self.take()[0]
            assert mode & ~0x38 == 0
            self.bold, self.tall, self.wide = bool(mode & 8), bool(mode & 16), bool(mode & 32)
        elif command == b"E":
            self.bold = self.take() == b"\x01"
        elif command == b"a":
            assert self.take()[0] in (0, 1, 2)
        elif command == b"d":
            self.roll.fed += self.take()[0]
        elif command == b"p":
            self.roll.drawers.append({0: 2, 1: 5}[self.take()[0]])
            self.take(2)
        else:
            raise AssertionError(f"unknown ESC {command!r}")

    def kanji(self, command: bytes) -> None:
        assert command == b"."
        self.roll.kanji = False

    def group(self, command: bytes) -> None:
        if command == b"V":
            assert self.take()[0] in (0, 1)
            self.roll.cuts += 1
        elif command == b"v":
            assert self.take(2) == b"0\x00"
            across, down = (int.from_bytes(self.take(2), "little") for _ in range(2))
            bits = bytes(255 - b for b in self.take(across * down))
            self.roll.paper.append(Image.frombytes("1", (across * 8, down), bits).convert("L"))
        elif command == b"(" and self.take() == b"k":
            length = int.from_bytes(self.take(2), "little")
            kind, function, *rest = self.take(length)
            assert kind == ord("1")
            self.roll.native_qr[function] = bytes(rest)
            self.roll.native_qr_printed |= function == 81
        else:
            raise AssertionError(f"unknown GS {command!r}")
