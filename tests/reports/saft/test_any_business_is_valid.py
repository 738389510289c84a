"""Whatever a shop does through the verbs, its file is valid by AT's schema and without error by our own checker."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from company import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal.doctypes import TYPES, WORKING
from models.sales.tables import Document
from reports.saft.export import node_of
from tests.reports.saft.businesses import ACTS, live, suppliers
from tests.reports.saft.files import errors, exported, own_check

Official = Callable[[bytes], list[str]]
acts = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1 << 30)), min_size=1, max_size=25)


@given(acts)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_business_gives_a_valid_file(shop_ready: Path, official: Official, done: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(shop_ready / "balcao.db", folder)
        with opened(f"sqlite:///{folder}/balcao.db", folder, shop_ready / "keys") as shop:
            suppliers()
            live(shop, done)
            numbers = [str(row.number) for row in Document.select(Document.number)]
            key = shop.session.signer.public_pem
            for more in ({"basis": "F"}, {"basis": "P"}, {"basis": "T"}, {"basis": "R"}):
                file = exported(shop.session, dt.date(2026, 1, 1), dt.date(2026, 12, 31), **more)
                assert official(file) == []
                assert errors(own_check(file, key, dt.date(2027, 1, 1))) == []
                if more == {"basis": "F"}:
                    assert [number for number in numbers if node_of(number) not in file] == []


def test_the_businesses_have_every_type_and_state(shop_ready: Path, tmp_path: Path) -> None:
    """What the test above says would be little if chance never made a global guide, a cancelled note or an order invoiced."""
    shutil.copy(shop_ready / "balcao.db", tmp_path)
    with opened(f"sqlite:///{tmp_path}/balcao.db", tmp_path, shop_ready / "keys") as shop:
        suppliers()
        live(shop, [(name, n) for n in range(60) for name in ACTS])
        found = Counter((row.type, row.status) for row in Document.select(Document.type, Document.status))
    made = {kind for kind, _ in found}
    assert made == set(TYPES) - {"RC"}  # of the cash VAT regime: test_totals_by_hand
    assert {status for _, status in found} == {"N", "A", "F"}
    invoiced = {kind for kind, status in found if status == "F"}
    assert "GR" in invoiced
    assert any(TYPES[kind].table == WORKING for kind in invoiced)
