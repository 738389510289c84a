"""python-escpos, imported on first use with what it does at import kept away from the rest of the program."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from pathlib import Path
from typing import Any

from printing.profiles import Profile

_CAPABILITIES = Path(__file__).with_name("escpos_profile.json")
_FILE, _PICKLE = "ESCPOS_CAPABILITIES_FILE", "ESCPOS_CAPABILITIES_PICKLE_DIR"
_lock = threading.Lock()
_dummy: Any = None


def blank(profile: Profile) -> Any:
    """A new ``escpos.printer.Dummy`` for ``profile``: it collects in ``output`` the bytes of a job."""
    from_library = _load()
    from escpos.capabilities import Profile as LibraryProfile

    its = type("BalcaoProfile", (LibraryProfile,), {"profile_data": _profile_data(LibraryProfile, profile)})
    return from_library(profile=its(columns=profile.columns, features=_features(profile)))


def _features(profile: Profile) -> dict[str, bool]:
    return {
        "bitImageRaster": True,
        "qrCode": profile.native_qr,
        "paperFullCut": profile.cut == "full",
        "paperPartCut": profile.cut == "partial",
    }


def _profile_data(library_profile: Any, profile: Profile) -> dict[str, Any]:
    """What python-escpos would ask of its own database; without a width in dots it prints warnings on the screen."""
    media = {"dpi": profile.dpi, "width": {"mm": round(profile.dots * 25.4 / profile.dpi), "pixels": profile.dots}}
    return {
        **library_profile.profile_data,
        "media": media,
        "codePages": {str(profile.code_page_number): profile.code_page},
    }


def _load() -> Any:
    """The Dummy class. Importing the package reads a 96 kB database (ours is 1 kB), calls ``logging.basicConfig``,
    which would write over the screen, and leaves a temporary folder behind: none of that may last.
    """
    global _dummy
    with _lock:
        if _dummy is None:
            root = logging.getLogger()
            silence = logging.NullHandler()
            root.addHandler(silence)
            before = {name: os.environ.pop(name, None) for name in (_FILE, _PICKLE)}
            os.environ[_FILE] = str(_CAPABILITIES)
            try:
                from escpos import capabilities
                from escpos.printer import Dummy
            finally:
                del os.environ[_FILE]
                os.environ.update({name: value for name, value in before.items() if value is not None})
                root.removeHandler(silence)
            shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
            _dummy = Dummy
    return _dummy
