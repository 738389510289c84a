-- Payment references: what was asked of a provider, what it gave, and all that happened to it since.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE payment_reference (
    id {id},
    code TEXT NOT NULL UNIQUE,        -- ours, sent along: what was asked for once is found again by it
    operation TEXT NOT NULL,          -- of the draft that it was asked for
    provider TEXT NOT NULL,
    method TEXT NOT NULL,             -- MB Multibanco, MW MB WAY, LK link to a page
    document_id {big} REFERENCES document (id),
    number TEXT NOT NULL,             -- of that document; empty: none yet
    customer_id {big} REFERENCES customer (id),
    customer TEXT NOT NULL,
    amount {big} NOT NULL,
    phone TEXT NOT NULL,              -- MB WAY: 351#910000000
    valid_until TEXT,
    entity TEXT NOT NULL,
    reference TEXT NOT NULL,
    remote_id TEXT NOT NULL,          -- the provider's
    link TEXT NOT NULL,
    state TEXT NOT NULL,
    late {big} NOT NULL,              -- paid after it had ended
    printed {big} NOT NULL,           -- 1: it is part of the document's paper; 0: it goes by a notice
    created_at TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    obtained_at TEXT,
    next_at TEXT,                     -- when the provider is asked again; null: no more
    checked_at TEXT,
    message TEXT NOT NULL,            -- what the provider last said that was wrong
    paid_at TEXT,
    paid {big} NOT NULL,
    refunded {big} NOT NULL,
    fee_net {big} NOT NULL,           -- millionths
    fee_tax {big} NOT NULL,           -- millionths
    fee_invoice TEXT NOT NULL,
    transfer_expected TEXT,
    transferred_on TEXT,
    transfer TEXT NOT NULL,           -- the provider's or the bank's mark of the transfer
    receipt TEXT NOT NULL             -- number of the receipt; empty: none yet
){strict};
CREATE UNIQUE INDEX payment_reference_document ON payment_reference (document_id)
    WHERE document_id IS NOT NULL AND state IN ('asked', 'open');
CREATE UNIQUE INDEX payment_reference_operation ON payment_reference (operation)
    WHERE state IN ('asked', 'open');
CREATE UNIQUE INDEX payment_reference_remote ON payment_reference (provider, remote_id) WHERE remote_id <> '';
CREATE INDEX payment_reference_due ON payment_reference (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX payment_reference_paid ON payment_reference (paid_at, id);
CREATE INDEX payment_reference_created ON payment_reference (created_at, id);
CREATE INDEX payment_reference_amount ON payment_reference (amount, id);
CREATE INDEX payment_reference_customer ON payment_reference (customer_id, id);
CREATE INDEX payment_reference_of ON payment_reference (document_id, id);
CREATE INDEX payment_reference_asked_for ON payment_reference (operation, id);

CREATE TABLE reference_event (
    id {id},
    reference_id {big} NOT NULL REFERENCES payment_reference (id),
    at TEXT NOT NULL,                 -- when it was known here
    happened_at TEXT,                 -- when it happened there
    kind TEXT NOT NULL,
    source TEXT NOT NULL,             -- ask, poll, hook, bank, operator
    state TEXT NOT NULL,              -- of the reference afterwards
    detail TEXT NOT NULL,             -- JSON
    operator TEXT NOT NULL
){strict};
CREATE INDEX reference_event_reference ON reference_event (reference_id, id);

CREATE TABLE reference_hook (         -- calls of providers that were taken: each counts once
    id {id},
    provider TEXT NOT NULL,
    mark TEXT NOT NULL,               -- payment and action, as the provider names them
    at TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX reference_hook_mark ON reference_hook (provider, mark);

CREATE TABLE document_reference (     -- how a document is paid, as printed on it
    document_id {big} PRIMARY KEY REFERENCES document (id),
    method TEXT NOT NULL,
    entity TEXT NOT NULL,
    reference TEXT NOT NULL,
    link TEXT NOT NULL,
    amount {big} NOT NULL,
    valid_until TEXT
){strict}
