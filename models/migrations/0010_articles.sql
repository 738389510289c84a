-- Articles in full: families in a tree, brands, other units, models with variants, kits with their parts.
-- {id}, {big}, {strict} and the units as in 0001.

ALTER TABLE family ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE family ADD COLUMN path TEXT NOT NULL DEFAULT '';
UPDATE family SET path = code;

CREATE TABLE brand (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
){strict};

CREATE TABLE article_unit (
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    unit TEXT NOT NULL,
    factor {big} NOT NULL,            -- of the article's own unit in one of it
    price {big}                       -- of one of it; NULL: as many times the article's
){strict};
CREATE UNIQUE INDEX article_unit_pair ON article_unit (article_id, unit);
ALTER TABLE barcode ADD COLUMN unit TEXT NOT NULL DEFAULT '';

CREATE TABLE article_part (
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    part_id {big} NOT NULL REFERENCES article (id),
    quantity {big} NOT NULL           -- in one of the kit
){strict};
CREATE UNIQUE INDEX article_part_pair ON article_part (article_id, part_id);
CREATE INDEX article_part_part ON article_part (part_id);

ALTER TABLE article ADD COLUMN brand TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN kit TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN is_model {big} NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN model_id {big} REFERENCES article (id);
ALTER TABLE article ADD COLUMN attributes TEXT NOT NULL DEFAULT '';
CREATE INDEX article_model ON article (model_id) WHERE model_id IS NOT NULL;
CREATE INDEX article_models ON article (is_model) WHERE is_model = 1;
CREATE INDEX article_kits ON article (kit) WHERE kit <> '';

CREATE INDEX stock_movement_made ON stock_movement (sheet_id) WHERE reason IN ('M', 'D');
ALTER TABLE article_supplier ADD COLUMN minimum {big} NOT NULL DEFAULT 0;
ALTER TABLE article_supplier ADD COLUMN lead_days {big} NOT NULL DEFAULT 0
