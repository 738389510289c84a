"""Operators: creating them, signing in, changing passwords (C16, F9)."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from fiscal.errors import Refusal
from fiscal.rules.cards import check_new_operator
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.people.tables import Operator
from models.session import Session

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,29}")
SHORTEST = 6
"""Characters of a password."""
PATIENCE = 5
"""Failures before an operator has to wait."""
WAIT = timedelta(seconds=30)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def create_operator(code: str, name: str, password: str, session: Session, *, admin: bool = False) -> str:
    """A new operator whose password must be changed at the first sign-in. Gives the code, in lower case."""
    code = clean(code).lower()
    if not _CODE.fullmatch(code):
        raise Refusal(
            "Código de operador inválido: até 30 letras sem acento e algarismos, por exemplo ana.",
            field="code",
            rule="operator",
        )
    _check_password(password)
    name = clean(name, 60) or code
    with db.writing():
        check_new_operator(code, used=Operator.select().where(Operator.code == code).exists())
        Operator.create(
            code=code,
            name=name,
            password=_hasher().hash(password),
            must_change=True,
            admin=admin,
            active=True,
            failures=0,
        )
        record(session, "operator.create", code, name=name, admin=admin)
    return code


def sign_in(code: str, password: str, session: Session) -> Operator:
    """The operator, if the password is right. After five failures the next try has to wait; every failure is audited."""
    return _prove(code, password, session, "login", "Operador ou palavra-passe errados.")


def unlock(password: str, session: Session) -> str:
    """Gives a locked terminal back to its operator, whose code it returns. Failures wait and are audited as at sign-in."""
    return str(_prove(session.operator, password, session, "unlock", "Palavra-passe errada.").code)


def _prove(code: str, password: str, session: Session, action: str, told: str) -> Operator:
    """action: how the audit log calls it (a failure: ``action.refused``); told: the sentence for a wrong password."""
    from argon2.exceptions import VerificationError

    code = clean(code).lower()
    found = Operator.get_or_none(Operator.code == code)
    wrong = Refusal(told, field="password", rule="login")
    now = session.clock.now()
    if found is not None and found.failures >= PATIENCE and found.failed_at and now < found.failed_at + WAIT:
        left = int((found.failed_at + WAIT - now).total_seconds()) + 1
        raise Refusal(f"Demasiadas tentativas: espere {left} segundos.", field="password", rule="login")
    try:
        # A hash is checked for unknown codes too, so that the time does not tell which codes exist.
        stored = found.password if found is not None and found.active else _hasher().hash("ninguém")
        _hasher().verify(stored, password)
    except VerificationError:
        with db.writing():
            Operator.update(failures=Operator.failures + 1, failed_at=now).where(Operator.code == code).execute()
            record(session, f"{action}.refused", code[:30])
        raise wrong from None
    if found is None or not found.active:
        raise wrong
    with db.writing():
        if found.failures:
            Operator.update(failures=0).where(Operator.id == found.id).execute()
        record(session, action, code)
    return found


def change_password(code: str, old: str, new: str, again: str, session: Session) -> str:
    """The operator's own change of password (C16); gives the operator's code."""
    from argon2.exceptions import VerificationError

    found = Operator.get_or_none(Operator.code == code)
    try:
        if found is None:
            raise VerificationError
        _hasher().verify(found.password, old)
    except VerificationError:
        raise Refusal("A palavra-passe atual está errada.", field="old", rule="C16") from None
    _check_password(new)
    if new != again:
        raise Refusal("As duas palavras-passe novas não são iguais: repita.", field="again", rule="C16")
    if new == old:
        raise Refusal("A palavra-passe nova tem de ser diferente da atual.", field="new", rule="C16")
    with db.writing():
        Operator.update(password=_hasher().hash(new), must_change=False).where(Operator.code == code).execute()
        record(session, "password.change", code)
    return code


def reset_password(code: str, temporary: str, session: Session) -> None:
    """An administrator's reset: a temporary password that must be changed at the next sign-in (C16)."""
    _check_password(temporary)
    with db.writing():
        changed = (
            Operator.update(password=_hasher().hash(temporary), must_change=True, failures=0)
            .where(Operator.code == code)
            .execute()
        )
        if not changed:
            raise Refusal(f"Não há operador com o código {clean(code, 30)}.", field="code", rule="operator")
        record(session, "password.reset", code)


def _check_password(password: str) -> None:
    if len(password.strip()) < SHORTEST:
        raise Refusal(f"A palavra-passe tem de ter pelo menos {SHORTEST} caracteres.", field="password", rule="C16")
    if len(password) > 200:
        raise Refusal("A palavra-passe é demasiado longa: o máximo são 200 caracteres.", field="password", rule="C16")
