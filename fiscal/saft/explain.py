"""What is wrong with a SAF-T record, in words: place, what was found, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from fiscal.saft.findings import Finding
from fiscal.saft.schema import NAMESPACE, Structure
from fiscal.saft.values import Fault, shown
from fiscal.text import clean
from fiscal.xmltree import Node

_FINDINGS_AT_MOST = 200
_NAMES_SHOWN = 12
_NUMBERED = {
    "Invoice": "InvoiceNo",
    "StockMovement": "DocumentNumber",
    "WorkDocument": "DocumentNumber",
    "Payment": "PaymentRefNo",
}
_KEYED = {
    "Account": "AccountID",
    "Customer": "CustomerID",
    "Product": "ProductCode",
    "Supplier": "SupplierID",
    "Transaction": "TransactionID",
}


def subject(kind: str, node: Node) -> str:
    """How a record is called in a place: a document by its number, others by what they are and their key."""
    if kind in _NUMBERED:
        return clean(node.get(_NUMBERED[kind]), 60) or kind
    key = clean(node.get(_KEYED[kind]), 60) if kind in _KEYED else ""
    return f"{kind} {key}" if key else kind


class Explained:
    """The findings of one record. above: the elements from the record down to where the check is, kept by the check."""

    def __init__(self, named: str, above: list[Node]) -> None:
        self._named = named
        self._above = above
        self._findings: list[Finding] = []
        self._more = 0

    def findings(self) -> Iterator[Finding]:
        """All that was found, up to a number; one that says how many more there were in this record."""
        yield from self._findings
        if self._more:
            yield Finding(
                "note",
                "xsd.more",
                self._named,
                self._findings[-1].line,
                f"Este registo tem mais {self._more} problemas, que não se mostram.",
                "Corrija a causa no programa que fez o ficheiro e volte a verificar.",
            )

    def add(self, finding: Finding) -> None:
        if len(self._findings) < _FINDINGS_AT_MOST:
            self._findings.append(finding)
        else:
            self._more += 1

    def at(self, below: str = "") -> str:
        """The place of an element below the one where the check is; of that one itself when nothing is given."""
        steps = [self._step(parent, child) for parent, child in zip(self._above, self._above[1:], strict=False)]
        path = "/".join([*steps, below] if below else steps)
        return f"{self._named}: {path}" if path else self._named

    @staticmethod
    def _step(parent: Node, child: Node) -> str:
        same = [sibling for sibling in parent.children if sibling.name == child.name]
        if len(same) < 2:
            return child.name
        return f"{child.name}[{next(n for n, sibling in enumerate(same, 1) if sibling is child)}]"

    def _error(self, rule: str, node: Node, message: str, remedy: str, below: str | None = None) -> None:
        if len(self._findings) >= _FINDINGS_AT_MOST:  # before the work of saying where
            self._more += 1
            return
        place = self.at(self._below(node) if below is None else below)
        self._findings.append(Finding("error", rule, place, node.line, message, remedy))

    @property
    def _here(self) -> str:
        return self._above[-1].name if self._above else self._named

    def value(self, node: Node, fault: Fault) -> None:
        self._error(fault.rule, node, f"«{node.name}» {fault.what}.", fault.remedy)

    def unknown(self, node: Node, structure: Structure) -> None:
        if len(self._findings) >= _FINDINGS_AT_MOST:
            self._more += 1
            return
        name = shown(node.name)
        like = _like(node.name[:60], list(structure.slots))
        remedy = (
            f"Se queria dizer «{like}», escreva-o assim: maiúsculas e minúsculas contam."
            if like
            else f"Retire-o: aqui só pode haver {_listed(list(structure.slots))}."
        )
        self._error("xsd.unknown", node, f"{name} não existe em «{self._here}».", remedy, "")

    def repeated(self, node: Node, structure: Structure) -> None:
        choice = structure.names[structure.slots[node.name].position]
        if len(choice) > 1 and len({child.name for child in self._above[-1].children} & set(choice)) > 1:
            self._error(
                "xsd.choice",
                node,
                f"«{self._here}» tem «{choice[0]}» e «{choice[1]}», e só pode ter um deles.",
                "Deixe só o que se aplica.",
            )
        else:
            self._error(
                "xsd.repeated",
                node,
                f"«{node.name}» está repetido em «{self._here}», onde só pode estar uma vez.",
                "Deixe só um.",
            )

    def missing(self, node: Node, structure: Structure, bits: int) -> None:
        for position, names in enumerate(structure.names):
            if not bits & 1 << position:
                continue
            what = " ou ".join(f"«{name}»" for name in names)
            if structure.ordered:
                where = _between(structure, position)
                remedy = f"Escreva-o {where}: é obrigatório." if where else "Escreva-o: é obrigatório."
            else:
                remedy = "Escreva-o: é obrigatório."
            self._error("xsd.missing", node, f"Falta {what} em «{node.name}».", remedy, names[0])

    def order(self, node: Node, structure: Structure) -> None:
        where = _between(structure, structure.slots[node.name].position)
        self._error(
            "xsd.order",
            node,
            f"«{node.name}» está fora de ordem em «{self._here}».",
            f"Escreva-o {where}: a ordem dos elementos é obrigatória e muda de uma tabela para outra.",
        )

    def not_simple(self, node: Node) -> None:
        inner = shown(node.children[0].name)
        self._error(
            "xsd.simple",
            node,
            f"«{node.name}» tem elementos dentro ({inner}) e devia ter só um valor.",
            "Escreva o valor diretamente no elemento.",
        )

    def loose_text(self, node: Node) -> None:
        self._error(
            "xsd.text",
            node,
            f"«{node.name}» tem texto fora dos seus elementos: {shown(node.text)}.",
            "Retire o texto ou escreva-o no elemento a que pertence.",
            "",
        )

    def attribute(self, node: Node, name: str) -> None:
        self._error(
            "xsd.attribute",
            node,
            f"«{node.name}» tem o atributo {shown(name.rpartition(' ')[2])}, que não existe neste formato.",
            "Retire o atributo.",
        )

    def namespace(self, node: Node) -> None:
        self._error(
            "xsd.namespace",
            node,
            f"«{node.name}» não é do SAF-T (PT) 1.04_01: {_namespace(node)}.",
            f"O espaço de nomes de todos os elementos é {NAMESPACE}.",
        )

    def _below(self, node: Node) -> str:
        """The last step of the way to a node, which is the one where the check is or a child of it."""
        return self._step(self._above[-1], node) if self._above and self._above[-1] is not node else ""


def _namespace(node: Node) -> str:
    return f"o espaço de nomes é {shown(node.namespace)}" if node.namespace else "não tem espaço de nomes"


def _like(name: str, names: list[str]) -> str:
    """The name that was probably meant; empty if none."""
    same = [known for known in names if known.lower() == name.lower()]
    return next(iter(same or get_close_matches(name, names, 1, 0.8)), "")


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" e mais {more}" if more > 0 else "")


def _between(structure: Structure, position: int) -> str:
    """Where an element goes, by its neighbours in the declaration."""
    before = structure.names[position - 1] if position else ()
    after = structure.names[position + 1] if position + 1 < len(structure.names) else ()
    one, other = (" ou ".join(f"«{name}»" for name in names) for names in (before, after))
    if one and other:
        return f"entre {one} e {other}"
    return f"depois de {one}" if one else f"antes de {other}" if other else ""
