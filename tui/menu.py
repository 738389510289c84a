"""The map of the program: areas and their screens, with letters that never change once given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen of the menu."""

    letter: str
    name: str
    about: str
    """What one does there, in one line."""
    open: Callable[[], Screen[Any]]
    """Makes the screen; its modules are imported only then."""


@dataclass(frozen=True, slots=True)
class Area:
    letter: str
    name: str
    entries: tuple[Entry, ...]


def _screen(module: str, name: str, *given: Any, **named: Any) -> Callable[[], Screen[Any]]:
    """Opens a screen of ``tui/screens`` made with what is given here."""
    return lambda: getattr(import_module(f"tui.screens.{module}"), name)(*given, **named)


def _document(type_code: str, *, global_guide: bool = False) -> Callable[[], Screen[Any]]:
    return _screen("document", "DocumentScreen", type_code, global_guide=global_guide)


def _purchase(kind: str) -> Callable[[], Screen[Any]]:
    return _screen("purchase", "PurchaseScreen", kind)


def _sheet(kind: str) -> Callable[[], Screen[Any]]:
    return _screen("stock_sheet", "SheetScreen", kind)


def _list(module: str, name: str) -> Callable[[], Screen[Any]]:
    """Opens the records of a declared listing, by its module and name."""

    def make() -> Screen[Any]:
        from tui.screens.records import RecordsScreen

        return RecordsScreen(getattr(import_module(module), name))

    return make


def _company() -> Screen[Any]:
    from models.company.form import company_form
    from tui.screens.records import RecordScreen

    return RecordScreen(company_form(), 0)


