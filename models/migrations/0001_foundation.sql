-- The first sale: company, people, cards, series, documents, stock, audit.
-- {id}: automatic integer key; {big}: 64-bit integer; {strict}: typed columns. Money is in cents, prices, quantities,
-- rates and line values in millionths; dates are AAAA-MM-DD, moments AAAA-MM-DDThh:mm:ss, flags 0 or 1.

CREATE TABLE company (            -- versions of the issuer's data; documents point to the one they were issued with
    id {id},
    nif TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    regime TEXT NOT NULL,
    retailer {big} NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    register TEXT NOT NULL,
    since TEXT NOT NULL,
    operator TEXT NOT NULL
){strict};

CREATE TABLE operator (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    must_change {big} NOT NULL,
    admin {big} NOT NULL,
    active {big} NOT NULL,
    failures {big} NOT NULL,
    failed_at TEXT
){strict};

CREATE TABLE customer (
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
    condition TEXT NOT NULL,
    active {big} NOT NULL,
    search TEXT NOT NULL
){strict};
CREATE INDEX customer_nif ON customer (nif);

CREATE TABLE family (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
){strict};

CREATE TABLE unit (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
){strict};

CREATE TABLE article (
    id {id},
    code TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    kind TEXT NOT NULL,
    family TEXT NOT NULL,
    unit TEXT NOT NULL,
    price {big} NOT NULL,
    price_includes_tax {big} NOT NULL,
    tax_code TEXT NOT NULL,
    exemption_code TEXT NOT NULL,
    stocked {big} NOT NULL,
    active {big} NOT NULL,
    search TEXT NOT NULL
){strict};

CREATE TABLE barcode (
    id {id},
    code TEXT NOT NULL UNIQUE,
    article_id {big} NOT NULL REFERENCES article (id),
    quantity {big} NOT NULL
){strict};
CREATE INDEX barcode_article ON barcode (article_id);

CREATE TABLE payment_method (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    mechanism TEXT NOT NULL,      -- SAF-T PaymentMechanism
    position {big} NOT NULL
){strict};

CREATE TABLE payment_condition (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    days {big} NOT NULL
){strict};

CREATE TABLE series (
    id {id},
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    validation_code TEXT NOT NULL,
    first_number {big} NOT NULL,
    starts_on TEXT NOT NULL,
    open {big} NOT NULL,
    last_number {big} NOT NULL,
    last_date TEXT,
    last_entry TEXT,
    last_hash TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX series_name ON series (type, upper(name));

CREATE TABLE signing_key (
    id {id},
    version {big} NOT NULL UNIQUE,
    public_pem TEXT NOT NULL UNIQUE,
    since TEXT NOT NULL
){strict};

CREATE TABLE draft (
    id {id},
    operation TEXT NOT NULL UNIQUE,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    parked {big} NOT NULL,
    changed_at TEXT NOT NULL
){strict};
CREATE INDEX draft_operator ON draft (operator, type);

CREATE TABLE document (
    id {id},
    number TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    series_id {big} NOT NULL REFERENCES series (id),
    sequence {big} NOT NULL,
    atcud TEXT NOT NULL,
    date TEXT NOT NULL,
    system_entry_date TEXT NOT NULL,
    operation TEXT NOT NULL UNIQUE,
    company_id {big} NOT NULL REFERENCES company (id),
    customer_id {big} REFERENCES customer (id),
    customer_code TEXT NOT NULL,
    customer_nif TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    customer_address TEXT NOT NULL,
    customer_postal_code TEXT NOT NULL,
    customer_city TEXT NOT NULL,
    customer_country TEXT NOT NULL,
    prices_include_tax {big} NOT NULL,
    global_discount TEXT NOT NULL,
    condition TEXT NOT NULL,
    due TEXT,
    notes TEXT NOT NULL,
    withholding_type TEXT NOT NULL,
    withholding_description TEXT NOT NULL,
    withholding_rate {big} NOT NULL,
    withheld {big} NOT NULL,
    net {big} NOT NULL,
    tax {big} NOT NULL,
    gross {big} NOT NULL,
    hash TEXT NOT NULL,
    hash_control TEXT NOT NULL,
    certificate TEXT NOT NULL,
    qr TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    digest TEXT NOT NULL,         -- SHA-256 of everything above and of the lines, taxes and payments
    status TEXT NOT NULL,
    status_at TEXT NOT NULL,
    status_reason TEXT NOT NULL,
    status_operator TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX document_sequence ON document (series_id, sequence);
CREATE INDEX document_date ON document (date);
CREATE INDEX document_customer ON document (customer_id);
CREATE INDEX document_customer_nif ON document (customer_nif);
CREATE INDEX document_entry ON document (system_entry_date);

CREATE TABLE document_line (
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    number {big} NOT NULL,
    article_id {big} REFERENCES article (id),
    code TEXT NOT NULL,
    description TEXT NOT NULL,
    quantity {big} NOT NULL,
    unit TEXT NOT NULL,
    price {big} NOT NULL,
    discount TEXT NOT NULL,
    shown {big} NOT NULL,
    unit_price {big} NOT NULL,
    amount {big} NOT NULL,
    settlement {big} NOT NULL,
    tax_type TEXT NOT NULL,
    region TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    rate {big} NOT NULL,
    exemption_code TEXT NOT NULL,
    exemption_reason TEXT NOT NULL,
    tax_point TEXT NOT NULL,
    reference TEXT NOT NULL,
    reference_id {big} REFERENCES document (id),
    reference_reason TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX document_line_number ON document_line (document_id, number);
CREATE INDEX document_line_reference ON document_line (reference_id) WHERE reference_id IS NOT NULL;
CREATE INDEX document_line_article ON document_line (article_id) WHERE article_id IS NOT NULL;

CREATE TABLE document_tax (
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    tax_type TEXT NOT NULL,
    region TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    rate {big} NOT NULL,
    base {big} NOT NULL,
    tax {big} NOT NULL,
    exemption_code TEXT NOT NULL
){strict};
CREATE INDEX document_tax_document ON document_tax (document_id);

CREATE TABLE document_payment (
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    method TEXT NOT NULL,
    name TEXT NOT NULL,
    mechanism TEXT NOT NULL,
    amount {big} NOT NULL,
    tendered {big} NOT NULL
){strict};
CREATE INDEX document_payment_document ON document_payment (document_id);

CREATE TABLE document_print (
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    medium TEXT NOT NULL
){strict};
CREATE INDEX document_print_document ON document_print (document_id);

CREATE TABLE stock_movement (
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    document_id {big} NOT NULL REFERENCES document (id),
    line {big} NOT NULL,
    quantity {big} NOT NULL,      -- positive in, negative out
    at TEXT NOT NULL,
    reason TEXT NOT NULL
){strict};
CREATE INDEX stock_movement_article ON stock_movement (article_id);

CREATE TABLE stock_balance (
    article_id {big} PRIMARY KEY REFERENCES article (id),
    quantity {big} NOT NULL
){strict};

CREATE TABLE audit (
    id {big} PRIMARY KEY,         -- 1, 2, 3 ... without gaps
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    terminal TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL            -- SHA-256 over the previous row's hash and this row
){strict};
CREATE INDEX audit_subject ON audit (subject);

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
){strict};
