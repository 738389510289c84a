"""Makes argparse speak Portuguese: its headings and its errors."""

from __future__ import annotations

import argparse
import errno
import gettext

_TEXTS = {
    "usage: ": "uso: ",
    "options": "opções",
    "positional arguments": "argumentos",
    "show this help message and exit": "mostra esta ajuda e sai",
    "show program's version number and exit": "mostra a versão e sai",
    "the following arguments are required: %s": "falta indicar: %s",
    "unrecognized arguments: %s": "argumentos desconhecidos: %s",
    "expected one argument": "falta o valor",
    "expected at least one argument": "falta pelo menos um valor",
    "expected at most one argument": "só leva um valor",
    "invalid choice: %(value)r (choose from %(choices)s)": "«%(value)s» não serve: escolha %(choices)s",
    "invalid %(type)s value: %(value)r": "«%(value)s» não serve aqui",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "not allowed with argument %s": "não se usa com %s",
    "one of the arguments %s is required": "indique um de: %s",
    "ambiguous option: %(option)s could match %(matches)s": "opção ambígua: %(option)s pode ser %(matches)s",
}


_REASONS = {
    errno.ENOENT: "não existe",
    errno.EISDIR: "é uma pasta",
    errno.ENOTDIR: "o caminho passa por um ficheiro que não é uma pasta",
    errno.EACCES: "não há permissão",
    errno.EPERM: "não há permissão",
    errno.EROFS: "o disco só se pode ler",
    errno.ENOSPC: "o disco está cheio",
    errno.ENAMETOOLONG: "o nome é demasiado comprido",
}


class _Portuguese(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _TEXTS.get(message, message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return _TEXTS.get(singular if count == 1 else plural, singular if count == 1 else plural)


def why(error: OSError) -> str:
    """Why a file could not be used; what is not foreseen stays in the system's words."""
    return _REASONS.get(error.errno or 0) or str(error.strerror or error)


def speak_portuguese() -> None:
    """Replaces the texts that argparse takes from gettext; one it does not know stays in English."""
    words = _Portuguese()
    argparse._ = words.gettext  # type: ignore[attr-defined]
    argparse.ngettext = words.ngettext  # type: ignore[attr-defined]
