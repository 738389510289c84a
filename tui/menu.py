"""The map of the program: areas and their screens, with letters that never change once given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from models.declared import Listing


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


def _document(type_code: str, *, global_guide: bool = False) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        from tui.screens.document import DocumentScreen

        return DocumentScreen(type_code, global_guide=global_guide)

    return make


def _screen(module: str, name: str) -> Callable[[], Screen[Any]]:
    """Opens a screen of ``tui/screens`` that needs nothing to begin with."""
    return lambda: getattr(import_module(f"tui.screens.{module}"), name)()


def _list(find: Callable[[], Listing]) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        from tui.screens.records import RecordsScreen

        return RecordsScreen(find())

    return make


def _customers() -> Listing:
    from models.parties.form import CUSTOMERS

    return CUSTOMERS


def _suppliers() -> Listing:
    from models.parties.supplier_form import SUPPLIERS

    return SUPPLIERS


def _establishments() -> Listing:
    from models.company.establishments import ESTABLISHMENTS

    return ESTABLISHMENTS


def _families() -> Listing:
    from models.catalogue.family_form import FAMILIES

    return FAMILIES


def _brands() -> Listing:
    from models.catalogue.family_form import BRANDS

    return BRANDS


def _series() -> Listing:
    from models.series.form import SERIES

    return SERIES


def _operators() -> Listing:
    from models.people.form import OPERATORS

    return OPERATORS


def _company() -> Screen[Any]:
    from models.company.form import company_form
    from tui.screens.records import RecordScreen

    return RecordScreen(company_form(), 0)


def _settings() -> Screen[Any]:
    from tui.screens.settings import SettingsScreen

    return SettingsScreen()


def _password() -> Screen[Any]:
    from tui.screens.password import PasswordScreen

    return PasswordScreen()


def _codes() -> Screen[Any]:
    from tui.screens.codes import CodesScreen

    return CodesScreen()


def _new_year() -> Screen[Any]:
    from tui.screens.new_year import NewYearScreen

    return NewYearScreen()


def _calendar() -> Screen[Any]:
    from tui.screens.calendar import CalendarScreen

    return CalendarScreen()


def _inventory() -> Screen[Any]:
    from tui.screens.inventory import InventoryScreen

    return InventoryScreen()


def _month_end() -> Screen[Any]:
    from tui.screens.month_end import MonthEndScreen

    return MonthEndScreen()


def _verify() -> Screen[Any]:
    from tui.screens.verify import VerifyScreen

    return VerifyScreen()


def _receipts() -> Screen[Any]:
    from tui.screens.receipts import ReceiptsScreen

    return ReceiptsScreen()


def _saft() -> Screen[Any]:
    from tui.screens.saft import SaftScreen

    return SaftScreen()


def _saft_check() -> Screen[Any]:
    from tui.screens.saft import SaftCheckScreen

    return SaftCheckScreen()


def _communication() -> Screen[Any]:
    from tui.screens.communication import CommunicationScreen

    return CommunicationScreen()


def _import_saft() -> Screen[Any]:
    from tui.screens.history import ImportSaftScreen

    return ImportSaftScreen()


def _history() -> Screen[Any]:
    from tui.screens.history import HistoryScreen

    return HistoryScreen()


def _after_loss() -> Screen[Any]:
    from tui.screens.after_loss import AfterLossScreen

    return AfterLossScreen()


def _backup() -> Screen[Any]:
    from tui.screens.backup import BackupScreen

    return BackupScreen()


def _help() -> Screen[Any]:
    from tui.screens.manual import ManualScreen

    return ManualScreen()


def _purchase(kind: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        from tui.screens.purchase import PurchaseScreen

        return PurchaseScreen(kind)

    return make


def _sheet(kind: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        from tui.screens.stock_sheet import SheetScreen

        return SheetScreen(kind)

    return make


def _warehouses() -> Listing:
    from models.stock.form import WAREHOUSES

    return WAREHOUSES


def _sheets() -> Screen[Any]:
    from tui.screens.sheets_list import SheetsScreen

    return SheetsScreen()


def _purchases() -> Screen[Any]:
    from tui.screens.purchases_list import PurchasesScreen

    return PurchasesScreen()


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
            Entry("O", "Documentos", "Procurar, ver, anular.", _purchases),
        ),
    ),
    Area(
        "S",
        "Stocks",
        (
            Entry("A", "Artigos", "Produtos, serviços e preços.", _screen("articles", "ArticlesScreen")),
            Entry("F", "Famílias", "Grupos de artigos.", _list(_families)),
            Entry("Z", "Armazéns", "Lojas, armazéns, carrinhas.", _list(_warehouses)),
            Entry("E", "Entrada", "Mercadoria que entra sem compra.", _sheet("E")),
            Entry("S", "Saída", "Acerto, quebra, consumo próprio.", _sheet("S")),
            Entry("T", "Transferência", "De um armazém para outro.", _sheet("T")),
            Entry("O", "Folhas de stock", "Ver, receber, anular.", _sheets),
            Entry("G", "Montagem", "Fazer e desfazer kits.", _screen("assembly", "AssemblyScreen")),
            Entry("V", "Marcas", "De quem são os artigos.", _list(_brands)),
        ),
    ),
    Area(
        "E",
        "Entidades",
        (
            Entry("C", "Clientes", "Fichas de clientes.", _list(_customers)),
            Entry("F", "Fornecedores", "Fichas de fornecedores.", _list(_suppliers)),
        ),
    ),
    Area(
        "T",
        "Tesouraria",
        (Entry("R", "Recibos", "Receber o que um cliente deve.", _receipts),),
    ),
    Area(
        "R",
        "Relatórios",
        (
            Entry("S", "Stock valorizado", "O que há e quanto vale.", _report("stock")),
            Entry("X", "Extrato de artigo", "Tudo o que entrou e saiu.", _report("movements")),
            Entry("M", "Margens", "O que se vendeu, custou e ficou.", _report("margins")),
            Entry("N", "Sem movimento", "O que há muito não se vende.", _report("idle")),
            Entry("V", "Validades", "Lotes que acabam.", _report("expiring")),
        ),
    ),
    Area(
        "F",
        "Fiscal",
        (
            Entry("S", "Séries", "Códigos de validação da AT.", _list(_series)),
            Entry("D", "Códigos das séries", "Escrevê-los, um a seguir ao outro.", _codes),
            Entry("N", "Ano novo", "As séries do ano, de uma vez.", _new_year),
            Entry("T", "SAF-T", "O ficheiro do mês para a AT.", _saft),
            Entry("X", "Verificar SAF-T", "Ficheiros de qualquer programa.", _saft_check),
            Entry("C", "Comunicação", "O que falta comunicar à AT.", _communication),
            Entry("A", "Calendário", "O que comunicar, e até quando.", _calendar),
            Entry("M", "Fim do mês", "Emitidos, por comunicar, a seguir.", _month_end),
            Entry("I", "Inventário", "O ficheiro de existências.", _inventory),
            Entry("V", "Verificar cadeia", "Provar que nada foi alterado.", _verify),
            Entry("P", "Importar SAF-T", "Trazer o do programa anterior.", _import_saft),
            Entry("H", "Histórico", "Documentos do programa anterior.", _history),
            Entry("R", "Depois de uma perda", "Repôs-se uma cópia: séries novas.", _after_loss),
        ),
    ),
    Area(
        "N",
        "Entidade",
        (
            Entry("D", "Dados", "Nome, morada, regime de IVA.", _company),
            Entry("F", "Filiais", "Lojas, armazéns, escritórios.", _list(_establishments)),
            Entry("U", "Utilizadores", "Operadores.", _list(_operators)),
            Entry("P", "Palavra-passe", "Mudar a minha palavra-passe.", _password),
            Entry("C", "Configurações", "Impressora, papel e cores.", _settings),
            Entry("S", "Cópias de segurança", "Guardar cópia verificada.", _backup),
            Entry("A", "Ajuda", "Teclas e modo de trabalhar.", _help),
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
