"""Every rule that a SAF-T file is checked against: how grave it is, what it says, and what whoever breaks it does."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Rule(NamedTuple):
    """name: stable, for scripts. says: what must hold, for the table in the manual. remedy: what to do if it does not."""

    name: str
    severity: Severity
    says: str
    remedy: str


_AGAIN = "Corrija no programa que fez o ficheiro e exporte outra vez."
_ISSUER = (
    "O documento já está emitido: fale com quem fez o programa; se os valores estão errados, retifique com uma nota."
)
_LOOK = "Confirme se é mesmo assim."
_CODE = "Confirme no Portal das Finanças o código da série."
_ENCODING = "Exporte na codificação que o ficheiro declara."
_SIGNED = (
    "O documento, ou o anterior, não é o que foi assinado: compare com o papel e com a base de dados, "
    "e confirme que a chave é a do programa."
)

_ALL: tuple[tuple[str, Severity, str, str], ...] = (
    # The file and its header
    ("header-nif", "error", "o NIF da empresa tem um dígito de controlo certo", "Corrija o NIF nos dados da empresa."),
    ("header-dates", "error", "a data final não é anterior à inicial e o período não passa de um ano", _AGAIN),
    ("fiscal-year", "error", "o ano fiscal é o da data inicial, ou o anterior se não segue o ano civil", _AGAIN),
    ("early-file", "warning", "o ficheiro foi feito depois de o período acabar", "Exporte outra vez depois do fim do período."),
    ("uncertified", "warning", "o programa que emitiu tem certificado", "Confirme o número do certificado na lista da AT."),
    ("basis-table", "error", "só há as tabelas que o tipo do ficheiro (TaxAccountingBasis) admite", _AGAIN),
    # Table totals
    ("count", "error", "NumberOfEntries e NumberOfMovementLines são o que está no ficheiro", _AGAIN),
    ("total-debit", "error", "TotalDebit é a soma das linhas a débito, sem os anulados (0,05)", _AGAIN),
    ("total-credit", "error", "TotalCredit é a soma das linhas a crédito, sem os anulados (0,05)", _AGAIN),
    ("total-quantity", "error", "TotalQuantityIssued é a soma das quantidades, sem os anulados (0,05)", _AGAIN),
    # Each document's sums
    ("line-value", "error", "o valor da linha é a quantidade vezes o preço unitário (0,01)", _ISSUER),
    ("net", "error", "NetTotal é a soma das linhas (0,01 por taxa)", _ISSUER),
    ("tax", "error", "TaxPayable é o imposto das linhas (0,01 por taxa)", _ISSUER),
    ("gross", "error", "GrossTotal é NetTotal mais TaxPayable (0,01)", _ISSUER),
    ("currency", "error", "o valor em moeda estrangeira, vezes o câmbio, é o GrossTotal; a moeda não é EUR", _AGAIN),
    ("currency-inverse", "warning", "o câmbio é o que multiplica, não o que divide", _AGAIN),
    ("settlement", "warning", "o desconto de pronto pagamento não passa do total", _LOOK),
    ("paid-above", "warning", "o que foi pago não passa do total do documento", _LOOK),
    ("receipt-total", "warning", "o total do recibo é a soma das suas linhas", _LOOK),
    # Sides
    ("side", "error", "vendas a crédito e notas de crédito a débito; o contrário só estorna outra linha do documento", _ISSUER),
    ("receipt-side", "error", "o recibo põe a crédito o que paga faturas e a débito o que salda notas de crédito", _ISSUER),
    # Numbers, dates, ATCUD
    ("number-form", "error", "o número é código, espaço, série, barra e algarismos", _ISSUER),
    ("gap", "error", "não faltam números numa série", "Procure os documentos em falta e exporte tudo o que foi emitido."),
    ("duplicate", "error", "nenhum número está duas vezes", _AGAIN),
    ("date-order", "error", "as datas seguem a ordem dos números da série", _ISSUER),
    ("entry-order", "error", "a hora de gravação segue a ordem dos números da série", _ISSUER),
    ("code-two-types", "error", "um código interno serve um só tipo de documento", "Use um código para cada tipo."),
    ("atcud-missing", "error", "há ATCUD desde 2023-01-01", "Comunique a série à AT e emita só depois de ter o código."),
    ("atcud-form", "error", "o ATCUD é o código de validação, um hífen e o número", _AGAIN),
    ("atcud-number", "error", "o ATCUD acaba com os algarismos do número", _AGAIN),
    ("atcud-padding", "warning", "os zeros à esquerda no ATCUD são os do número", _AGAIN),
    ("atcud-series", "error", "uma série tem um só código de validação", _CODE),
    ("atcud-shared", "error", "um código de validação serve uma só série", _CODE),
    ("period", "error", "a data do documento está no período do ficheiro", _AGAIN),
    # Signatures
    ("hash-form", "error", "a assinatura tem 172 letras de base64", _AGAIN),
    ("hash-missing", "error", "um programa certificado assina todos os documentos", _ISSUER),
    ("hash-twice", "error", "não há duas assinaturas iguais", _ISSUER),
    ("hash-control", "error", "HashControl condiz com a origem (SourceBilling) e com o tipo", _AGAIN),
    ("chain", "error", "a assinatura confere com a chave pública e com o documento anterior", _SIGNED),
    ("chain-unverifiable", "note", "o que não se pode verificar: início parcial da série, outro programa, sem chave",
     "Verifique com o ficheiro do período anterior ou com a chave do outro programa."),
    ("recovered-twice", "error", "um original só tem uma recuperação que vale", "Anule a recuperação que está a mais."),
    # States
    ("cancel-reason", "warning", "um documento anulado diz porquê", "Escreva o motivo ao anular."),
    ("status-date", "warning", "o estado não é anterior à gravação", _LOOK),
    ("self-billing", "warning", "o estado S é o de um documento de autofaturação", _AGAIN),
    # References
    ("rectified-missing", "error", "uma nota de crédito diz que fatura retifica", _ISSUER),
    ("debit-note-reference", "warning", "uma nota de débito diz que fatura retifica", _ISSUER),
    ("reference-missing", "error", "o documento referido existe, se a sua série está no ficheiro", _AGAIN),
    ("reference-date", "warning", "a data com que se refere um documento é a dele", _AGAIN),
    ("reference-later", "error", "a nota de crédito não é anterior ao que retifica", _ISSUER),
    ("credit-cancelled", "error", "não há nota de crédito de um documento anulado (F10)", "Anule a nota de crédito."),
    ("credit-value", "error", "as notas de crédito não passam do valor da fatura", "Anule ou corrija a nota a mais."),
    ("credit-quantity", "warning", "as notas de crédito não passam das quantidades da fatura", _LOOK),
    ("receipt-cancelled", "warning", "um recibo não paga um documento anulado", "Anule também o recibo."),
    ("receipt-above", "warning", "os recibos não passam do valor do documento", _LOOK),
    # Masters
    ("master-twice", "error", "cada código de cliente, fornecedor ou artigo está uma só vez", _AGAIN),
    ("master-missing", "error", "clientes, fornecedores e artigos dos documentos estão nas tabelas", _AGAIN),
    ("description", "warning", "a descrição da linha é a do artigo", "Para outra descrição use outro artigo (F8)."),
    # Taxes
    ("tax-table", "error", "cada taxa usada está na tabela de impostos", _AGAIN),
    ("tax-rate", "warning", "a taxa é a que a lei tinha na região e na data", "Confirme a taxa e a região fiscal."),
    ("tax-zero", "error", "ISE, NS e NA têm taxa 0; RED, INT e NOR não", _ISSUER),
    ("exemption-code", "error", "o código de isenção existe na tabela da AT", "Use um código da tabela da AT, como M07."),
    ("exemption-date", "warning", "o código de isenção está em vigor na data", "Use o código que vale na data."),
    ("exemption-type", "note", "M99 é de operações não sujeitas (NS), os outros de isenções", _LOOK),
    # Parties
    ("nif", "error", "o NIF de clientes e fornecedores de Portugal tem um dígito de controlo certo", "Corrija a ficha."),
    ("nif-prefix", "warning", "o número fiscal não leva o prefixo do país", "Tire o prefixo na ficha."),
    ("final-consumer", "warning", "«Consumidor final» tem o NIF 999999990", "Ponha o nome do cliente, ou 999999990."),
    ("consumer-name", "note", "999999990 é de «Consumidor final»; um cliente com nome pode não ter dado o NIF", _LOOK),
    ("own-nif", "warning", "a empresa não é cliente de si própria", _LOOK),
    # What the law no longer allows, or limits
    ("old-type", "error", "VD, TV, TD, AA e DA só até 2012-12-31, DC até 2017-06-30", "Use os tipos em vigor."),
    ("simplified-limit", "warning", "uma fatura simplificada não passa do limite da lei", "Acima do limite emita fatura."),
    ("cash-limit", "warning", "não se recebe em numerário a partir do limite da lei", "Use outro meio de pagamento."),
    ("no-payment", "warning", "uma fatura-recibo diz como foi paga", _AGAIN),
    # What cannot be meant
    ("absurd-number", "error", "um NIF ou um código de barras não é preço nem quantidade", _ISSUER),
    ("absurd-value", "warning", "preços e quantidades estão abaixo de cem milhões", _LOOK),
    ("absurd-date", "error", "as datas são deste tempo", _ISSUER),
    ("dates-apart", "warning", "entre a data e a gravação não passa um ano", _LOOK),
    ("future-date", "note", "a data não é posterior à gravação", _LOOK),
    ("transport-start", "warning", "o transporte não começa antes de a guia ser gravada", _LOOK),
    ("garbled", "warning", "os textos não estão estragados por uma codificação trocada", _ENCODING),
)  # fmt: skip

RULES = {row[0]: Rule(*row) for row in _ALL}
"""By name, in the order in which the manual tells them."""
