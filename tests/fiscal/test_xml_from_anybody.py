"""Reading XML from anybody: records with their lines, and attacks that end in a clear message before they fill anything."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from fiscal.errors import Refusal
from fiscal.xmltree import Node, Unreadable, parse, records

ORDERS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Shop xmlns="urn:shop">
  <Name>Caf\xc3\xa9 do Cais</Name>
  <Order id="1">
    <Line>bica</Line>
    <Line/>
  </Order>
  <Order id="2"><Line>gal&#227;o</Line></Order>
  <Total>2</Total>
  <Order id="3"/>
</Shop>
"""


def shape(node: Node) -> object:
    return (node.name, node.text.strip(), [shape(child) for child in node.children])


def test_records_come_as_they_end_and_the_rest_at_the_end_with_marks_in_their_places() -> None:
    *orders, (path, shop) = records(io.BytesIO(ORDERS), {"Shop/Order"})
    assert [(p, n.line, n.attributes["id"], shape(n)) for p, n in orders] == [
        ("Shop/Order", 4, "1", ("Order", "", [("Line", "bica", []), ("Line", "", [])])),
        ("Shop/Order", 8, "2", ("Order", "", [("Line", "galão", [])])),
        ("Shop/Order", 10, "3", ("Order", "", [])),
    ]
    assert path == "Shop"
    assert [(n.name, n.taken, n.text) for n in shop.children] == [
        ("Name", 0, "Café do Cais"),
        ("Order", 2, ""),
        ("Total", 0, "2"),
        ("Order", 1, ""),
    ]
    assert {n.namespace for n in shop.children} == {"urn:shop"}


def test_blanks_of_a_value_are_kept_and_those_between_elements_are_not() -> None:
    node = parse(b"<a> <b> x </b>\n<c>\n</c> </a>")
    assert [(child.name, child.text) for child in node.children] == [("b", " x "), ("c", "\n")]
    assert node.text.strip() == ""


def test_comments_and_cdata_do_not_cut_a_value() -> None:
    assert parse("<a>Pão <!-- de -->&amp; <![CDATA[<queijo>]]></a>".encode()).text == "Pão & <queijo>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "linha 1 não é XML bem formado: acaba antes do tempo ou está vazio"),
        (b"ol\xc3\xa1", "erro de sintaxe"),
        (b"PK\x03\x04zip", "linha 1"),
        (b"<a>\n<b></a>", "linha 2 não é XML bem formado: uma etiqueta que fecha não é a que está aberta"),
        (b"<a>\n\n", "linha 3 não é XML bem formado: acaba antes do tempo"),
        (b"<a/><b/>", "há texto depois do fim"),
        (b"<a>x\x00y</a>", "não pode estar aqui"),
        (b"<a>\x1b[31m</a>", "não pode estar aqui"),
        (b"<a>&nbsp;</a>", "entidade que não está definida"),
        (b'<a b="1" b="2"/>', "atributo está repetido"),
        (b"<x:a/>", "prefixo não está declarado"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "codificação declarada não é conhecida"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "codificação declarada não é conhecida"),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>\xe7</a>', "codificação declarada não é a verdadeira"),
        (b'<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        (
            b'<!DOCTYPE a [<!ENTITY l0 "ah">'
            + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
            + b"]><a>&l11;</a>",
            "DOCTYPE",
        ),
    ],
)
def test_what_is_no_xml_or_an_attack_ends_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(records(io.BytesIO(data), {"a/b"}))
    assert says in refused.value.message
    assert refused.value.message.startswith("O ficheiro não se pode ler: na linha ")


class Endless:
    """A file that never ends. taken: how many bytes were read of it."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.taken = 0

    def read(self, size: int, /) -> bytes:
        found = bytearray()
        while len(found) < size:
            found += next(self._pieces)
        self.taken += len(found)
        assert self.taken < 60_000_000, "nothing stopped it"
        return bytes(found)


def forever(begin: bytes, again: Callable[[int], bytes]) -> Iterator[bytes]:
    yield begin
    yield from (again(n) for n in count())


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("begin", "again", "says", "at_most"),
    [
        (b"<A><R>", lambda _: b"texto " * 100, "um texto com mais de 10000", MEGABYTE),
        (b"<A><R><![CDATA[", lambda _: b"texto " * 100, "um texto com mais de 10000", MEGABYTE),
        (b"<A>", lambda _: b"x<b/>" * 100, "um texto com mais de 10000", MEGABYTE),
        (b'<A><R id="', lambda _: b"x" * 1000, "etiqueta ou um comentário demasiado longo", 2 * MEGABYTE),
        (b"<A><!--", lambda _: b"x" * 1000, "etiqueta ou um comentário demasiado longo", 2 * MEGABYTE),
        (b"<A><?x ", lambda _: b"x" * 1000, "etiqueta ou um comentário demasiado longo", 2 * MEGABYTE),
        (b"<", lambda _: b"x" * 1000, "etiqueta ou um comentário demasiado longo", 2 * MEGABYTE),
        (b"<A>", lambda _: b"<b>", "a mais de 40 níveis", MEGABYTE),
        (b"<A>", lambda _: b"<b/>" * 500, "registo demasiado grande", 2 * MEGABYTE),
        (b"<A><R>", lambda _: b"<b/>" * 500, "registo demasiado grande", 2 * MEGABYTE),
        (b"<A><R>", lambda _: b'<b c="1"/>' * 500, "registo demasiado grande", 2 * MEGABYTE),
        (b"<A><R>", lambda _: b"<b>" + b"x" * 9_000 + b"</b>", "registo demasiado grande", 30 * MEGABYTE),
        (b"<A>", lambda _: b"<R/><b/>" * 500, "registo demasiado grande", 2 * MEGABYTE),
        (b"<A><R>", lambda n: b"<b%d/>" % n, "nomes de elementos demasiado longos ou diferentes a mais", MEGABYTE),
        (b"<A><R>", lambda n: b'<b c%d="1"/>' % n, "nomes de elementos demasiado longos", MEGABYTE),
        (b"<A>", lambda _: b"<" + b"x" * 501 + b"/>", "nomes de elementos demasiado longos", MEGABYTE),
    ],
)
def test_what_never_ends_is_stopped_early(begin: bytes, again: Callable[[int], bytes], says: str, at_most: int) -> None:
    """Whatever is held in memory was read: a file that is refused after so many bytes held no more of them."""
    source = Endless(forever(begin, again))
    with pytest.raises(Refusal) as refused:
        for _ in records(source, {"A/R"}):
            pass
    assert says in refused.value.message
    assert source.taken < at_most


def test_records_without_number_leave_nothing_behind() -> None:
    """Twenty thousand records with blanks between them are one mark."""
    file = io.BytesIO(b"<A>" + b"\n  <R>\n<x>1</x></R>" * 20_000 + b"</A>")
    for path, node in records(file, {"A/R"}):
        if path == "A":
            [mark] = node.children
            assert (mark.name, mark.taken, node.text.strip()) == ("R", 20_000, "")
            return
    pytest.fail("the root did not come")
