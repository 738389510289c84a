"""Why something was refused: for each rule that a Refusal names, the law behind it, or what the program keeps by it."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    law: str
    """Where it is written; empty for what no law says but the books need."""
    why: str


_D = "Despacho 8632/2014"
SOURCES = {
    "C2": Source(
        f"{_D}, 1.6 e 3.2.1; DL 28/2019, 7.º n.º 4",
        "A numeração segue a data e a hora da emissão, sem falhas dentro da série.",
    ),
    "C3": Source(
        f"{_D}, 2.1.2 e 2.1.3", "A assinatura e a versão da chave guardam-se com o documento, pelo tempo de arquivo."
    ),
    "C4": Source(f"{_D}, 3.1.4 e 4.3", "A chave privada está protegida, também enquanto se assina."),
    "C6": Source(f"{_D}, 1.3 e 1.4", "Um documento diz de que outros nasce, e que documento corrige e porquê."),
    "C14": Source(f"{_D}, 2.2.7", "A retenção aparece depois do total, em campos próprios, e nunca o muda."),
    "C16": Source(f"{_D}, 3.1.1", "Cada operador tem a sua palavra-passe, que só ele conhece e que não é vazia."),
    "C17": Source(f"{_D}, 3.1.2; DL 28/2019, 11.º n.º 6", "Há uma política obrigatória de cópias de segurança."),
    "C20": Source(f"{_D}, 3.2.6", "Quando não se calcula imposto, o motivo é obrigatório."),
    "C21": Source(f"{_D}, 3.2.7", "As notas de crédito parciais confrontam-se com a quantidade e o valor da fatura."),
    "C22": Source(f"{_D}, 3.2.8", "Os descontos ficam entre 0 e 100 %."),
    "C24": Source(f"{_D}, 3.2.10; CIVA, 52.º", "Todos os documentos se conservam: sem espaço não se emite."),
    "C27": Source(f"{_D}, 3.4.1", "Faltam dados obrigatórios do SAF-T: o programa avisa antes de emitir."),
    "C28": Source(
        f"{_D}, 3.4.2", "Uma data depois de hoje confirma-se; a seguir, a série não aceita datas anteriores."
    ),
    "C29": Source(f"{_D}, 3.4.3", "O relógio atrasado em relação ao último documento confirma-se."),
    "C31": Source(
        f"{_D}, 2.4 e 2.5", "Recuperam-se documentos manuais e duplicados perdidos, com a identificação do original."
    ),
    "C32": Source(
        f"{_D}, 2.3",
        "Documentos de outro programa integram-se sem recalcular, em série própria, com a assinatura deles.",
    ),
    "C33": Source(f"{_D}, 3.2.2", "De cada original há uma só recuperação em vigor."),
    "C35": Source("DL 28/2019, 11.º n.º 2", "Com a integridade em causa não se emite, até o produtor se pronunciar."),
    "F6": Source(f"{_D}, 3.3.3", "O NIF de quem já tem documentos não se muda."),
    "F7": Source(f"{_D}, 3.3.4", "O nome de um cliente com documentos e sem NIF não se muda."),
    "F8": Source(f"{_D}, 3.3.5", "A designação de um artigo que já tem documentos não se muda."),
    "F9": Source(f"{_D}, 3.3.6", "O código de um utilizador não se volta a usar."),
    "F10": Source(f"{_D}, 3.3.7", "Não se credita um documento anulado ou já retificado por inteiro."),
    "F11": Source(f"{_D}, 3.3.8", "Não se anula um documento com retificativo em vigor: anula-se primeiro esse."),
    "F12": Source(f"{_D}, 3.3.9", "Não há devoluções em documentos de venda, nem vendas em retificativos."),
    "F13": Source(f"{_D}, 2.2.6", "Não há valores negativos: devolve-se com uma nota de crédito."),
    "CIVA-36": Source("CIVA, 36.º n.º 5", "A fatura tem todos os elementos que o artigo pede."),
    "CIVA-40": Source("CIVA, 40.º", "A fatura simplificada só se usa até aos limites do artigo."),
    "DL147": Source(
        "DL 147/2003, 4.º e 5.º", "Os bens em circulação levam um documento com carga, descarga, data e hora de início."
    ),
    "DL71": Source("DL 71/2013", "No IVA de caixa as faturas têm série própria e o imposto é devido ao receber."),
    "LGT-63E": Source("LGT, 63.º-E", "Acima do limite legal não se recebe em numerário."),
    "atcud": Source(
        "Portaria 195/2020",
        "O ATCUD faz-se do código que a AT deu à série: sem código não se emite, e depois não se muda.",
    ),
    "series": Source(f"{_D}, 1.6, 1.8 e 2.3.3", "Cada série tem um tipo e uma origem; o nome não se repete."),
    "qr": Source("Portaria 195/2020", "Tudo tem de caber no código QR do documento."),
    "nif": Source("CIVA, 36.º n.º 5 a)", "Um NIF tem nove algarismos e o último confere os outros."),
    "inventory": Source(
        "Portaria 2/2015; Portaria 126/2019", "O ficheiro de inventário tem regras próprias de campos e valores."
    ),
    "saft": Source("Portaria 302/2016", "O ficheiro SAF-T tem uma estrutura fixada pela portaria."),
    "stamp": Source("Tabela Geral do Imposto do Selo", "O imposto do selo tem verba e taxa, ou valor por unidade."),
    "scheme": Source("CIVA, 53.º e 60.º; DL 71/2013", "O regime de IVA da empresa decide que imposto se liquida."),
    "region": Source("Portaria 302/2016, 4.1.4.19.15", "A região decide as taxas: Continente, Açores ou Madeira."),
    "tax": Source("CIVA, 18.º", "A taxa tem de estar na tabela, na data e na região do documento."),
    "reason": Source(f"{_D}, 3.2.6", "O motivo de isenção é um dos da tabela da AT."),
    "currency": Source(
        "Portaria 302/2016, 4.1.4.20.4", "Noutra moeda guarda-se o câmbio e o total na moeda; tudo o resto é em euros."
    ),
    "billing": Source(
        "CIVA, 36.º n.º 11", "A autofaturação precisa de acordo prévio e de uma série para cada fornecedor."
    ),
    "receipt": Source(
        "CIVA, 29.º; Portaria 302/2016, 4.4", "Um recibo paga documentos existentes, e não mais do que falta pagar."
    ),
    "conversion": Source(f"{_D}, 1.3", "O que se passa de um documento a outro não excede o que dele falta."),
    "cancel": Source(f"{_D}, 3.3.8", "Anula-se com motivo, dentro do prazo, e o documento fica."),
    "cancelled": Source(f"{_D}, 1.11", "Um documento anulado não se altera."),
    "charge": Source("CIVA, 16.º", "O que um artigo acrescenta à venda vai em linha própria."),
    "payment": Source("Portaria 302/2016, 4.1.4.20.6", "Os pagamentos somam o que se recebe."),
    "at": Source("DL 198/2012", "A comunicação com a AT precisa de certificado, chave e credenciais válidos."),
    "date": Source(f"{_D}, 3.2.1", "A data não é anterior à do último documento da série."),
    "limits": Source("Portaria 302/2016", "Cada campo tem o tamanho que a portaria lhe dá."),
    "length": Source("Portaria 302/2016", "Cada campo tem o tamanho que a portaria lhe dá."),
}
"""The law behind a rule, by the name that ``Refusal.rule`` carries (Despacho 8632/2014: section 7 of the specification)."""

_OURS = {
    "type": "Só se emitem os tipos de documento da tabela da AT.",
    "file": "O ficheiro tem de ter a forma que o manual descreve.",
    "import": "Uma importação entra inteira ou não entra.",
    "storage": "O disco ou a base de dados não aceitou escrever: nada ficou feito a meio.",
    "unique": "Um código é de uma só ficha.",
    "number": "Números escrevem-se com vírgula ou ponto.",
    "integration": "Uma integração precisa de morada, credenciais e rede; sem ela, o resto do programa continua.",
    "reference": "Um documento tem uma referência de pagamento de cada vez, e o valor é o que falta pagar.",
    "settings": "Cada definição tem os seus valores possíveis.",
    "key": "A chave de assinatura tem de ser a desta empresa.",
    "backup": "Uma cópia só serve se foi verificada.",
    "setup": "A empresa configura-se uma vez.",
    "producer": "Quem responde pelo programa perante a AT prova-se com a sua chave.",
    "tables": "As tabelas da lei têm de se poder ler.",
    "export": "Um ficheiro é escrito inteiro, ou não é escrito.",
    "ean": "O último algarismo de um código de barras confere os outros.",
    "stopped": "Foi interrompido por quem o pediu: nada ficou feito.",
    "required": "O campo é preciso para o que vem a seguir.",
    "range": "O valor está fora do que faz sentido.",
    "operator": "Quem age tem de ser um operador ativo.",
    "login": "Só entra quem sabe a palavra-passe.",
    "draft": "O rascunho mudou ou já foi emitido.",
    "condition": "A condição de pagamento tem de existir.",
    "code": "Um código é curto e sem espaços.",
    "choice": "Só valem as opções mostradas.",
    "article": "O artigo tem de existir e estar ativo.",
    "xml": "O ficheiro XML tem de ser bem formado e sem entidades.",
    "unit": "A unidade tem de existir.",
    "supplier": "O fornecedor tem de existir.",
    "regime": "O regime de IVA é um dos do programa.",
    "postal_code": "Um código postal português tem quatro algarismos, hífen e três.",
    "kind": "O tipo de artigo é um dos do SAF-T.",
    "family": "A família tem de existir, e não fica dentro de si própria.",
    "brand": "A marca tem de existir.",
    "kit": "Um kit diz de que artigos com stock é feito, e não é feito de kits.",
    "variant": "Um modelo só representa as suas variantes: são elas que se compram e vendem.",
    "doubt": "Um valor estranho confirma-se uma vez.",
    "customer": "O cliente tem de existir e estar ativo.",
    "country": "O país escreve-se com duas letras.",
    "cn_code": "A Nomenclatura Combinada tem oito algarismos.",
    "category": "A categoria de inventário é uma das da AT.",
    "place": "O ecrã a que se ia voltar já não existe.",
    "keys": "Uma tecla faz uma só coisa.",
    "demo": "A empresa de demonstração faz-se numa pasta vazia.",
    "dossier": "O dossier faz-se numa pasta vazia.",
    "file.encoding": "O ficheiro diz em que codificação está escrito, e tem de estar nela.",
    "lines": "Uma linha completa-se antes de se passar à seguinte.",
    "locked": "O campo não se muda neste ponto.",
    "printer": "A impressora tem de estar configurada e responder.",
    "undo": "Só se desfaz o que ainda está como ficou.",
    "stock": "O stock segue os documentos; abaixo de zero manda o que o artigo ou o armazém dizem.",
    "lot": "Um artigo seguido por lote ou número de série diz sempre qual.",
    "transfer": "A guia de uma transferência é da própria empresa e leva o mesmo; a mercadoria move-se uma só vez.",
    "sheet": "Uma folha de stock diz o que se move, de onde e porquê; anulada, fica.",
    "count": "Uma contagem compara-se com o que os livros tinham no momento em que cada artigo foi contado.",
    "purchase": "Uma compra regista-se uma vez, com o que o fornecedor escreveu; anulada, fica.",
    "account": "Uma conta corrente é o que os documentos dizem: só se acerta com documentos.",
    "credit": "A quem passa do limite, ou está bloqueado, só um administrador dá crédito.",
    "mail": "O correio precisa de um servidor e de um remetente, e a senha só segue cifrada.",
    "notice": "Um aviso diz o que está vencido, e vai para onde a ficha manda.",
    "interest": "Os juros contam-se do vencimento, à taxa que está escrita, e debitam-se uma vez.",
    "recurring": "Uma avença repete uma fatura de um cliente, uma vez em cada período.",
    "supplier_payment": "Um pagamento liquida documentos do fornecedor, e não mais do que falta pagar.",
    "warehouse": "O armazém tem de existir e estar ativo.",
    "calendar": "Só se marca o que está no calendário.",
}
"""What no law says, but the books need."""


def source_of(rule: str) -> Source | None:
    """The law and the sentence behind a rule; None for one without a name."""
    if rule in SOURCES:
        return SOURCES[rule]
    return Source("", _OURS[rule]) if rule in _OURS else None


def known() -> frozenset[str]:
    """Every rule that has a source."""
    return frozenset({*SOURCES, *_OURS})
