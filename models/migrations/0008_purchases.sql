-- Purchases: what was asked for, ordered, received and invoiced; which articles each supplier sells.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE purchase (
    id {id},
    kind TEXT NOT NULL,               -- PC request for quotation, EF order, RM receipt, FF invoice, NF credit note
    year {big} NOT NULL,
    sequence {big} NOT NULL,
    number TEXT NOT NULL UNIQUE,      -- EF 2026/1, ours
    supplier_id {big} NOT NULL REFERENCES supplier (id),
    supplier_code TEXT NOT NULL,
    supplier_nif TEXT NOT NULL,
    supplier_name TEXT NOT NULL,
    supplier_number TEXT NOT NULL,    -- theirs, as printed; empty: none
    supplier_key TEXT NOT NULL,       -- the same without spaces, capitals and leading zeros
    date TEXT NOT NULL,               -- of the document
    due_on TEXT,
    expected_on TEXT,
    warehouse_id {big} REFERENCES warehouse (id),
    net {big} NOT NULL,
    tax {big} NOT NULL,
    gross {big} NOT NULL,
    goods TEXT NOT NULL,              -- of a credit note: S goes back with it, G went with a guide, N price only; else empty
    notes TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    state TEXT NOT NULL,              -- N in force, P partly taken, S all taken, A cancelled
    operation TEXT NOT NULL UNIQUE
){strict};
CREATE UNIQUE INDEX purchase_sequence ON purchase (kind, year, sequence);
CREATE UNIQUE INDEX purchase_once ON purchase (supplier_id, kind, supplier_key) WHERE supplier_key <> '' AND state <> 'A';
CREATE INDEX purchase_date ON purchase (date, id);
CREATE INDEX purchase_kind ON purchase (kind, date, id);
CREATE INDEX purchase_supplier ON purchase (supplier_id, kind, state);
CREATE INDEX purchase_state ON purchase (state, id);

CREATE TABLE purchase_line (
    id {id},
    purchase_id {big} NOT NULL REFERENCES purchase (id),
    number {big} NOT NULL,
    article_id {big} REFERENCES article (id),
    code TEXT NOT NULL,
    supplier_code TEXT NOT NULL,
    description TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity {big} NOT NULL,          -- in that unit
    factor {big} NOT NULL,            -- units of stock in one of it
    price {big} NOT NULL,
    discount TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    rate {big} NOT NULL,
    deductible {big} NOT NULL,
    amount {big} NOT NULL,            -- without tax, after discounts
    lot_id {big} NOT NULL,            -- 0: none
    origin_id {big} REFERENCES purchase (id),
    origin_line {big} NOT NULL        -- 0: none
){strict};
CREATE UNIQUE INDEX purchase_line_number ON purchase_line (purchase_id, number);
CREATE INDEX purchase_line_article ON purchase_line (article_id, id);
CREATE INDEX purchase_line_origin ON purchase_line (origin_id, origin_line) WHERE origin_id IS NOT NULL;

CREATE TABLE purchase_tax (
    id {id},
    purchase_id {big} NOT NULL REFERENCES purchase (id),
    tax_code TEXT NOT NULL,
    rate {big} NOT NULL,
    base {big} NOT NULL,
    tax {big} NOT NULL
){strict};
CREATE INDEX purchase_tax_purchase ON purchase_tax (purchase_id);

CREATE TABLE article_supplier (       -- who sells an article, under which code, and for how much the last time
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    supplier_id {big} NOT NULL REFERENCES supplier (id),
    code TEXT NOT NULL,
    unit TEXT NOT NULL,
    factor {big} NOT NULL,
    price {big} NOT NULL,             -- of one of that unit, without tax, after discounts
    bought_on TEXT,
    preferred {big} NOT NULL
){strict};
CREATE UNIQUE INDEX article_supplier_pair ON article_supplier (article_id, supplier_id);
CREATE INDEX article_supplier_code ON article_supplier (supplier_id, code);

ALTER TABLE stock_movement ADD COLUMN purchase_id {big} REFERENCES purchase (id);
CREATE INDEX stock_movement_purchase ON stock_movement (purchase_id) WHERE purchase_id IS NOT NULL;
ALTER TABLE article ADD COLUMN minimum {big} NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN maximum {big} NOT NULL DEFAULT 0
