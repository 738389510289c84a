-- Current accounts: what is open of each document, balances from before, payments to suppliers.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE open_item (
    id {id},
    side TEXT NOT NULL,               -- C customers, F suppliers
    party_id {big} NOT NULL,          -- the card; 0: a customer without one
    origin TEXT NOT NULL,             -- D document, H history_document, S opening_balance, P purchase
    origin_id {big} NOT NULL,
    number TEXT NOT NULL,
    date TEXT NOT NULL,
    due TEXT NOT NULL,
    total {big} NOT NULL,
    "left" {big} NOT NULL
){strict};
CREATE UNIQUE INDEX open_item_origin ON open_item (origin, origin_id);
CREATE INDEX open_item_party ON open_item (side, party_id, due);
CREATE INDEX open_item_number ON open_item (number);

CREATE TABLE opening_balance (
    id {id},
    side TEXT NOT NULL,
    party_id {big} NOT NULL,
    party_code TEXT NOT NULL,
    party_name TEXT NOT NULL,
    number TEXT NOT NULL,
    date TEXT NOT NULL,
    due TEXT NOT NULL,
    total {big} NOT NULL,
    notes TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    state TEXT NOT NULL,              -- N in force, A cancelled
    operation TEXT NOT NULL UNIQUE
){strict};
CREATE INDEX opening_balance_party ON opening_balance (side, party_id);
CREATE INDEX opening_balance_date ON opening_balance (date, id);
CREATE INDEX opening_balance_side ON opening_balance (side, date, id);
CREATE UNIQUE INDEX opening_balance_number ON opening_balance (side, number) WHERE state <> 'A';

CREATE TABLE supplier_payment (
    id {id},
    year {big} NOT NULL,
    sequence {big} NOT NULL,
    number TEXT NOT NULL UNIQUE,      -- PF 2026/1
    supplier_id {big} NOT NULL REFERENCES supplier (id),
    supplier_code TEXT NOT NULL,
    supplier_nif TEXT NOT NULL,
    supplier_name TEXT NOT NULL,
    date TEXT NOT NULL,
    settled {big} NOT NULL,
    discount {big} NOT NULL,
    withholding_type TEXT NOT NULL,
    withheld {big} NOT NULL,
    paid {big} NOT NULL,
    notes TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    state TEXT NOT NULL,              -- N in force, A cancelled
    reason TEXT NOT NULL,
    operation TEXT NOT NULL UNIQUE
){strict};
CREATE UNIQUE INDEX supplier_payment_sequence ON supplier_payment (year, sequence);
CREATE INDEX supplier_payment_supplier ON supplier_payment (supplier_id, date, id);
CREATE INDEX supplier_payment_state ON supplier_payment (state, date, id);
CREATE INDEX supplier_payment_date ON supplier_payment (date, id);

CREATE TABLE supplier_payment_line (
    id {id},
    payment_id {big} NOT NULL REFERENCES supplier_payment (id),
    number {big} NOT NULL,
    origin TEXT NOT NULL,             -- P purchase, S opening_balance
    origin_id {big} NOT NULL,
    source TEXT NOT NULL,
    source_date TEXT NOT NULL,
    amount {big} NOT NULL,
    discount {big} NOT NULL
){strict};
CREATE UNIQUE INDEX supplier_payment_line_number ON supplier_payment_line (payment_id, number);
CREATE INDEX supplier_payment_line_origin ON supplier_payment_line (origin, origin_id);

CREATE TABLE supplier_payment_means (
    id {id},
    payment_id {big} NOT NULL REFERENCES supplier_payment (id),
    method TEXT NOT NULL,
    name TEXT NOT NULL,
    amount {big} NOT NULL
){strict};
CREATE INDEX supplier_payment_means_payment ON supplier_payment_means (payment_id);

CREATE TABLE notice (                 -- overdue notices and how their delivery went
    id {id},
    customer_id {big} NOT NULL REFERENCES customer (id),
    customer_code TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    address TEXT NOT NULL,
    day TEXT NOT NULL,
    total {big} NOT NULL,
    detail TEXT NOT NULL,             -- JSON: number, date, due date and what was left of each document
    state TEXT NOT NULL,              -- P on paper, W waiting, S taken by the mail server, F refused by it
    attempts {big} NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    sent_at TEXT,
    operation TEXT NOT NULL UNIQUE
){strict};
CREATE INDEX notice_customer ON notice (customer_id, day);
CREATE INDEX notice_day ON notice (day, id);
CREATE INDEX notice_state ON notice (state, day, id);

CREATE TABLE interest_rate (
    id {id},
    since TEXT NOT NULL UNIQUE,
    rate {big} NOT NULL               -- per cent a year
){strict};

CREATE TABLE recurring (              -- avenças
    id {id},
    title TEXT NOT NULL,
    customer_code TEXT NOT NULL,
    type TEXT NOT NULL,
    months {big} NOT NULL,
    day {big} NOT NULL,
    next_on TEXT NOT NULL,
    until TEXT,
    active {big} NOT NULL,
    content TEXT NOT NULL             -- JSON: the draft, as files of drafts are written
){strict};
CREATE INDEX recurring_next ON recurring (active, next_on, id);
CREATE INDEX recurring_date ON recurring (next_on, id);

ALTER TABLE customer ADD COLUMN credit_limit {big};             -- cents; NULL: none
ALTER TABLE customer ADD COLUMN blocked {big} NOT NULL DEFAULT 0;

CREATE INDEX document_settled_older ON document_settled (source) WHERE source_id IS NULL
