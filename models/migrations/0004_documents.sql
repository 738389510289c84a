-- Every document of the law: what guides, orders, receipts, self-billing, recovery and the tax authority need.
-- {id}, {big}, {strict} and the units as in 0001.

ALTER TABLE document ADD COLUMN source_billing TEXT NOT NULL DEFAULT 'P';   -- SAF-T SourceBilling: P own, I integrated, M recovered
ALTER TABLE document ADD COLUMN origin TEXT NOT NULL DEFAULT '';            -- identification of the paper or original that it repeats
ALTER TABLE document ADD COLUMN supplier_id {big} REFERENCES supplier (id);
ALTER TABLE document ADD COLUMN valued {big} NOT NULL DEFAULT 1;
ALTER TABLE document ADD COLUMN self_billing {big} NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN third_party {big} NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN cash_vat {big} NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN currency TEXT NOT NULL DEFAULT '';          -- empty: euro
ALTER TABLE document ADD COLUMN exchange_rate {big} NOT NULL DEFAULT 0;     -- euro for one unit of the currency
ALTER TABLE document ADD COLUMN currency_gross {big} NOT NULL DEFAULT 0;    -- cents of the currency

ALTER TABLE document_line ADD COLUMN kind TEXT NOT NULL DEFAULT '';         -- SAF-T ProductType of a line without article
ALTER TABLE document_line ADD COLUMN fixed_tax {big} NOT NULL DEFAULT 0;    -- stamp duty of a fixed amount for each unit
ALTER TABLE document_line ADD COLUMN tax_base {big} NOT NULL DEFAULT 0;     -- SAF-T TaxBase

CREATE TABLE supplier (
    id {id},
    code TEXT NOT NULL UNIQUE,
    nif TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    self_billing {big} NOT NULL,      -- there is an agreement that we bill for it (CIVA art. 36 n.11)
    active {big} NOT NULL,
    search TEXT NOT NULL
){strict};
CREATE INDEX supplier_nif ON supplier (nif);

CREATE TABLE establishment (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    active {big} NOT NULL
){strict};

ALTER TABLE series ADD COLUMN kind TEXT NOT NULL DEFAULT 'N';               -- AT's tipoSerie: N normal, F training, R recovery
ALTER TABLE series ADD COLUMN purpose TEXT NOT NULL DEFAULT '';             -- '' own, cash_vat, self_billing, third_party, recovery, integrated
ALTER TABLE series ADD COLUMN supplier_id {big} REFERENCES supplier (id);
ALTER TABLE series ADD COLUMN establishment TEXT NOT NULL DEFAULT '';
ALTER TABLE series ADD COLUMN at_state TEXT NOT NULL DEFAULT '';            -- AT's estado: A active, F finished, N annulled; '' unknown
ALTER TABLE series ADD COLUMN registered_on TEXT;

ALTER TABLE article ADD COLUMN category TEXT NOT NULL DEFAULT 'M';          -- inventory file: M P A S T B
ALTER TABLE article ADD COLUMN cn_code TEXT NOT NULL DEFAULT '';            -- Combined Nomenclature, 8 digits

CREATE TABLE article_charge (         -- what selling an article adds as a line of its own: packaging, deposit
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    charge_id {big} NOT NULL REFERENCES article (id),
    quantity {big} NOT NULL
){strict};
CREATE UNIQUE INDEX article_charge_pair ON article_charge (article_id, charge_id);

CREATE TABLE document_transport (
    document_id {big} PRIMARY KEY REFERENCES document (id),
    global_guide {big} NOT NULL,
    load_address TEXT NOT NULL,
    load_postal_code TEXT NOT NULL,
    load_city TEXT NOT NULL,
    load_country TEXT NOT NULL,
    unload_address TEXT NOT NULL,
    unload_postal_code TEXT NOT NULL,
    unload_city TEXT NOT NULL,
    unload_country TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    vehicle TEXT NOT NULL,
    comments TEXT NOT NULL
){strict};

