"""What may not change on a card once documents use it: F6, F7, F8, F9."""

from __future__ import annotations

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER


def check_customer_change(old_nif: str, new_nif: str, old_name: str, new_name: str, *, has_documents: bool) -> None:
    """F6 and F7 (3.3.3, 3.3.4): with documents, a NIF is only filled in, and a name without NIF stays."""
    if not has_documents:
        return
    known = old_nif not in ("", FINAL_CONSUMER)
    if known and new_nif != old_nif:
        raise Refusal(
            f"O cliente já tem documentos com o NIF {old_nif}: não se pode mudar. Crie outra ficha.",
            field="nif",
            rule="F6",
        )
    if not known and new_nif in ("", FINAL_CONSUMER) and new_name != old_name:
        raise Refusal(
            "O cliente já tem documentos e não tem NIF: o nome só se pode mudar ao preencher o NIF.",
            field="name",
            rule="F7",
        )


def check_article_change(old_description: str, new_description: str, *, has_documents: bool) -> None:
    """F8 (3.3.5): the description of an article with documents stays."""
    if has_documents and new_description != old_description:
        raise Refusal(
            "O artigo já tem documentos: a designação não se pode mudar. Crie um artigo com outro código.",
            field="description",
            rule="F8",
        )


def check_new_operator(code: str, *, used: bool) -> None:
    """F9 (3.3.6): a user code is never used again."""
    if used:
        raise Refusal(f"O código {code} já foi usado: escolha outro.", field="code", rule="F9")
