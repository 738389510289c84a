"""The codes of AT's manuals with what each asks for (SER-E, SAF-G 4.1.2, EFT, TRP; fiscal.md 3.2, 6.3, 6.4)."""

from __future__ import annotations

from dataclasses import dataclass

from integrations.at.values import Action

SENT, FIX, RETRY = Action.SENT, Action.FIX, Action.RETRY
CONFLICT, CONFIGURE, STOP = Action.CONFLICT, Action.CONFIGURE, Action.STOP


@dataclass(frozen=True, slots=True)
class Meaning:
    action: Action
    sentence: str
    """What happened and what to do, for who uses the program."""
    quotes: bool = False
    """Whether AT's own words say more than the code does, and are shown too."""


def _for_all(codes: str, action: Action, sentence: str, *, quotes: bool = False) -> dict[str, Meaning]:
    """The same meaning for several codes."""
    return dict.fromkeys(codes.split(), Meaning(action, sentence, quotes))


_USER = "Veja o utilizador nas credenciais da AT: é o NIF, uma barra e o número do subutilizador (555555555/1)."
_KEY = (
    "A AT não conseguiu decifrar o pedido: a chave pública em «chave_at» está errada ou foi renovada. "
    "Descarregue a nova «Chave Cifra Pública AT»."
)
_CLOCK = "A AT achou o pedido antigo: acerte a data, a hora e o fuso do relógio deste computador."
_WRONG_PASSWORD = (
    "A AT recusou a senha do subutilizador, ou o acesso está suspenso. O Balcão não volta a tentar com esta senha, para a AT "
    "não bloquear a conta: confirme-a no Portal das Finanças e mude-a nas credenciais."
)

AUTHENTICATION = {
    "1": Meaning(CONFIGURE, f"O pedido foi sem utilizador. {_USER}"),
    "2": Meaning(CONFIGURE, f"O utilizador tem um comprimento errado. {_USER}"),
    "3": Meaning(CONFIGURE, f"O NIF do utilizador não é válido. {_USER}"),
    **_for_all("4 5", CONFIGURE, f"O utilizador está mal escrito. {_USER}"),
    "6": Meaning(CONFIGURE, "O pedido foi sem senha: escreva a senha do subutilizador nas credenciais da AT."),
    **_for_all("7 8 11 13 16 17 18 19 20", CONFIGURE, _KEY),
    "9": Meaning(CONFIGURE, f"A AT não leu a hora do pedido. {_KEY}"),
    "10": Meaning(CONFIGURE, _CLOCK),
    "12": Meaning(RETRY, "A AT já tinha visto a chave deste pedido: volta a tentar-se com uma nova."),
    **_for_all("14 15", CONFIGURE, "A AT recusou o cabeçalho de segurança do pedido.", quotes=True),
    "33": Meaning(FIX, "A AT não leu o pedido.", quotes=True),
    "99": Meaning(STOP, _WRONG_PASSWORD),
}
"""Of fatcorews; the transport service numbers some of them otherwise."""

TRANSPORT_AUTHENTICATION = {
    **AUTHENTICATION,
    "9": Meaning(CONFIGURE, f"A AT não encontrou a hora no pedido. {_KEY}"),
    "10": Meaning(CONFIGURE, f"A AT não leu a hora do pedido. {_KEY}"),
    "11": Meaning(CONFIGURE, _CLOCK),
    "12": Meaning(CONFIGURE, _KEY),
    "13": AUTHENTICATION["12"],
    **_for_all("50 51 52", CONFIGURE, "A AT recusou a autenticação do pedido.", quotes=True),
}

FAULTS = {
    **_for_all(
        "1040 1041 1042 1043 1044 1045 1046 1047 1048 1049", CONFIGURE,
        "A AT não aceita o cabeçalho de segurança: veja o utilizador, a chave pública em «chave_at» e o relógio.", quotes=True,
    ),
    **_for_all(
        "1050 1051 1052 1053 1054 1055 1056 1057 1058 1059", RETRY,
        "O serviço de autenticação da AT falhou: volta a tentar-se mais tarde.",
    ),
    # The manuals give the range, not which of them is the wrong password: all of them stop.
    **_for_all(" ".join(str(code) for code in range(1100, 1200)), STOP, _WRONG_PASSWORD, quotes=True),
    **_for_all(
        " ".join(str(code) for code in range(1201, 1300)), CONFIGURE,
        "A AT não autoriza este subutilizador: veja no Portal das Finanças as operações a que tem acesso.", quotes=True,
    ),
    "1200": Meaning(
        CONFIGURE,
        "O subutilizador não tem o perfil deste serviço (WSE para séries, WFA para faturas, WDT para transporte): "
        "dê-lho no Portal das Finanças, em Gestão de Utilizadores.",
    ),
}  # fmt: skip
"""SOAP faults of the series services (SAF-G 4.1.2)."""