def _report(name: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        from reports.all import REPORTS
        from tui.screens.report import ReportScreen

        return ReportScreen(REPORTS[name])

    return make


MENU = (
    Area(
        "V",
        "Vendas",
        (
            Entry("B", "Balcão", "Ler, ler, pagar, imprimir.", _screen("till", "TillScreen")),
            Entry("F", "Fatura", "A pagar mais tarde ou a pronto.", _document("FT")),
            Entry("S", "Fatura simplificada", "Até 1000 € a consumidores.", _document("FS")),
            Entry("R", "Fatura-recibo", "Fatura paga no momento.", _document("FR")),
            Entry("C", "Nota de crédito", "Creditar tudo ou parte.", _screen("credit", "CreditScreen")),
            Entry("D", "Nota de débito", "Debitar sobre um documento.", _document("ND")),
            Entry("O", "Documentos", "Procurar, ver, imprimir, anular.", _screen("documents", "DocumentsScreen")),
            Entry("P", "Rascunhos", "O que ficou por emitir.", _screen("drafts", "DraftsScreen")),
            Entry("N", "Orçamento", "O preço que se propõe.", _document("OR")),
            Entry("M", "Fatura pró-forma", "Antes da fatura.", _document("PF")),
            Entry("E", "Encomenda", "O que o cliente quer.", _document("NE")),
            Entry("H", "Folha de obra", "O que se fez e gastou.", _document("FO")),
            Entry("G", "Guia de remessa", "Bens que vão ao cliente.", _document("GR")),
            Entry("T", "Guia de transporte", "Bens em circulação.", _document("GT")),
            Entry("L", "Guia global", "A carrinha sai sem destino certo.", _document("GT", global_guide=True)),
            Entry("Z", "Guia de ativos", "Máquinas e bens da empresa.", _document("GA")),
            Entry("I", "Guia de consignação", "Bens à experiência.", _document("GC")),
            Entry("U", "Guia de devolução", "A fornecedor, ou de cliente.", _document("GD")),
            Entry("Q", "Consulta de mesa", "A conta antes da fatura.", _document("CM")),
            Entry("J", "Fatura consignação", "Venda de bens à consignação.", _document("FC")),
            Entry("K", "Crédito consignação", "Bens à consignação de volta.", _document("CC")),
            Entry("A", "Avenças", "Faturas que se repetem.", _screen("recurring", "RecurringScreen")),
            Entry("X", "Outro documento", "De conferência.", _document("OU")),
        ),
    ),
    Area(
        "C",
        "Compras",
        (
            Entry("E", "Encomenda", "O que se encomenda.", _purchase("EF")),
            Entry("R", "Receção", "A mercadoria que chega.", _purchase("RM")),
            Entry("F", "Fatura fornecedor", "Com encomendas e receções.", _purchase("FF")),
            Entry("N", "Nota de crédito", "De um fornecedor.", _purchase("NF")),
            Entry("Q", "Pedido de cotação", "Perguntar preços.", _purchase("PC")),
            Entry("S", "Sugestão", "O que encomendar, e a quem.", _screen("suggestions", "SuggestionsScreen")),
            Entry("O", "Documentos", "Procurar, ver, anular.", _screen("purchases_list", "PurchasesScreen")),
        ),
    ),
    Area(
        "S",
        "Stocks",
        (
            Entry("A", "Artigos", "Produtos, serviços e preços.", _screen("articles", "ArticlesScreen")),
            Entry("F", "Famílias", "Grupos de artigos.", _list("models.catalogue.family_form", "FAMILIES")),
            Entry("Z", "Armazéns", "Lojas, armazéns, carrinhas.", _list("models.stock.form", "WAREHOUSES")),
            Entry("E", "Entrada", "Mercadoria que entra sem compra.", _sheet("E")),
            Entry("S", "Saída", "Acerto, quebra, consumo próprio.", _sheet("S")),
            Entry("T", "Transferência", "De um armazém para outro.", _sheet("T")),
            Entry("O", "Folhas de stock", "Ver, receber, anular.", _screen("sheets_list", "SheetsScreen")),
            Entry("C", "Contagem", "O que está na prateleira.", _screen("counts", "CountsScreen")),
            Entry("G", "Montagem", "Fazer e desfazer kits.", _screen("assembly", "AssemblyScreen")),
            Entry(
                "P", "Tabelas de preços", "Por cliente, grupo, quantidade.", _screen("price_lists", "PriceListsScreen")
            ),
            Entry(
                "X",
                "Mudança de preços",
                "Muitos de uma vez, vistos antes.",
                _screen("price_changes", "PriceChangesScreen"),
            ),
            Entry("N", "Campanhas", "Mais barato por uns dias.", _list("models.pricing.form", "CAMPAIGNS")),
            Entry("L", "Etiquetas", "Preço e código de barras.", _screen("labels", "LabelsScreen")),
            Entry("V", "Marcas", "De quem são os artigos.", _list("models.catalogue.family_form", "BRANDS")),
        ),
    ),
    Area(
        "E",
        "Entidades",
        (
            Entry("C", "Clientes", "Fichas de clientes.", _screen("parties", "PartiesScreen", "C")),
            Entry("G", "Grupos de clientes", "A quem se vende igual.", _list("models.pricing.form", "GROUPS")),
            Entry("F", "Fornecedores", "Fichas de fornecedores.", _screen("parties", "PartiesScreen", "F")),
        ),
    ),
    Area(
        "T",
        "Tesouraria",
        (
            Entry("R", "Recibos", "Receber o que um cliente deve.", _screen("receipts", "ReceiptsScreen")),
            Entry("C", "Conta corrente", "O extrato de um cliente.", _report("account")),
            Entry(
                "P",
                "Pagamentos",
                "O que se paga a fornecedores.",
                _screen("supplier_payments", "SupplierPaymentsScreen"),
            ),
            Entry("A", "Avisos", "Cartas a quem está em atraso.", _screen("notices", "NoticesScreen")),
            Entry(
                "S",
                "Saldos iniciais",
                "O que vem de antes do Balcão.",
                _list("models.accounts.opening_form", "OPENINGS"),
            ),
        ),
    ),
    Area(
        "R",
        "Relatórios",
        (
            Entry(
                "G",
                "Gestão de Referências",
                "O que falta pagar, e o que se pagou.",
                _screen("references", "ReferencesScreen"),
            ),
            Entry("S", "Stock valorizado", "O que há e quanto vale.", _report("stock")),
            Entry("X", "Extrato de artigo", "Tudo o que entrou e saiu.", _report("movements")),
            Entry("M", "Margens", "O que se vendeu, custou e ficou.", _report("margins")),
            Entry("C", "Compras", "A quem, o quê, quanto.", _report("purchases")),
            Entry("E", "Abaixo do mínimo", "O que está a faltar.", _report("below-minimum")),
            Entry("P", "Histórico de preços", "Quando mudou, e quem.", _report("price-history")),
            Entry("N", "Sem movimento", "O que há muito não se vende.", _report("idle")),
            Entry("V", "Validades", "Lotes que acabam.", _report("expiring")),
            Entry("D", "Pendentes", "O que falta receber e pagar.", _report("pending")),
            Entry("A", "Antiguidade", "Há quanto tempo está vencido.", _report("ageing")),
            Entry("T", "Extrato", "A conta de um cliente ou fornecedor.", _report("account")),
        ),
    ),
    Area(
        "F",
        "Fiscal",
        (
            Entry("S", "Séries", "Códigos de validação da AT.", _list("models.series.form", "SERIES")),
            Entry("D", "Códigos das séries", "Escrevê-los, um a seguir ao outro.", _screen("codes", "CodesScreen")),
            Entry("N", "Ano novo", "As séries do ano, de uma vez.", _screen("new_year", "NewYearScreen")),
            Entry("T", "SAF-T", "O ficheiro do mês para a AT.", _screen("saft", "SaftScreen")),
            Entry("X", "Verificar SAF-T", "Ficheiros de qualquer programa.", _screen("saft", "SaftCheckScreen")),
            Entry("C", "Comunicação", "O que falta comunicar à AT.", _screen("communication", "CommunicationScreen")),
            Entry("A", "Calendário", "O que comunicar, e até quando.", _screen("calendar", "CalendarScreen")),
            Entry("M", "Fim do mês", "Emitidos, por comunicar, a seguir.", _screen("month_end", "MonthEndScreen")),
            Entry("I", "Inventário", "O ficheiro de existências.", _screen("inventory", "InventoryScreen")),
            Entry("V", "Verificar cadeia", "Provar que nada foi alterado.", _screen("verify", "VerifyScreen")),
            Entry("P", "Importar SAF-T", "Trazer o do programa anterior.", _screen("history", "ImportSaftScreen")),
            Entry("H", "Histórico", "Documentos do programa anterior.", _screen("history", "HistoryScreen")),
            Entry(
                "R",
                "Depois de uma perda",
                "Repôs-se uma cópia: séries novas.",
                _screen("after_loss", "AfterLossScreen"),
            ),
        ),
    ),
    Area(
        "N",
        "Entidade",
        (
            Entry("D", "Dados", "Nome, morada, regime de IVA.", _company),
            Entry(
                "F",
                "Filiais",
                "Lojas, armazéns, escritórios.",
                _list("models.company.establishments", "ESTABLISHMENTS"),
            ),
            Entry("U", "Utilizadores", "Operadores.", _list("models.people.form", "OPERATORS")),
            Entry("P", "Palavra-passe", "Mudar a minha palavra-passe.", _screen("password", "PasswordScreen")),
            Entry("C", "Configurações", "Impressora, papel e cores.", _screen("settings", "SettingsScreen")),
            Entry("S", "Cópias de segurança", "Guardar cópia verificada.", _screen("backup", "BackupScreen")),
            Entry("A", "Ajuda", "Teclas e modo de trabalhar.", _screen("manual", "ManualScreen")),
        ),
    ),
)


def opened(entry: Entry) -> Screen[Any]:
    """The screen of an entry, which knows the letters that lead to it (``VF``)."""
    screen = entry.open()
    letters = next(area.letter + entry.letter for area in MENU if entry in area.entries)
    screen.opened_as = letters  # type: ignore[attr-defined]
    return screen


def entry_at(letters: str) -> Entry | None:
    """The screen that ``letters`` lead to."""
    return next((e for area in MENU for e in area.entries if area.letter + e.letter == letters), None)
