-- Price lists, groups of customers, campaigns.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE price_list (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    discount {big} NOT NULL,           -- per cent off the article's price, of what the list does not name
    active {big} NOT NULL
){strict};

CREATE TABLE price (
    id {id},
    list_id {big} NOT NULL REFERENCES price_list (id),
    article_id {big} NOT NULL REFERENCES article (id),
    from_quantity {big} NOT NULL,      -- of the article's own unit
    price {big} NOT NULL,              -- with tax where the article's price has it
    since TEXT,
    until TEXT
){strict};
CREATE INDEX price_article ON price (article_id, list_id);
CREATE INDEX price_list_rows ON price (list_id, article_id, id);

CREATE TABLE customer_group (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    price_list TEXT NOT NULL
){strict};

ALTER TABLE customer ADD COLUMN price_list TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN group_code TEXT NOT NULL DEFAULT '';

CREATE TABLE campaign (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    kind TEXT NOT NULL,                -- P per cent off, E a price, L take so many and pay fewer
    value {big} NOT NULL,              -- per cent, or euro
    take {big} NOT NULL,
    pay {big} NOT NULL,
    family TEXT NOT NULL,
    brand TEXT NOT NULL,
    articles TEXT NOT NULL,            -- codes with spaces between
    group_code TEXT NOT NULL,
    over_lists {big} NOT NULL,         -- also on what a price list has given
    active {big} NOT NULL
){strict};
CREATE INDEX campaign_days ON campaign (until, since)
