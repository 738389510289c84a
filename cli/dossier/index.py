"""The dossier's index: each document, what it shows, and what the program itself says of the files."""

from __future__ import annotations

from collections.abc import Sequence

from cli.dossier.samples import Sample
from fiscal.notation import show_day, show_euro
from models.sales.record import IssuedDocument
from models.session import Session
from reports.saft.export import Written

File = tuple[str, Written, tuple[int, int, int]]


def index(issued: Sequence[tuple[Sample, IssuedDocument, str]], files: Sequence[File], session: Session) -> str:
    """A page in Markdown, in Portuguese."""
    rows = [
        f"| {n} | {one.number} | {show_day(one.date)} {one.system_entry_date:%H:%M} | {show_euro(one.gross)} | "
        f"{one.status} | {one.printed_hash or '—'} | {sample.shows} | [{name}]({name}) |"
        for n, (sample, one, name) in enumerate(issued, 1)
    ]
    checks = [
        f"| [{name}]({name}) | {written.documents} | {errors} | {held} | {failed} |"
        for name, written, (errors, held, failed) in files
    ]
    return "\n".join(
        [
            "# Documentos de ensaio para a certificação",
            "",
            f"Emitidos pelo Balcão numa empresa feita só para isto, com o número de certificado {session.certificate}, que é",
            "o de ensaio da AT. Os códigos de validação das séries são inventados. Cada documento foi emitido pelo mesmo",
            "caminho que os ecrãs e os comandos usam.",
            "",
            "O que há nesta pasta:",
            "",
            "- um PDF por documento, pela ordem da tabela;",
            "- o SAF-T (PT) de cada um dos dois períodos, e o de autofaturação;",
            "- [assinaturas.txt](assinaturas.txt): o texto assinado, a assinatura e os quatro caracteres de cada documento;",
            "- [chave_publica.txt](chave_publica.txt): a chave pública, na forma em que se junta à declaração Modelo 24.",
            "",
            "## Documentos",
            "",
            "| n.º | documento | data e hora | total | estado | impresso | o que mostra | ficheiro |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            "## Ficheiros SAF-T",
            "",
            "Verificados pelo próprio programa (`balcao saft check`) com a chave pública desta pasta. Num ficheiro mensal, o",
            "primeiro documento de cada série que já vem de trás não se verifica sem o anterior, que está no outro ficheiro; e",
            "os recibos não são assinados.",
            "",
            "| ficheiro | documentos | erros | assinaturas que conferem | que não conferem |",
            "| --- | --- | --- | --- | --- |",
            *checks,
            "",
            "## O que não está aqui",
            "",
            "- A declaração Modelo 24 e o contacto do produtor: são do produtor.",
            "- Documentos integrados: são os que outro programa emitiu e este recebe.",
            "",
        ]
    )
