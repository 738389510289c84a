"""Reading XML from anybody, record by record: in constant memory, with line numbers, and nothing that expands or hides.

A document type declaration is refused as soon as it opens: with it go entities, bombs and external files. Depth, the
length of a text, of a tag or comment, and the size of one record are limited, so that no file can fill the memory.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pyexpat import ErrorString, ExpatError
from sys import intern
from types import MappingProxyType
from typing import Any, Protocol
from xml.parsers.expat import ParserCreate

from fiscal.errors import Refusal
from fiscal.text import clean

DEPTH_AT_MOST = 40
TEXT_AT_MOST = 10_000
"""Characters of one element; the longest text of any format read here has some hundreds."""
RECORD_AT_MOST = 400_000
"""Elements of one record, each 64 characters of text counting as one more: an invoice of ten thousand lines has 200 000."""
TOKEN_AT_MOST = 1 << 20
"""Bytes of one tag, comment or instruction, which the parser must hold whole."""
BLANKS = " \t\r\n"
"""What XML calls white space; str.isspace knows more."""
NAMES_AT_MOST = 4_000
NAME_AT_MOST = 500
"""Different names of elements and attributes, and the length of one with its namespace. SAF-T has some 300."""
_CHUNK = 1 << 16
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_FAULTS = {
    2: "há um erro de sintaxe",
    3: "acaba antes do tempo ou está vazio",
    4: "há um carácter ou um sinal que não pode estar aqui, ou a codificação declarada não é a verdadeira",
    5: "acaba no meio de uma etiqueta",
    7: "uma etiqueta que fecha não é a que está aberta",
    8: "um atributo está repetido",
    9: "há texto depois do fim do documento",
    11: "usa uma entidade que não está definida",
    18: "a codificação declarada não é conhecida",
    19: "a codificação declarada não é a verdadeira",
    20: "uma secção CDATA não está fechada",
    27: "um prefixo não está declarado",
}
"""What expat says, by its code, in the user's language."""


class Readable(Protocol):
    """An open file, or whatever gives bytes as one does."""

    def read(self, size: int, /) -> bytes: ...