SERIES = {
    "2001": Meaning(SENT, "Série comunicada: a AT deu-lhe o código de validação."),
    "2002": Meaning(SENT, "Séries consultadas."),
    "2003": Meaning(
        SENT, "A comunicação da série foi anulada. O mesmo nome não se pode voltar a comunicar neste tipo."
    ),
    "2004": Meaning(SENT, "Série finalizada na AT."),
    "4000": Meaning(FIX, "A AT não leu o pedido da série.", quotes=True),
    "4001": Meaning(CONFLICT, "A AT já tem uma série com este nome e tipo de documento: consulte-a antes de a usar."),
    "4002": Meaning(FIX, "Faltam dados da série.", quotes=True),
    "4003": Meaning(FIX, "A AT não aceita um dado da série.", quotes=True),
    "4004": Meaning(FIX, "A AT não anula esta série.", quotes=True),
    "4005": Meaning(FIX, "A AT não finaliza esta série.", quotes=True),
    "4043": Meaning(
        CONFIGURE, "Segundo a AT, a empresa não tem atividade aberta: veja a situação cadastral no Portal das Finanças."
    ),
    "4045": Meaning(FIX, "A AT não conhece a classe de documentos desta série."),
    "4046": Meaning(FIX, "O tipo de documento não é da classe desta série."),
    "4047": Meaning(FIX, "O último número tem de ser maior do que o primeiro da série: confirme os dois."),
    "4048": Meaning(FIX, "A data final da consulta é anterior à inicial: troque-as."),
    "4049": Meaning(FIX, "A série não pode começar antes de hoje: mude a data de início."),
    "4051": Meaning(FIX, "A AT só aceita anular uma série por erro de registo (ER)."),
    "5000": Meaning(RETRY, "O serviço de séries da AT teve um erro seu: volta a tentar-se mais tarde."),
}

_AMOUNTS = "A AT acha os valores anómalos: confirme preços e quantidades do documento."
_INPUT = "A AT não aceita um dado do pedido."
_ALREADY = "A AT já tinha este documento: está comunicado."

REGISTER = {
    "0": Meaning(SENT, "Comunicado à AT."),
    "-1": Meaning(FIX, "A AT considera o documento inválido.", quotes=True),
    "-2": Meaning(SENT, "A AT tem este documento como anulado: não há mais nada a comunicar."),
    "-3": Meaning(
        CONFLICT,
        "A AT tem um documento com este número e valores diferentes: compare-o no e-Fatura com o do Balcão antes de continuar.",
    ),
    "-4": Meaning(FIX, "A AT não aceita a data do documento: veja a data e o relógio deste computador.", quotes=True),
    "-5": Meaning(FIX, "A AT não aceita o tipo do documento.", quotes=True),
    "-6": Meaning(FIX, "A AT não aceita o estado do documento.", quotes=True),
    "-7": Meaning(FIX, _AMOUNTS, quotes=True),
    "-8": Meaning(FIX, "A AT não conhece o motivo de isenção: atualize a tabela de isenções.", quotes=True),
    "-9": Meaning(SENT, "A AT integrou o documento, depois de o ter recusado antes."),
    "-10": Meaning(SENT, _ALREADY),
    "-11": Meaning(FIX, "A AT ainda não tem este documento: comunique-o antes de comunicar a mudança de estado."),
    "-12": Meaning(FIX, "A AT não aceita este estado.", quotes=True),
    "-16": Meaning(
        CONFIGURE, "O subutilizador não pode comunicar por este NIF: use um da própria empresa, com o perfil WFA."
    ),
    "-17": Meaning(CONFIGURE, "A AT não aceita o NIF da empresa: confirme-o nos dados da empresa."),
    "-20": Meaning(FIX, _AMOUNTS, quotes=True),
    "-21": Meaning(FIX, "A AT não aceita a data do documento.", quotes=True),
    "-22": Meaning(SENT, _ALREADY),
    "-23": Meaning(FIX, _AMOUNTS, quotes=True),
    "-24": Meaning(FIX, "A AT não aceita a data do recibo.", quotes=True),
    "-25": Meaning(SENT, "A AT já tinha este recibo: está comunicado."),
    **_for_all("-28 -29 -30 -31 -32 -33 -34 -35 -36", FIX, _INPUT, quotes=True),
    "-39": Meaning(CONFIGURE, "A AT não aceita o número do certificado deste programa: fale com quem o fornece."),
    "-45": Meaning(FIX, "A data do estado está no futuro ou é anterior ao estado que a AT tem: confirme o relógio."),
    **_for_all("-50 -51", FIX, "Faltam dados obrigatórios no pedido.", quotes=True),
    **_for_all("-97 -99", RETRY, "O serviço da AT teve um erro interno: volta a tentar-se mais tarde."),
}
"""RegisterInvoice, RegisterWork, RegisterPayment."""

