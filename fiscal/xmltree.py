"""Reading XML from anybody, record by record: in constant memory, with line numbers, and nothing that expands or hides.

A document type declaration is refused as soon as it opens: with it go entities, bombs and external files. Depth, the
length of a text and the number of elements of one record are limited, so that no file can fill the memory.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pyexpat import ErrorString, ExpatError
from typing import Any, BinaryIO
from xml.parsers.expat import ParserCreate

from fiscal.errors import Refusal
from fiscal.text import clean

DEPTH_AT_MOST = 40
TEXT_AT_MOST = 10_000
"""Characters of one element; the longest text of any format read here has some hundreds."""
RECORD_AT_MOST = 2_000_000
"""Elements of one record: an invoice of ten thousand lines has some 300 000."""
_CHUNK = 1 << 16


class Node:
    """An element: its local name, the line where it begins, its text and its children. Attributes are kept if any."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "text")

    def __init__(self, name: str, namespace: str, line: int, attributes: dict[str, str]) -> None:
        self.name = name
        self.namespace = namespace
        self.line = line
        self.attributes = attributes
        self.text = ""
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


def records(source: BinaryIO, paths: Container[str]) -> Iterator[tuple[str, Node]]:
    """Each element whose path (``AuditFile/Header``, local names) is in ``paths``, whole, as soon as it ends.

    All that is in no record is given last, as the root: records are taken out of it, in the order they came.
    Raises Refusal (field ``file``) for what is not well-formed XML, for a DTD, and beyond the limits; with the line.
    """
    reader = _Reader(paths)
    while chunk := source.read(_CHUNK):
        reader.feed(chunk, last=False)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


def parse(data: bytes) -> Node:
    """A small document, whole. Raises Refusal as ``records`` does."""
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
        """Elements kept: outside all records, and with those of the record that is open."""
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
            raise _refused(error.lineno, f"não é XML bem formado ({ErrorString(error.code)})") from None
        except (LookupError, ValueError):  # an encoding that Python does not know
            raise _refused(1, "a codificação declarada não é conhecida: use UTF-8 ou Windows-1252") from None

    def taken(self) -> Iterable[tuple[str, Node]]:
        ready, self._ready = self._ready, []
        return ready

    def _start(self, raw: str, attributes: list[str]) -> None:
        namespace, _, name = raw.rpartition(" ")
        line = self._parser.CurrentLineNumber
        if self._texts:
            self._keep_text()
        node = Node(
            name, namespace, line, dict(zip(attributes[::2], attributes[1::2], strict=True)) if attributes else {}
        )
        self._open.append(node)
        self._path.append(name)
        if len(self._open) > DEPTH_AT_MOST:
            raise _refused(line, f"tem elementos dentro de elementos a mais de {DEPTH_AT_MOST} níveis")
        self._size += 1
        if self._inside or "/".join(self._path) in self._paths:
            self._inside += 1
        else:
            self._outside = self._size
        if self._size > RECORD_AT_MOST:
            raise _refused(line, "tem um registo demasiado grande")

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
        if not self._open or (not self._inside and path in self._paths):
            self._ready.append((path, node))
        else:
            self._open[-1].children.append(node)

    def _data(self, text: str) -> None:
        self._length += len(text)
        if self._length > TEXT_AT_MOST:
            raise _refused(self._parser.CurrentLineNumber, f"tem um texto com mais de {TEXT_AT_MOST} caracteres")
        self._texts.append(text)

    def _keep_text(self) -> None:
        if self._open:
            self._open[-1].text += "".join(self._texts)
        self._texts = []
        self._length = 0

    def _doctype(self, *_: Any) -> None:
        raise _refused(
            self._parser.CurrentLineNumber,
            "declara um DOCTYPE ou entidades, que este formato não tem e podem ser um ataque",
        )


def _refused(line: int, what: str) -> Refusal:
    return Refusal(f"O ficheiro não se pode ler: na linha {line} {clean(what)}.", field="file", rule="xml")
