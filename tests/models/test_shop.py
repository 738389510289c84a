"""The shop that the tests use is whole."""
from company import Lojinha, line

from models.verify import verify


def test_shop(company: Lojinha):
    doc = company.issue("FT", line("CAFE", "2"), prices_include_tax=True)
    print(doc)
    assert verify().findings == ()
def test_shop2(company: Lojinha):
    assert 1
def test_shop3(company: Lojinha):
    assert 1