CREATE TABLE document_seller (        -- in whose name it was issued, where that is not the company
    document_id {big} PRIMARY KEY REFERENCES document (id),
    supplier_id {big} NOT NULL REFERENCES supplier (id),
    code TEXT NOT NULL,
    nif TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL
){strict};

CREATE TABLE document_origin (        -- SAF-T OrderReferences, and what is taken of each line of the source
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    line {big} NOT NULL,
    number TEXT NOT NULL,
    date TEXT,
    origin_id {big} REFERENCES document (id),
    origin_line {big} NOT NULL,       -- 0: no line of it in particular
    quantity {big} NOT NULL
){strict};
CREATE INDEX document_origin_document ON document_origin (document_id);
CREATE INDEX document_origin_source ON document_origin (origin_id) WHERE origin_id IS NOT NULL;

CREATE TABLE document_settled (       -- lines of receipts: what each pays
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    number {big} NOT NULL,
    source TEXT NOT NULL,
    source_date TEXT NOT NULL,
    source_id {big} REFERENCES document (id),
    debit {big} NOT NULL,
    amount {big} NOT NULL,            -- without tax where the receipt details it
    settlement {big} NOT NULL,
    tax {big} NOT NULL,
    tax_type TEXT NOT NULL,
    region TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    rate {big} NOT NULL,
    exemption_code TEXT NOT NULL,
    exemption_reason TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX document_settled_number ON document_settled (document_id, number);
CREATE INDEX document_settled_source ON document_settled (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE outbox (                 -- what is to be told to somebody else: committed with the deed, sent afterwards
    id {id},
    kind TEXT NOT NULL,               -- at.invoice, at.work, at.payment, at.transport, at.status, at.series …
    subject TEXT NOT NULL,            -- document number, or type and name of a series
    document_id {big} REFERENCES document (id),
    series_id {big} REFERENCES series (id),
    detail TEXT NOT NULL,             -- JSON: what the message needs that the document does not hold
    state TEXT NOT NULL,              -- waiting, sent, fix, conflict, stopped, withdrawn
    created_at TEXT NOT NULL,
    deadline TEXT,                    -- legal: date, or moment for transport
    next_at TEXT,
    attempts {big} NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    answered_at TEXT,
    answer TEXT NOT NULL              -- what was given back: AT's transport code, a series' validation code
){strict};
CREATE INDEX outbox_state ON outbox (state, next_at);
CREATE INDEX outbox_document ON outbox (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE history_batch (          -- one imported SAF-T file
    id {id},
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    nif TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    counts TEXT NOT NULL,             -- JSON
    undone_at TEXT
){strict};

CREATE TABLE history_document (       -- documents of the program before this one: read only, never exported again
    id {id},
    batch_id {big} NOT NULL REFERENCES history_batch (id),
    number TEXT NOT NULL,
    type TEXT NOT NULL,
    date TEXT NOT NULL,
    customer_id {big} REFERENCES customer (id),
    customer_nif TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    status TEXT NOT NULL,
    net {big} NOT NULL,
    tax {big} NOT NULL,
    gross {big} NOT NULL,
    open {big} NOT NULL,              -- cents still to be settled when imported
    atcud TEXT NOT NULL,
    hash TEXT NOT NULL,
    hash_control TEXT NOT NULL,
    system_entry_date TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX history_document_number ON history_document (number);
CREATE INDEX history_document_batch ON history_document (batch_id);
CREATE INDEX history_document_customer ON history_document (customer_id);
CREATE INDEX history_document_list_date ON history_document (date);

CREATE TABLE history_line (
    id {id},
    document_id {big} NOT NULL REFERENCES history_document (id),
    number {big} NOT NULL,
    code TEXT NOT NULL,
    description TEXT NOT NULL,
    quantity {big} NOT NULL,
    unit TEXT NOT NULL,
    unit_price {big} NOT NULL,
    amount {big} NOT NULL,
    debit {big} NOT NULL,
    tax_type TEXT NOT NULL,
    region TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    rate {big} NOT NULL,
    exemption_code TEXT NOT NULL,
    exemption_reason TEXT NOT NULL,
    reference TEXT NOT NULL
){strict};
CREATE INDEX history_line_document ON history_line (document_id)
