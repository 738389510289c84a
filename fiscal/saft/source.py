"""A SAF-T file as bytes: the release it says it is, and whether its encoding is the one that it declares."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from fiscal.saft.findings import Finding
from fiscal.saft.schema import NAMESPACE
from fiscal.saft.values import shown

_HEAD = 1 << 16
_RELEASE = re.compile(r"urn:OECD:StandardAuditFile-Tax:PT_([0-9]\.[0-9]{2}_[0-9]{2})")
_READABLE = ("1.01_01", "1.02_01", "1.03_01")
_REFERENCE = re.compile(rb"&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_REWRITE = "Grave o ficheiro em UTF-8 ou em Windows-1252 e declare essa codificação na primeira linha."


class Source:
    """A stream of bytes for ``xmltree.records`` that watches what passes.

    head: what is wrong with how the file begins, known at once. release: of SAF-T (PT), such as ``1.03_01``; empty for
    what is none. is_current: whether it is the release that ``validate`` knows.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._begin = stream.read(_HEAD)
        self._lines = 1
        self._rest = b""
        self._foreign: int | None = None
        """The line of the first bytes that are not UTF-8; 0 for a file of which that is no question."""
        self._beyond_ascii: int | None = None
        self._reference: int | None = None
        self._decoder = getincrementaldecoder("utf-8")()
        self._version, self._declared, root, namespace, line = _opening(self._begin)
        found = _RELEASE.fullmatch(namespace)
        self.release = found[1] if found and root == "AuditFile" else ""
        self.is_current = not root or (root == "AuditFile" and namespace == NAMESPACE)
        self.head = [*self._declaration(), *self._identity(root, namespace, line)]

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as those of a file; at least one unless it is at its end."""
        if self._begin:
            chunk, self._begin = self._begin, b""
        else:
            chunk = self._stream.read(size)
        self._watch(chunk)
        return chunk

    def tail(self) -> Iterator[Finding]:
        """What is wrong with the bytes that were read, once they were."""
        declared = self._declared or "UTF-8"
        if self._foreign and _is_utf8(declared):
            yield Finding(
                "error",
                "file.encoding",
                "",
                self._foreign,
                f"O ficheiro {_says(self._declared)} UTF-8 e aqui tem letras que não o são, talvez Windows-1252.",
                _REWRITE,
            )
        elif self._foreign is None and self._beyond_ascii and _is_single_byte(declared):
            yield Finding(
                "error",
                "file.encoding",
                "",
                self._beyond_ascii,
                f"O ficheiro declara {shown(declared)} e está escrito em UTF-8: os acentos leem-se trocados (Ã§, Ã£).",
                _REWRITE,
            )
        if self._reference:
            yield Finding(
                "warning",
                "file.references",
                "",
                self._reference,
                "O ficheiro escreve letras com acento como referências numéricas (&#231;), que a AT pode recusar.",
                "Escreva as próprias letras, na codificação declarada.",
            )

    def _watch(self, chunk: bytes) -> None:
        if self._foreign is None and (self._decoder.getstate()[0] or not chunk.isascii()):
            self._decode(chunk)
        if self._reference is None:
            for found in _REFERENCE.finditer(self._rest + chunk):
                code = found[0][2:-1]
                if (int(code[1:], 16) if code[:1] == b"x" else int(code)) > 127:
                    self._reference = self._lines + (self._rest + chunk).count(b"\n", 0, found.start())
                    break
            self._rest = chunk[-9:] if b"\n" not in chunk[-9:] else chunk[chunk.rindex(b"\n") + 1 :]
        self._lines += chunk.count(b"\n")

    def _decode(self, chunk: bytes) -> None:
        if self._beyond_ascii is None:
            first = next((n for n, byte in enumerate(chunk) if byte > 127), len(chunk))
            self._beyond_ascii = self._lines + chunk.count(b"\n", 0, first)
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError as error:
            # The error counts from what was left of the chunk before.
            self._foreign = self._lines + error.object.count(b"\n", 0, error.start)

    def _declaration(self) -> Iterator[Finding]:
        if self._version not in ("", "1.0"):
            yield Finding(
                "error",
                "file.xml_version",
                "",
                1,
                f"O ficheiro declara XML {shown(self._version)} e a AT só aceita XML 1.0.",
                'Escreva <?xml version="1.0"…?> na primeira linha.',
            )
        wide = self._begin.startswith((BOM_UTF16_LE, BOM_UTF16_BE, b"<\0", b"\0<"))
        if wide:
            self._foreign = 0
            yield Finding("error", "file.encoding", "", 1, "O ficheiro está em UTF-16, que a AT não aceita.", _REWRITE)
        elif self._begin.startswith(BOM_UTF8) and not _is_utf8(self._declared or "UTF-8"):
            self._foreign = 0
            yield Finding(
                "error",
                "file.encoding",
                "",
                1,
                f"O ficheiro declara {shown(self._declared)} mas começa com a marca (BOM) de UTF-8.",
                _REWRITE,
            )

    def _identity(self, root: str, namespace: str, line: int) -> Iterator[Finding]:
        if not root:
            return
        if root != "AuditFile":
            yield Finding(
                "error",
                "file.root",
                "",
                line,
                f"O ficheiro começa por {shown(root)} e um SAF-T começa por «AuditFile».",
                "Confirme se escolheu o ficheiro certo.",
            )
        elif self.release in _READABLE:
            yield Finding(
                "error",
                "file.release",
                "AuditFile",
                line,
                f"O ficheiro é SAF-T (PT) {self.release}, uma versão antiga; a que está em vigor é a 1.04_01.",
                "Peça-o na versão 1.04_01. Para trazer os dados para o Balcão, importe-o: esta versão também se lê.",
            )
        elif namespace != NAMESPACE:
            what = (
                f"é o da {self.release}" if self.release else f"é {shown(namespace)}" if namespace else "não há nenhum"
            )
            yield Finding(
                "error",
                "file.release",
                "AuditFile",
                line,
                f"O espaço de nomes do ficheiro não é o do SAF-T (PT) 1.04_01: {what}.",
                f'Escreva xmlns="{NAMESPACE}" em AuditFile.',
            )


def _says(declared: str) -> str:
    return "declara" if declared else "não declara codificação, o que significa"


def _is_utf8(encoding: str) -> bool:
    return encoding.upper().replace("-", "") == "UTF8"


def _is_single_byte(encoding: str) -> bool:
    return encoding.upper().startswith(("WINDOWS-12", "CP12", "ISO-8859"))


def _opening(begin: bytes) -> tuple[str, str, str, str, int]:
    """XML version and encoding as declared, and local name, namespace and line of the root; empty where unknown."""
    declared = ["", ""]
    opened: list[tuple[str, int]] = []
    parser = ParserCreate(namespace_separator=" ")

    def declaration(version: str, encoding: str | None, _standalone: int) -> None:
        declared[:] = [version or "", encoding or ""]

    def start(raw: str, _attributes: dict[str, str]) -> None:
        opened.append((raw, parser.CurrentLineNumber))
        parser.StartElementHandler = None

    def doctype(*_: object) -> None:
        raise ValueError

    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(begin, False)
    except (ExpatError, LookupError, ValueError):
        pass  # whoever reads on says what is wrong
    raw, line = opened[0] if opened else ("", 1)
    namespace, _, root = raw.rpartition(" ")
    return declared[0], declared[1], root, namespace, line
