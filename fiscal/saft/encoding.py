"""What can be written in Windows-1252, the encoding of AT's files: other letters become their nearest neighbours."""

from __future__ import annotations

import unicodedata

from fiscal.text import clean

ENCODING = "cp1252"
"""Python's name for it; in an XML declaration it is ``Windows-1252``."""

_NEIGHBOURS = """
    Ł=L ł=l Đ=D đ=d Ħ=H ħ=h Ŧ=T ŧ=t ı=i Ŋ=N ŋ=n Ɓ=B Ɗ=D Ə=E ə=e ẞ=SS ĸ=k ſ=s
    Α=A Β=V Γ=G Δ=D Ε=E Ζ=Z Η=I Θ=Th Ι=I Κ=K Λ=L Μ=M Ν=N Ξ=X Ο=O Π=P Ρ=R Σ=S Τ=T Υ=Y Φ=F Χ=Ch Ψ=Ps Ω=O
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o
    А=A Б=B В=V Г=G Ґ=G Д=D Е=E Ё=Yo Є=Ye Ж=Zh З=Z И=I Й=Y І=I Ї=Yi К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=Kh Ц=Ts Ч=Ch
    Ш=Sh Щ=Shch Ъ=A Ы=Y Ь=' Э=E Ю=Yu Я=Ya
    а=a б=b в=v г=g ґ=g д=d е=e ё=yo є=ye ж=zh з=z и=i й=y і=i ї=yi к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch
    ш=sh щ=shch ъ=a ы=y ь=' э=e ю=yu я=ya
    ‐=- ‑=- ‒=- ―=— −=- ∕=/ ⁄=/ ′=' ″=" ‛=' ‟=" ≤=<= ≥=>= ≈=~ ≠=<> →=-> ←=<- ⇒==> ∅=Ø ⌀=Ø ∞=oo √=V ∙=· ◦=· ●=• ■=• ✓=v
"""
"""Latin letters whose stroke or hook is no accent, Greek, Cyrillic (Russian, Ukrainian, Bulgarian), and signs."""
_NEAREST = {pair[0]: pair[2:] for pair in _NEIGHBOURS.split()}
_UNKNOWN = "?"


def _writable(letter: str) -> str:
    """A character as it can be written: itself, its nearest neighbour, without its accents, or a question mark."""
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        pass
    else:
        return letter
    if (near := _NEAREST.get(letter)) is not None:
        return near
    apart = unicodedata.normalize("NFKD", letter)
    if apart == letter:
        return "" if unicodedata.combining(letter) else _UNKNOWN
    return "".join(_writable(part) for part in apart if not unicodedata.combining(part)) or _UNKNOWN


def text(value: str, limit: int) -> str:
    """``value`` as one line of visible Windows-1252 characters, at most ``limit`` of them, without outer spaces.

    A character that has no neighbour becomes ``?``, so that a text which can be seen is never written as nothing. Only
    what holds nothing visible gives an empty text, which is to be left out: no element of AT's files may be empty.
    """
    safe = clean(value)
    try:
        safe.encode(ENCODING)
    except UnicodeEncodeError:
        safe = clean("".join(map(_writable, safe))) or _UNKNOWN
    return safe[:limit].rstrip()
