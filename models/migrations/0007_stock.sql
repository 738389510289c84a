-- Stock by warehouse, lot and serial number, with what it cost; the documents of the house that move it.
-- {id}, {big}, {strict} and the units as in 0001. Values of stock are millionths of a euro, without tax.

CREATE TABLE warehouse (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    establishment TEXT NOT NULL,      -- code of the establishment that sells from here; empty: any
    negative TEXT NOT NULL,           -- P let, A warn, N forbid
    transit {big} NOT NULL,           -- goods under way between two others
    active {big} NOT NULL
){strict};

CREATE TABLE lot (                    -- a lot, or one piece with its serial number
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    code TEXT NOT NULL,
    expires_on TEXT,
    created_at TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX lot_code ON lot (article_id, code);
CREATE INDEX lot_expires ON lot (expires_on) WHERE expires_on IS NOT NULL;
CREATE INDEX lot_by_code ON lot (code);

CREATE TABLE stock_sheet (            -- a document of the house that moves goods: entry, exit, transfer, assembly, count
    id {id},
    kind TEXT NOT NULL,
    year {big} NOT NULL,
    sequence {big} NOT NULL,
    number TEXT NOT NULL UNIQUE,      -- E 2026/1
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    warehouse_id {big} NOT NULL REFERENCES warehouse (id),
    to_warehouse_id {big} REFERENCES warehouse (id),
    source_id {big} REFERENCES stock_sheet (id),    -- the sheet that this one ends or takes back
    reason TEXT NOT NULL,
    state TEXT NOT NULL,              -- N in force, T under way, R received, A taken back
    operation TEXT NOT NULL UNIQUE
){strict};
CREATE UNIQUE INDEX stock_sheet_sequence ON stock_sheet (kind, year, sequence);
CREATE INDEX stock_sheet_day ON stock_sheet (day, id);
CREATE INDEX stock_sheet_state ON stock_sheet (state, id);
CREATE INDEX stock_sheet_source ON stock_sheet (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE stock_sheet_line (
    id {id},
    sheet_id {big} NOT NULL REFERENCES stock_sheet (id),
    number {big} NOT NULL,
    article_id {big} NOT NULL REFERENCES article (id),
    code TEXT NOT NULL,
    description TEXT NOT NULL,
    unit TEXT NOT NULL,
    lot_id {big} NOT NULL,            -- 0: none
    quantity {big} NOT NULL,          -- as typed: never negative but in a count's adjustment
    cost {big}                        -- of one unit, where it was given
){strict};
CREATE UNIQUE INDEX stock_sheet_line_number ON stock_sheet_line (sheet_id, number);

CREATE TABLE stock_place (            -- what is where: the sum of the movements, kept beside them
    article_id {big} NOT NULL REFERENCES article (id),
    warehouse_id {big} NOT NULL REFERENCES warehouse (id),
    lot_id {big} NOT NULL,            -- 0: none
    quantity {big} NOT NULL,
    PRIMARY KEY (article_id, warehouse_id, lot_id)
){strict};
CREATE INDEX stock_place_warehouse ON stock_place (warehouse_id, article_id);
CREATE INDEX stock_place_lot ON stock_place (lot_id) WHERE lot_id > 0;

CREATE TABLE stock_cost (             -- what an entry cost more, or less, than was known when it was recorded
    id {id},
    movement_id {big} NOT NULL REFERENCES stock_movement (id),
    amount {big} NOT NULL,            -- of the whole movement
    at TEXT NOT NULL,
    reason TEXT NOT NULL              -- what says so: a supplier's invoice, freight
){strict};
CREATE INDEX stock_cost_movement ON stock_cost (movement_id);

CREATE TABLE stock_value (            -- what each movement is worth: made again whenever an earlier one arrives
    movement_id {big} PRIMARY KEY REFERENCES stock_movement (id),
    article_id {big} NOT NULL REFERENCES article (id),
    day TEXT NOT NULL,
    quantity {big} NOT NULL,
    average {big} NOT NULL,           -- value of the movement at average cost: positive in, negative out
    fifo {big} NOT NULL               -- the same, first in first out
){strict};
CREATE INDEX stock_value_article ON stock_value (article_id, day)
