"""Operators as declared."""

from __future__ import annotations

from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.declared import Column, Exported, Field, Form, Text, Values, YesNo, defaults
from models.listings import Alphabetic, listed
from models.people.operators import create_operator, reset_password
from models.people.tables import Operator
from models.session import Session

FIELDS = (
    Field("code", "Código", Text(30), 14, required=True, help="O que se escreve na entrada, por exemplo ana.",
          law="Um código nunca serve a outra pessoa (Despacho 8632/2014, 3.3.6).",
          locked=lambda values: "O código de um operador não se muda." if values.get("id") else ""),
    Field("name", "Nome", Text(60), 40, required=True, help="Nome da pessoa."),
    Field("password", "Palavra-passe provisória", Text(200, secret=True), 24,
          help="Pelo menos 6 caracteres; muda-se na primeira entrada. Vazio: fica a que tem.",
          law="Despacho 8632/2014, 3.1.1."),
    Field("admin", "Administrador", YesNo(), 4, default=False, help="Pode criar operadores e mudar a empresa."),
    Field("active", "Ativo", YesNo(), 4, default=True, help="Não: deixa de poder entrar; o que fez fica registado."),
)  # fmt: skip


def load(operator_id: Any) -> Values:
    if operator_id is None:
        return {**defaults(FIELDS), "id": None, "password": ""}
    found = Operator.get_by_id(operator_id)
    return {"id": found.id, "password": "", **{n: getattr(found, n) for n in ("code", "name", "admin", "active")}}


def save(values: Values, session: Session) -> int:
    """Creates an operator or changes one; only an administrator may. Raises Refusal."""
    acting = Operator.get_or_none(Operator.code == session.operator)
    if acting is None or not acting.admin:
        raise Refusal("Só um administrador pode mudar operadores.", rule="C16")
    password = str(values.get("password") or "")
    with db.writing():
        if values.get("id") is None:
            code = create_operator(
                str(values["code"]), str(values["name"]), password, session, admin=bool(values.get("admin"))
            )
            return int(Operator.get(Operator.code == code).id)
        found = Operator.get_by_id(values["id"])
        stays_admin = bool(values.get("admin")) and bool(values.get("active", True))
        others = Operator.select().where(Operator.admin == True, Operator.active == True, Operator.id != found.id)  # noqa: E712
        if found.admin and not stays_admin and not others.exists():
            raise Refusal("É o único administrador: nomeie outro primeiro.", field="admin", rule="C16")
        name = clean(str(values.get("name") or ""), 60)
        Operator.update(name=name, admin=bool(values.get("admin")), active=bool(values.get("active", True))).where(
            Operator.id == found.id
        ).execute()
        if password:
            reset_password(found.code, password, session)
        record(session, "operator.save", found.code, name=name, admin=stays_admin)
        return int(found.id)


def form() -> Form:
    return Form("Operador", FIELDS, load, save)


def _match(text: str) -> Any:
    typed = text.strip()
    return Operator.code.contains(typed) | Operator.name.contains(typed)


OPERATORS = listed(
    "Utilizadores",
    (
        Column("code", "Código", 14),
        Column("name", "Nome", 40, grows=True),
        Column("role", "Papel", 14),
    ),
    Operator,
    (Operator.id, Operator.code, Operator.name, Operator.admin, Operator.active),
    lambda v: ((v[1], v[2], "Administrador" if v[3] else "Operador"), v[0], not v[4]),
    _match,
    {"code": (Operator.code,), "name": (Alphabetic(Operator.name), Operator.id)},
    ("code", False),
    exported=(
        (Exported("code", "Código"), Operator.code),
        (Exported("name", "Nome", width=30), Operator.name),
        (Exported("admin", "Administrador", "flag"), Operator.admin),
        (Exported("active", "Ativo", "flag", width=7), Operator.active),
    ),
    form=form,
)
