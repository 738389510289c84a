-- Counting what is on the shelf: what was counted by whom and when, never changed afterwards.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE stock_count (
    id {id},
    year {big} NOT NULL,
    sequence {big} NOT NULL,
    number TEXT NOT NULL UNIQUE,      -- CT 2026/1
    warehouse_id {big} NOT NULL REFERENCES warehouse (id),
    scope TEXT NOT NULL,              -- T everything, C chosen articles
    blind {big} NOT NULL,             -- who counts is not shown what there should be
    twice {big} NOT NULL,             -- two people count, each all of it
    day TEXT NOT NULL,                -- of the adjustment
    reason TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    operator TEXT NOT NULL,
    state TEXT NOT NULL,              -- O open, F finished, A approved, X given up
    closed_at TEXT,
    closed_by TEXT NOT NULL,
    sheet_id {big} REFERENCES stock_sheet (id)
){strict};
CREATE UNIQUE INDEX stock_count_sequence ON stock_count (year, sequence);
CREATE INDEX stock_count_state ON stock_count (state, id);
CREATE INDEX stock_count_day ON stock_count (day, id);

CREATE TABLE stock_count_article (    -- what a count of chosen articles is of
    count_id {big} NOT NULL REFERENCES stock_count (id),
    article_id {big} NOT NULL REFERENCES article (id),
    PRIMARY KEY (count_id, article_id)
){strict};

CREATE TABLE stock_count_entry (
    id {id},
    count_id {big} NOT NULL REFERENCES stock_count (id),
    round {big} NOT NULL,             -- 1 first person, 2 second, 3 counted again
    article_id {big} NOT NULL REFERENCES article (id),
    lot_id {big} NOT NULL,            -- 0: none
    quantity {big} NOT NULL,          -- added to what the round has counted already; negative takes back
    at TEXT NOT NULL,
    ledger_id {big} NOT NULL,         -- last movement recorded at that moment: what was there is told by it
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL
){strict};
CREATE INDEX stock_count_entry_count ON stock_count_entry (count_id, article_id, lot_id)