class Unreadable(Refusal):
    """The file cannot be read on. line: where, from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"O ficheiro não se pode ler: na linha {line} {clean(what)}.", field="file", rule="xml")
        self.line = line


class Node:
    """An element: its local name, the line where it begins, its text and its children. Attributes are kept if any.

    Blanks before a child are no text. taken: 0, or, for a mark that stands where records were taken out, how many of
    this name stood there one after the other; a mark is empty.
    """

    __slots__ = ("attributes", "children", "line", "name", "namespace", "taken", "text")

    def __init__(self, name: str, namespace: str, line: int, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.namespace = namespace
        self.line = line
        self.attributes = attributes
        self.text = ""
        self.taken = 0
        self.children: list[Node] = []

    def first(self, name: str) -> Node | None:
        """The first child of a name, or None."""
        for child in self.children:
            if child.name == name:
                return child
        return None

    def all(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def get(self, *path: str) -> str:
        """The text at a path of first children; empty where there is none."""
        node: Node | None = self
        for name in path:
            node = node.first(name) if node is not None else None
        return "" if node is None else node.text


def records(source: Readable, paths: Container[str]) -> Iterator[tuple[str, Node]]:
    """Each element whose path (``AuditFile/Header``, local names) is in ``paths``, whole, as soon as it ends.

    All that is in no record is given last, as the root, with a mark where records were taken out.
    Raises Unreadable for what is not well-formed XML, for a DTD, and beyond the limits; with the line.
    """
    reader = _Reader(paths)
    while chunk := source.read(_CHUNK):
        reader.feed(chunk, last=False)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


def parse(data: bytes) -> Node:
    """A small document, whole. Raises Unreadable as ``records`` does."""
    reader = _Reader(())
    reader.feed(data, last=True)
    *_, (_, root) = reader.taken()
    return root


class _Reader:
    def __init__(self, paths: Container[str]) -> None:
        self._paths = paths
        self._open: list[Node] = []
        self._path: list[str] = []
        self._inside = 0
        """How deep inside a record: 0 outside."""
        self._size = self._outside = 0
        """What is kept: outside all records, and with the record that is open."""
        self._fed = 0
        self._names: dict[str, tuple[str, str]] = {}
        self._texts: list[str] = []
        self._length = 0
        self._ready: list[tuple[str, Node]] = []
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        self._parser = parser

    def feed(self, data: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(data, last)
        except ExpatError as error:
            why = _FAULTS.get(error.code) or ErrorString(error.code)
            raise Unreadable(error.lineno, f"não é XML bem formado: {why}") from None
        except (LookupError, ValueError):  # an encoding that Python does not know
            raise Unreadable(1, "a codificação declarada não é conhecida: use UTF-8 ou Windows-1252") from None
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > TOKEN_AT_MOST and not last:
            raise Unreadable(self._parser.CurrentLineNumber, "tem uma etiqueta ou um comentário demasiado longo")

    def taken(self) -> Iterable[tuple[str, Node]]:
        ready, self._ready = self._ready, []
        return ready

    def _start(self, raw: str, attributes: list[str]) -> None:
        namespace, name = self._names.get(raw) or self._new_name(raw)
        line = self._parser.CurrentLineNumber
        if self._texts:
            self._keep_text(before_child=True)
        node = Node(
            name,
            namespace,
            line,
            dict(zip(attributes[::2], attributes[1::2], strict=True)) if attributes else _NO_ATTRIBUTES,
        )
        self._open.append(node)
        self._path.append(name)
        if len(self._open) > DEPTH_AT_MOST:
            raise Unreadable(line, f"tem elementos dentro de elementos a mais de {DEPTH_AT_MOST} níveis")
        self._size += 1
        if attributes:
            self._size += sum(map(len, attributes)) // 64 + len(attributes)
            for attribute in attributes[::2]:
                if attribute not in self._names:
                    self._new_name(attribute)
        if self._inside or "/".join(self._path) in self._paths:
            self._inside += 1
        else:
            self._outside = self._size
        if self._size > RECORD_AT_MOST:
            raise Unreadable(line, "tem um registo demasiado grande")

    def _new_name(self, raw: str) -> tuple[str, str]:
        """A name seen for the first time; the parser remembers each, so that there must be an end to them."""
        if len(raw) > NAME_AT_MOST or len(self._names) >= NAMES_AT_MOST:
            raise Unreadable(
                self._parser.CurrentLineNumber, "tem nomes de elementos demasiado longos ou diferentes a mais"
            )
        namespace, _, name = raw.rpartition(" ")
        self._names[raw] = intern(namespace), intern(name)
        return self._names[raw]

    def _end(self, raw: str) -> None:
        if self._texts:
            self._keep_text()
        node = self._open.pop()
        if self._inside:
            self._inside -= 1
            if not self._inside:
                self._size = self._outside
        path = "/".join(self._path) if not self._inside else ""
        self._path.pop()
        if not self._open:
            self._ready.append((path, node))
        elif not self._inside and path in self._paths:
            self._ready.append((path, node))
            self._mark(node)
        else:
            self._open[-1].children.append(node)

    def _mark(self, record: Node) -> None:
        """Where a record stood: one mark for all that follow each other."""
        beside = self._open[-1].children
        if not (beside and beside[-1].taken and beside[-1].name == record.name):
            beside.append(Node(record.name, record.namespace, record.line, _NO_ATTRIBUTES))
            self._size += 1
            self._outside = self._size
        beside[-1].taken += 1

    def _data(self, text: str) -> None:
        self._length += len(text)
        if self._length > TEXT_AT_MOST:
            raise Unreadable(self._parser.CurrentLineNumber, f"tem um texto com mais de {TEXT_AT_MOST} caracteres")
        self._texts.append(text)

    def _keep_text(self, *, before_child: bool = False) -> None:
        text = "".join(self._texts)
        self._texts = []
        self._length = 0
        if self._open and not (before_child and not text.strip(BLANKS)):
            node = self._open[-1]
            node.text += text
            if len(text) > 63:
                self._size += len(text) // 64
                if not self._inside:
                    self._outside = self._size
            if len(node.text) > TEXT_AT_MOST:
                raise Unreadable(node.line, f"tem um texto com mais de {TEXT_AT_MOST} caracteres")

    def _doctype(self, *_: Any) -> None:
        raise Unreadable(
            self._parser.CurrentLineNumber,
            "declara um DOCTYPE ou entidades, que este formato não tem e podem ser um ataque",
        )
