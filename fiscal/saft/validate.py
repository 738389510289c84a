"""Is this a SAF-T (PT) 1.04_01 file? Structure, order, values and assertions, streamed, with the line of every fault."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO

from fiscal.errors import Refusal
from fiscal.saft.asserts import WITH_ASSERTS, asserted
from fiscal.saft.capped import AT_MOST, capped
from fiscal.saft.explain import Explained, subject
from fiscal.saft.findings import Finding
from fiscal.saft.schema import NAMESPACE, RECORDS, STRUCTURES, Slot, Structure
from fiscal.saft.source import Source
from fiscal.xmltree import BLANKS, Node, Unreadable, records

_HINTS = frozenset(
    f"http://www.w3.org/2001/XMLSchema-instance {name}" for name in ("schemaLocation", "noNamespaceSchemaLocation")
)
"""The only attributes that an element may have: where a schema may be found."""


def validate_file(source: BinaryIO, at_most: int = AT_MOST) -> Iterator[Finding]:
    """Everything that makes the file no valid SAF-T, in the order in which it is found; of each kind so many at most.

    Reads once from start to end. Nothing is raised for what is in the file: what cannot be read is a finding too.
    """
    yield from capped(_whole(Source(source)), at_most)


def _whole(source: Source) -> Iterator[Finding]:
    yield from source.head
    if not source.is_current:
        return
    try:
        for path, node in records(source, RECORDS):
            yield from validate_record(path, node)
    except Unreadable as error:
        yield from source.tail()
        yield unreadable(error)
    else:
        yield from source.tail()


def unreadable(error: Refusal) -> Finding:
    """The finding for a file that cannot be read on."""
    line = error.line if isinstance(error, Unreadable) else 1
    remedy = "Peça o ficheiro de novo a quem o fez: a partir daqui nada se pôde verificar."
    return Finding("error", "file.xml", "", line, error.message, remedy)


def validate_record(path: str, node: Node) -> Iterator[Finding]:
    """What is wrong with one record, or, at the end, with all that is above the records.

    path: as ``records(source, RECORDS)`` gives it, which must be the one that read the node.
    """
    kind = RECORDS.get(path, "AuditFile")
    if kind == "AuditFile" and node.name != "AuditFile":
        yield Finding(
            "error",
            "file.root",
            node.name,
            node.line,
            f"O ficheiro começa por «{node.name}» e um SAF-T começa por «AuditFile».",
            "Confirme se escolheu o ficheiro certo.",
        )
        return
    check = _Check(subject(kind, node), node.namespace)
    if node.namespace != NAMESPACE:
        check.explained.namespace(node)
    if node.attributes:
        check.attributes(node)
    check.structure(node, STRUCTURES[kind])
    yield from check.explained.findings()


class _Check:
    """One record on its way through the declarations. What is right passes quickly; what is wrong is explained."""

    def __init__(self, named: str, namespace: str) -> None:
        self._namespace = namespace
        self._above: list[Node] = []
        self.explained = Explained(named, self._above)

    def structure(self, node: Node, structure: Structure) -> None:
        explained = self.explained
        self._above.append(node)
        slots = structure.slots
        reached = seen = 0
        disordered = False
        for child in node.children:
            slot = slots.get(child.name)
            if slot is None:
                explained.unknown(child, structure)
                continue
            if slot.position < reached:
                disordered = structure.ordered
            else:
                reached = slot.position
            if not slot.many and (seen & slot.bit or child.taken > 1):
                explained.repeated(child, structure)
            seen |= slot.bit
            if not child.taken:
                self._content(child, slot)
        if disordered:
            self._order(node, structure)
        if structure.needed & ~seen:
            explained.missing(node, structure, structure.needed & ~seen)
        if node.text and node.text.strip(BLANKS):
            explained.loose_text(node)
        if structure.kind in WITH_ASSERTS:
            for finding in asserted(structure.kind, node, explained.at):
                explained.add(finding)
        self._above.pop()

    def _content(self, node: Node, slot: Slot) -> None:
        if node.namespace != self._namespace:
            self.explained.namespace(node)
        if node.attributes:
            self.attributes(node)
        if slot.structure is not None:
            self.structure(node, slot.structure)
        elif node.children:
            self.explained.not_simple(node)
        elif slot.value is not None and not slot.value.accepts(node.text):
            self.explained.value(node, slot.value.fault(node.text))

    def attributes(self, node: Node) -> None:
        for name in node.attributes:
            if name not in _HINTS:
                self.explained.attribute(node, name)

    def _order(self, node: Node, structure: Structure) -> None:
        """Names the elements that stand wrong: those outside the longest run that is in order."""
        placed = [child for child in node.children if child.name in structure.slots]
        ends: list[int] = []  # the smallest last position of a run of each length, and which child that is
        last: list[int] = []
        before = [-1] * len(placed)
        for here, child in enumerate(placed):
            position = structure.slots[child.name].position
            length = bisect_right(ends, position)
            before[here] = last[length - 1] if length else -1
            ends[length : length + 1] = [position]
            last[length : length + 1] = [here]
        kept = set()
        here = last[-1]
        while here >= 0:
            kept.add(here)
            here = before[here]
        for here, child in enumerate(placed):
            if here not in kept:
                self.explained.order(child, structure)
