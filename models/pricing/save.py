"""Verbs of prices: lists and what is in them, groups of customers, campaigns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.rounding import micro
from fiscal.rules.dates import check_plausible
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.articles import find_article
from models.catalogue.tables import Brand, Family
from models.declared import Values
from models.parties.tables import Customer
from models.pricing.offers import EURO, PERCENT, TAKE_PAY
from models.pricing.tables import Campaign, CustomerGroup, Price, PriceList
from models.session import Session

KINDS = ((PERCENT, "Desconto em %"), (EURO, "Preço de campanha"), (TAKE_PAY, "Leve mais, pague menos"))


def save_list(list_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a price list: ``code``, ``name``, ``discount`` (per cent), ``active``. Raises Refusal."""
    row = _named(values) | {"discount": _percent(values, "discount"), "active": bool(values.get("active", True))}
    with db.writing():
        return _put(PriceList, list_id, row, "price_list.save", session)


def save_group(group_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a group of customers: ``code``, ``name``, ``price_list`` (a code, or empty). Raises Refusal."""
    row = _named(values)
    with db.writing():
        row["price_list"] = known_list(values)
        return _put(CustomerGroup, group_id, row, "customer_group.save", session)


def known_list(values: Values) -> str:
    """The code of the list that the values say, or empty. Raises Refusal, field ``price_list``."""
    code = clean(str(values.get("price_list") or ""), 20).upper()
    if code and not PriceList.select().where(PriceList.code == code).exists():
        raise Refusal(f"Tabela de preços «{code}» desconhecida: F4 mostra-as.", field="price_list", rule="choice")
    return code


def known_group(values: Values) -> str:
    """The code of the group of customers that the values say, or empty. Raises Refusal, field ``group_code``."""
    code = clean(str(values.get("group_code") or ""), 20).upper()
    if code and not CustomerGroup.select().where(CustomerGroup.code == code).exists():
        raise Refusal(f"Grupo de clientes «{code}» desconhecido: F4 mostra-os.", field="group_code", rule="choice")
    return code


def save_price(price_id: int | None, list_code: str, values: Values, session: Session) -> int:
    """Puts into a list what an article costs: ``article`` (code), ``from_quantity``, ``price``, ``since``, ``until``.

    Raises Refusal; also where the list says so already of the same quantity and days.
    """
    found = find_article(str(values.get("article") or ""))
    if found is None:
        raise Refusal(
            f"Artigo «{clean(str(values.get('article') or ''), 30)}» desconhecido: F4 procura.",
            field="article",
            rule="article",
        )
    quantity, price = values.get("from_quantity") or Decimal(0), values.get("price")
    if not 0 <= quantity <= MOST or quantity != micro(quantity):
        raise Refusal("A quantidade tem de ser zero ou mais, até 6 casas.", field="from_quantity", rule="range")
    if price is None or not 0 <= price <= MOST:
        raise Refusal("O preço tem de ser zero ou mais.", field="price", rule="range")
    since, until = _days(values)
    with db.writing():
        owner = PriceList.get_or_none(PriceList.code == list_code)
        if owner is None:
            raise Refusal(f"Tabela de preços «{list_code[:20]}» desconhecida.", field="list", rule="choice")
        article = int(found[0].id)
        row = {
            "list_id": owner.id, "article_id": article, "from_quantity": micro(quantity), "price": micro(price),
            "since": since, "until": until,
        }  # fmt: skip
        for twin in Price.select().where(
            Price.list_id == owner.id, Price.article_id == article, Price.from_quantity == row["from_quantity"]
        ):
            apart = (until and twin.since and until < twin.since) or (since and twin.until and twin.until < since)
            if twin.id != price_id and not apart:
                raise Refusal(
                    f"{found[0].code} já está nesta tabela para essa quantidade e esses dias: mude essa linha.",
                    field="from_quantity",
                    rule="unique",
                )
        if price_id:
            Price.update(**row).where(Price.id == price_id).execute()
            number = price_id
        else:
            number = int(Price.create(**row).id)
        shown = {name: str(value) for name, value in row.items()}
        record(session, "price.save", f"{owner.code} {found[0].code}", **shown)
    return number


def remove_price(price_id: int, session: Session) -> None:
    """Takes an article out of a list."""
    with db.writing():
        gone = Price.get_or_none(Price.id == price_id)
        if gone is not None:
            Price.delete().where(Price.id == price_id).execute()
            record(session, "price.remove", str(price_id), article=int(gone.article_id), price=str(gone.price))


def save_campaign(campaign_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a campaign (fields of the table, ``articles`` as codes with spaces). Raises Refusal."""
    kind = str(values.get("kind") or "").upper()
    if kind not in dict(KINDS):
        raise Refusal("Campanha: P desconto, E preço, L leve mais e pague menos.", field="kind", rule="choice")
    since, until = _days(values, needed=True)
    row: Values = _named(values) | {
        "since": since, "until": until, "kind": kind, "value": Decimal(0), "take": 0, "pay": 0,
        "over_lists": bool(values.get("over_lists")), "active": bool(values.get("active", True)),
    }  # fmt: skip
    if kind == PERCENT:
        row["value"] = _percent(values, "value")
        if not row["value"]:
            raise Refusal("Diga o desconto em %, por exemplo 10.", field="value", rule="required")
    elif kind == EURO:
        if not values.get("value") or not 0 < values["value"] <= MOST:
            raise Refusal("Diga o preço de campanha, em euros.", field="value", rule="required")
        row["value"] = micro(values["value"])
    else:
        take, pay = int(values.get("take") or 0), int(values.get("pay") or 0)
        if not 0 < pay < take <= 1000:
            raise Refusal("Leve mais do que paga: leve 3 e pague 2, por exemplo.", field="take", rule="range")
        row |= {"take": take, "pay": pay}
    with db.writing():
        row |= {"group_code": known_group(values), **_what(values)}
        if kind != PERCENT and not (row["family"] or row["brand"] or row["articles"]):
            raise Refusal(
                "Diga de que artigos é a campanha: família, marca ou códigos.", field="articles", rule="required"
            )
        return _put(Campaign, campaign_id, row, "campaign.save", session)


def _what(values: Values) -> Values:
    """The articles that a campaign is of."""
    family, brand = (clean(str(values.get(name) or ""), 20).upper() for name in ("family", "brand"))
    if family and not Family.select().where(Family.code == family).exists():
        raise Refusal(f"Família «{family}» desconhecida: F4 mostra-as.", field="family", rule="family")
    if brand and not Brand.select().where(Brand.code == brand).exists():
        raise Refusal(f"Marca «{brand}» desconhecida: F4 mostra-as.", field="brand", rule="brand")
    codes = []
    for typed in str(values.get("articles") or "").replace(",", " ").replace(";", " ").split():
        found = find_article(typed)
        if found is None:
            raise Refusal(f"Artigo «{typed[:30]}» desconhecido.", field="articles", rule="article")
        codes.append(str(found[0].code))
    return {"family": family, "brand": brand, "articles": " ".join(dict.fromkeys(codes))}


def _named(values: Values) -> Values:
    code, name = clean(str(values.get("code") or ""), 20).upper(), clean(str(values.get("name") or ""), 60)
    if not code or " " in code:
        raise Refusal("Falta o código (sem espaços).", field="code", rule="code")
    if not name:
        raise Refusal("Falta o nome.", field="name", rule="required")
    return {"code": code, "name": name}


def _percent(values: Values, field: str) -> Decimal:
    value = values.get(field) or Decimal(0)
    if not 0 <= value <= 100:
        raise Refusal("A percentagem vai de 0 a 100.", field=field, rule="range")
    return micro(value)


def _days(values: Values, *, needed: bool = False) -> tuple[date | None, date | None]:
    since, until = values.get("since"), values.get("until")
    for field, day in (("since", since), ("until", until)):
        if day is None and needed:
            raise Refusal("Falta a data.", field=field, rule="required")
        if day is not None:
            check_plausible(day, field=field)
    if since is not None and until is not None and until < since:
        raise Refusal("Acaba antes de começar: corrija as datas.", field="until", rule="date")
    return since, until


def _put(table: Any, row_id: int | None, row: Values, action: str, session: Session) -> int:
    """Writes a row of a table with codes. Called inside the transaction."""
    if table.select().where(table.code == row["code"], table.id != (row_id or 0)).exists():
        raise Refusal(f"O código {row['code']} já existe: escolha outro.", field="code", rule="unique")
    if row_id:
        before = table.get_by_id(row_id)
        if before.code != row["code"] and _used(table, before.code):
            raise Refusal(f"{before.code} já está em uso: o código não se muda, o nome sim.", field="code", rule="code")
        table.update(**row).where(table.id == row_id).execute()
        number = row_id
    else:
        number = int(table.create(**row).id)
    record(session, action, str(row["code"]), **{name: str(value) for name, value in row.items()})
    return number


def _used(table: Any, code: str) -> bool:
    """Whether a code is written on other records."""
    if table is PriceList:
        groups = CustomerGroup.select().where(CustomerGroup.price_list == code).exists()
        return bool(groups or Customer.select().where(Customer.price_list == code).exists())
    if table is CustomerGroup:
        named = Campaign.select().where(Campaign.group_code == code).exists()
        return bool(named or Customer.select().where(Customer.group_code == code).exists())
    return False
