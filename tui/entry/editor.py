"""The draft's editor: entries become lines, every edit can be undone, and a refusal leaves the draft as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.discounts import read_discount
from fiscal.errors import Refusal
from fiscal.notation import at_rate, number, show_number, show_quantity
from fiscal.rounding import ZERO, micro
from fiscal.stamp import STAMP_DUTY
from fiscal.tables import UNTAXED
from fiscal.text import clean
from models.declared import Field
from models.sales.doubts import doubt_discount
from models.sales.draft import Draft, DraftCustomer, DraftLine
from tui.entry import columns, grammar
from tui.entry.articles import LONGEST_CODE, ArticleData, Articles, Rate, card_price, found, in_packs, units_of
from tui.entry.barcode import is_barcode
from tui.entry.charged import ChargeLines, own_lines
from tui.entry.discount import has_value, shown, stored
from tui.entry.doubts import Doubts, History
from tui.entry.effect import Bell, Effect
from tui.entry.entries import (
    ONE,
    Add,
    Ambiguous,
    Calculate,
    DocumentDiscount,
    End,
    Entry,
    FreeText,
    Remove,
    Repeat,
    Search,
    SetCustomer,
    SetQuantity,
    Step,
)
from tui.entry.lines import check, check_changed, described, free_codes, merges, missing, taken_off
from tui.entry.quotes import Offers, Quotes

HITS = 50
"""Articles that a search by words brings at most."""


@dataclass(frozen=True, slots=True)
class _State:
    lines: tuple[DraftLine, ...]
    customer: DraftCustomer | None
    global_discount: str
    waived: tuple[str, ...]


class DraftEditor:
    """Edits a draft in place.

    Lines and customer are replaced, never changed, so a state is kept by keeping them: nobody else may change a line
    of the draft while an editor has it. Set ``draft.prices_include_tax`` before the first line: prices already typed
    are not converted.
    """

    def __init__(
        self,
        draft: Draft,
        articles: Articles,
        rate: Rate,
        today: Callable[[], date],
        fields: Sequence[Field] | None = None,
        history: History | None = None,
        offers: Offers | None = None,
    ) -> None:
        """today: the day of a draft without date. fields: the columns (tui/entry/columns.py ``grid``).

        history: what was sold before, for the doubts about quantities and prices typed (Doubt is raised as a Refusal is).
        offers: price lists and campaigns; None: prices are the cards'.
        """
        self.draft = draft
        self._articles = articles
        self._rate = rate
        self._today = today
        self.fields = {field.name: field for field in fields or columns.grid(self.day)}
        self.doubts = Doubts(history)
        self._quotes = Quotes(offers, draft, self.day, rate)
        self._charges = ChargeLines(articles, lambda article, pieces: self._line(article, pieces, None, ""))
        self._past: list[tuple[_State, str]] = []
        self._why = ""  # which list or campaign the last price is of

    # Reading what was typed

    def day(self) -> date:
        """The document's date."""
        return self.draft.date or self._today()

    def known(self, text: str) -> bool:
        """Whether ``text`` is exactly the code or bar code of an article."""
        return len(text) <= LONGEST_CODE and self._articles.find(text) is not None

    def enter(self, text: str) -> Effect:
        """Enter in the code field: reads ``text`` and does it. Raises Refusal; the draft is then as before."""
        if text.lstrip().startswith("="):
            text = at_rate(text, self._rate_of(self.draft.lines[-1].tax if self.draft.lines else ""))
        return self.apply(grammar.read(text, self.known))

    def apply(self, entry: Entry) -> Effect:
        """Does what an entry means, or gives it back as ``pending`` when a person or another table must answer."""
        match entry:
            case Add():
                return self._sell(entry, self._find(entry.code, entry.unit))
            case FreeText():
                return self.add_free(entry.text, entry.quantity, entry.price)
            case Remove():
                return self.remove(entry.code, entry.quantity, entry.unit)
            case Step():
                return self.repeat() if entry.by > 0 else self.remove(None)
            case SetQuantity():
                return self.set_quantity(entry.quantity)
            case Repeat():
                return self.repeat(entry.quantity)
            case Search():
                return self._search(entry)
            case DocumentDiscount():
                return self.set_document_discount(entry.text)
            case Calculate():
                result = show_number(entry.value, 12, least=0)
                return Effect(f"{entry.text} = {result}", pending=entry)
            case Ambiguous():
                code = entry.article.code
                return Effect(f"«{code}» é um artigo e também pode ser um cliente: escolha.", pending=entry)
            case SetCustomer() | End():
                return Effect(pending=entry)

    def _find(self, code: str, unit: str = "") -> ArticleData:
        return found(self._articles, code, unit)

    def _search(self, entry: Search) -> Effect:
        hits = tuple(self._articles.search(entry.words, HITS))
        if not hits:
            raise Refusal(
                f"Nenhum artigo com «{clean(entry.words, 30)}»: procure com menos palavras, ou F2 cria-o.",
                field="code",
                rule="article",
            )
        if len(hits) == 1:
            return self.choose(entry, hits[0])
        count = f"{len(hits)} artigos" if len(hits) < HITS else f"{HITS} artigos ou mais"
        return Effect(f"{count} com «{clean(entry.words, 30)}»: escolha.", pending=entry, found=hits)

    def choose(self, entry: Search, article: ArticleData) -> Effect:
        """Adds the article picked from the list of a search, with the quantity, price and discount typed with it."""
        return self._sell(entry, replace(article, barcode_quantity=ONE, label_total=None))

    # Lines

    def _sell(self, entry: Add | Search, article: ArticleData) -> Effect:
        price = entry.price
        if price is not None and entry.vat:
            rate = format(self._rate_of(article.tax_code).normalize(), "f")
            price = number(f"{price:f} iva{entry.vat}{rate}", field="code")
        if price is not None and article.pack:
            price = micro(price / article.barcode_quantity)
        return self.add(article, entry.quantity, price, entry.discount)

    def add(
        self, article: ArticleData, quantity: Decimal = ONE, price: Decimal | None = None, discount: str = ""
    ) -> Effect:
        """Sells ``quantity`` of what was scanned. The last line's article at the same price adds to that line."""
        line = self._line(article, quantity * self._units(article), price, discount)
        columns.check_quantity(line.quantity, {})  # a label may weigh nothing, which merged into a line would not show
        self._doubt(line, ("quantity", *(() if price is None else ("price",)), "discount"), article)
        lines = self._typed()
        last, why = lines[-1] if lines else None, self._why
        if last is not None and price is None and (joined := self._quotes.joined(last, line, article, discount)):
            lines[-1] = line = joined
        elif last is not None and merges(last, line):
            lines[-1] = line = replace(last, quantity=last.quantity + line.quantity)
        else:
            lines.append(line)
        notice = in_packs(article, quantity) + described(line) + (f"  ({why})" if why else "")
        return self._keep(lines, len(lines) - 1, notice, self._missing(line))

    def add_free(self, text: str, quantity: Decimal = ONE, price: Decimal | None = None) -> Effect:
        """A line that no article has: ``text`` describes it (C27), its price and tax are asked in its cells."""
        code = next(code for code in free_codes() if not self.known(code))
        line = DraftLine(code, clean(text), quantity, "UN", price)
        self.fields["description"].read(line.description, {}, self.day())
        lines = [*self._typed(), line]
        return self._keep(lines, len(lines) - 1, described(line), self._missing(line))

    def take(self, lines: Sequence[DraftLine], notice: str) -> Effect:
        """Puts in lines that came from elsewhere (a document sold before), in one step to undo."""
        after = [*self._typed(), *lines]
        return self._keep(after, len(after) - 1, notice)

    def _missing(self, line: DraftLine) -> str:
        """The cell still to be filled in; a guide without prices asks for none."""
        return missing(line) if self.draft.valued else ""

    def remove(self, code: str | None, quantity: Decimal = ONE, unit: str = "") -> Effect:
        """Takes ``quantity`` off the lines of an article, the last first; ``None`` off the last line alone.

        unit: that the quantity is of, where it is not the article's own.

        More than the document has is refused: sales documents take no returns (Despacho 8632/2014, 3.3.9).
        """
        lines = self._typed()
        if code is None:
            places, name = [self._place(-1)], ""
        else:
            article = self._find(code, unit) if self.known(code) else None
            name = article.code if article else code
            quantity = quantity * self._units(article) if article else quantity
            places = [n for n, line in enumerate(lines) if line.code.casefold() == name.casefold()][::-1]
        if not places:
            raise Refusal(
                f"«{clean(name, 30)}» não está neste documento: não há nada para retirar.{self._returns()}",
                field="code",
                rule="F12",
            )
        there = sum((lines[n].quantity for n in places), Decimal(0))
        if quantity > there:
            raise Refusal(
                f"Só há {described(lines[places[0]], there)}: não se pode retirar {show_quantity(quantity)}."
                + (self._returns() or " Para apagar a linha use F8."),
                field="code",
                rule="F13",
            )
        gone = described(lines[places[0]], quantity)
        lines, at = taken_off(lines, places, quantity)
        return self._keep(lines, at, f"Retirado: {gone}")

    def repeat(self, quantity: Decimal = ONE) -> Effect:
        """The last line's article again, at its price and percentages; a discount in euro is not given twice."""
        place = self._place(-1)
        lines = self._typed()
        self._doubt(replace(lines[place], quantity=quantity), ("quantity",))
        if has_value(lines[place].discount):
            lines.append(replace(lines[place], quantity=quantity, discount=""))
            place += 1
        else:
            lines[place] = replace(lines[place], quantity=lines[place].quantity + quantity)
        return self._keep(lines, place, described(lines[place]))

    def set_quantity(self, quantity: Decimal, index: int = -1) -> Effect:
        """Gives a line (the last, unless said) another quantity."""
        return self._replaced(self._place(index), quantity=quantity)

    def delete(self, index: int) -> Effect:
        """Takes a line away. A charge stays away: packaging of what is eaten in the house."""
        lines = self._typed()
        if len(lines) <= index < len(self.draft.lines):
            gone = self.draft.lines[index]
            waived = (*self.draft.waived, gone.code)
            return self._keep(lines, index, f"Encargo retirado: {described(gone)} (Alt+U repõe)", waived=waived)
        place = self._place(index)
        gone = lines.pop(place)
        return self._keep(lines, place, f"Linha apagada: {described(gone)} (Alt+U repõe)")

    def edit(self, index: int, column: str, text: str) -> Effect:
        """Puts ``text`` into one cell. A scan that falls into a quantity, price or discount is added as an article."""
        place = self._place(index)
        typed = clean(text)
        field = self.fields[column]
        if column in columns.AMOUNTS and is_barcode(typed):
            effect = self.apply(Add(typed))
            return replace(
                effect, notice=f"Código de barras lido em «{field.label}», posto como artigo: {effect.notice}"
            )
        try:
            values = self._edited(self.draft.lines[place], field, typed)
        except Refusal as refusal:
            raise refusal.within(f"lines.{place + 1}") from None
        return self._replaced(place, **values)

    def _edited(self, line: DraftLine, field: Field, typed: str) -> dict[str, Any]:
        """The values of a line that change when ``typed`` is put into the cell of ``field``."""
        if field.name == "code":
            new = self._line(self._find(field.read(typed, {}, self.day())), ONE, None, "")
            return {name: getattr(new, name) for name in _OF_ARTICLE}
        article = self._articles.find(line.code)
        values = columns.line_values(line, article=article is not None)
        if field.locked is not None and (reason := field.locked(values)):
            raise Refusal(f"«{field.label}» não se muda aqui. {reason}", field=field.name, rule="locked")
        if field.name == "price":
            typed = at_rate(typed, self._rate_of(line.tax))
        value = field.read(typed, values, self.day())
        if field.name == "price" and value is None:
            value = self._line(article, ONE, None, "").price if article else None
            if value is None:
                raise Refusal("Falta o preço: não há nenhum na ficha do artigo.", field="price", rule="required")
        if field.name == "tax" and value not in UNTAXED:
            return {"tax": value, "exemption": "", "stamp": line.stamp if value == STAMP_DUTY else ""}
        if field.name == "exemption" and line.tax == STAMP_DUTY:
            return columns.stamp_or_reason(value)
        return {field.name: value} if field.name != "tax" else {"tax": value, "stamp": ""}

    # The document

    def set_customer(self, customer: DraftCustomer | None) -> Effect:
        """Whom the document is for; ``None`` is Consumidor final."""
        name = (customer.name or customer.nif or customer.code) if customer else "Consumidor final"
        lines = self._quotes.for_customer(self._typed(), customer, self._articles.find)
        changed = sum(new != old for new, old in zip(lines, self._typed(), strict=True))
        prices = f"; {changed} preço(s) dele" if changed else ""
        return self._keep(lines, None, f"Cliente: {clean(name, 60)}{prices}", customer=customer)

    def set_document_discount(self, text: str) -> Effect:
        """``5%`` or ``2,50`` off all lines; empty takes it away. Against the total it is checked at issue."""
        discount = stored(text, field="global_discount")
        if discount != self.draft.global_discount:
            worth = sum((line.quantity * (line.price or ZERO) for line in self.draft.lines), ZERO)
            self.doubts.raise_for(doubt_discount("documento", "todo o documento", worth, read_discount(discount)))
        notice = f"Desconto do documento: {shown(discount)}" if discount else "Sem desconto do documento"
        return self._keep(self.draft.lines, None, notice, global_discount=discount)

    def undo(self) -> Effect:
        """Takes back the last edit of lines, customer or document discount; again for the one before, without limit."""
        if not self._past:
            return Effect("Não há nada para desfazer.", Bell.REFUSED)
        state, notice = self._past.pop()
        self._restore(state)
        return Effect(f"Desfeito: {notice}", Bell.ACCEPTED, len(state.lines) - 1 if state.lines else None)

    # The workings

    def _place(self, index: int) -> int:
        count = own_lines(self.draft.lines)
        if count <= index < len(self.draft.lines):
            raise Refusal("É um encargo de outras linhas e muda com elas: F8 tira-o.", field="quantity", rule="charge")
        if not count:
            raise Refusal("Ainda não há linhas: escreva primeiro um artigo.", field="code", rule="lines")
        if not -count <= index < count:
            raise Refusal(f"Não há a linha {index + 1}: o documento tem {count}.", field="code", rule="lines")
        return index % count

    def _units(self, article: ArticleData) -> Decimal:
        return units_of(article, self.draft.region, self.day(), self._rate)

    def _rate_of(self, tax: str) -> Decimal:
        """Per cent in force on the document's day, of the normal rate where a line has none yet."""
        return self._rate(self.draft.region, tax or "NOR", self.day())

    def _returns(self) -> str:
        return "" if self.draft.type == "NC" else " Uma devolução faz-se com uma nota de crédito."

    def _line(self, article: ArticleData, quantity: Decimal, price: Decimal | None, discount: str) -> DraftLine:
        line, self._why = self._quotes.line(article, quantity, price, discount)
        return line

    def _doubt(self, line: DraftLine, typed: Collection[str], article: ArticleData | None = None) -> None:
        """Raises Doubt if one of the values ``typed`` is far from what is usual for the article of the line."""
        draft, card = self.draft, None
        try:
            check(line)
        except Refusal:
            return  # what no rule allows is refused where the line is kept
        if "price" in typed and (article := article or self._articles.find(line.code)) is not None:
            card = card_price(article, self.draft, self.day(), self._rate)
        self.doubts.check(line, typed, card, with_tax=draft.prices_include_tax)

    def _replaced(self, place: int, **values: Any) -> Effect:
        lines = self._typed()
        before, lines[place] = lines[place], replace(lines[place], **values)
        self._doubt(lines[place], [name for name in values if getattr(before, name) != getattr(lines[place], name)])
        if set(values) == {"quantity"} and (article := self._articles.find(before.code)) is not None:
            lines[place] = self._quotes.again(before, values["quantity"], article, self.draft.customer) or lines[place]
        return self._keep(lines, place, described(lines[place]), self._missing(lines[place]))

    def _keep(self, lines: list[DraftLine], line: int | None, notice: str, column: str = "", **header: Any) -> Effect:
        """The one place where the draft changes: checks what is new, remembers what was, puts it in."""
        before = self._state()
        lines = self._charges.added(self.draft, lines, header.get("waived", self.draft.waived))
        check_changed(lines, before.lines)
        after = replace(before, lines=tuple(lines), **header)
        if after != before:
            self._past.append((before, notice))
            self._restore(after)
        shown = min(line, len(lines) - 1) if line is not None and lines else None
        return Effect(notice, Bell.ACCEPTED, shown, column)

    def _state(self) -> _State:
        draft = self.draft
        return _State(tuple(draft.lines), draft.customer, draft.global_discount, tuple(draft.waived))

    def _typed(self) -> list[DraftLine]:
        return self.draft.lines[: own_lines(self.draft.lines)]

    def _restore(self, state: _State) -> None:
        self.draft.lines[:] = state.lines
        self.draft.customer = state.customer
        self.draft.global_discount = state.global_discount
        self.draft.waived = list(state.waived)


_OF_ARTICLE = ("code", "description", "unit", "price", "tax", "exemption")