CHANGE = {
    "0": Meaning(SENT, "Mudança de estado comunicada à AT."),
    "-2": Meaning(SENT, "A AT já tem o documento como anulado."),
    **_for_all(
        "-19 -26 -37", FIX, "A AT não encontra o documento: comunique-o antes de comunicar o estado.", quotes=True
    ),
    **_for_all("-27 -38 -43", FIX, "A AT não permite esta mudança de estado.", quotes=True),
}
"""ChangeInvoiceStatus and its like, before what registering knows."""

DELETE = {
    "0": Meaning(SENT, "Documentos eliminados na AT."),
    "400": Meaning(
        FIX,
        "Os documentos a eliminar são de períodos diferentes, uns ainda abertos e outros não: peça um período de cada vez.",
    ),
    "401": Meaning(FIX, "As datas abrangem dois anos: peça um ano de cada vez."),
    **_for_all(
        " ".join(str(code) for code in range(474, 492)), FIX, "A AT não aceita o pedido de eliminação.", quotes=True
    ),
}
"""DeleteInvoice and its like. The manual gives 474 to 491 one text each: they come with the answer."""

_ATCUD = "A AT não aceita o ATCUD da guia: confirme que a série foi comunicada e o código de validação está certo."

TRANSPORT = {
    "0": Meaning(SENT, "Guia comunicada à AT."),
    "-100": Meaning(SENT, "Guia comunicada à AT, depois da hora de início do transporte: fica só como informação."),
    "-1": Meaning(FIX, "A AT não aceita um dado da guia.", quotes=True),
    "-2": Meaning(FIX, "A AT não tem a guia global indicada: comunique-a primeiro e confirme o número."),
    "-3": Meaning(
        SENT, "A AT já tinha esta guia. Se o código de identificação se perdeu, consulte-o no Portal das Finanças."
    ),
    "-4": Meaning(CONFLICT, "A AT tem esta guia como anulada: confirme no Portal das Finanças e emita outra."),
    "-5": Meaning(FIX, "A AT não aceita o estado da guia.", quotes=True),
    "-6": Meaning(FIX, "O início do transporte é anterior a agora: mude a hora de início ou emita outra guia."),
    "-7": Meaning(CONFIGURE, "O NIF da guia não é o das credenciais: use um subutilizador da própria empresa."),
    **_for_all(
        "-8 -9", CONFLICT, "O código de identificação não é o desta guia na AT: confirme-o no Portal das Finanças."
    ),
    "-10": Meaning(CONFIGURE, "Segundo a AT, a empresa não tem atividade registada: veja a situação cadastral."),
    "-12": Meaning(RETRY, "A AT não conseguiu verificar a atividade da empresa: volta a tentar-se mais tarde."),
    "-11": Meaning(FIX, "O NIF do destinatário de uma guia comunicada não se muda: anule-a e emita outra."),
    "-16": Meaning(FIX, "A data de uma guia comunicada não se muda: anule-a e emita outra."),
    "-18": Meaning(FIX, "O tipo de uma guia comunicada não se muda: anule-a e emita outra."),
    "-19": Meaning(FIX, "O NIF do remetente de uma guia comunicada não se muda: anule-a e emita outra."),
    "-13": Meaning(FIX, "O transporte já começou: a guia não se pode mudar nem anular."),
    **_for_all("-14 -15", FIX, "A guia não cumpre as regras das guias globais e suas entregas.", quotes=True),
    "-17": Meaning(FIX, "A guia é de mais de 3 meses depois do início do transporte: confirme as datas."),
    "-21": Meaning(FIX, "A guia é de mais de 3 meses antes do início do transporte: confirme as datas."),
    "-20": Meaning(FIX, "A AT não aceita o NIF do destinatário: confirme-o na ficha do cliente."),
    "-22": Meaning(FIX, f"Falta o ATCUD da guia, ou está mal escrito. {_ATCUD}"),
    **_for_all("-23 -26", FIX, _ATCUD, quotes=True),
    "-24": Meaning(CONFLICT, "A AT já tem outra guia com este ATCUD: confirme no Portal das Finanças."),
    "-25": Meaning(RETRY, "A AT não conseguiu verificar o ATCUD: volta a tentar-se mais tarde."),
    "-27": Meaning(FIX, "A série da guia é reservada às aplicações da AT: use outra."),
    **_for_all("-99 -20000", RETRY, "O serviço da AT teve um erro interno: volta a tentar-se mais tarde."),
    **_for_all("-20005 -20006 -20007 -20008 -20009", FIX, _ATCUD, quotes=True),
}

TRANSPORT_CANCEL = {
    "0": Meaning(SENT, "Anulação da guia comunicada à AT."),
    "-100": Meaning(SENT, "Anulação da guia comunicada à AT, depois da hora de início do transporte."),
    "-4": Meaning(SENT, "A AT já tinha esta guia como anulada."),
}
"""When a transport document is cancelled, before what sending knows."""
