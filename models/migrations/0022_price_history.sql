-- Every change of an article's price, one by one or many together.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE price_change (
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    before {big} NOT NULL,            -- euro of one, as the card has tax
    after {big} NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    batch TEXT NOT NULL,              -- of those changed together; empty: on the card
    why TEXT NOT NULL
){strict};
CREATE INDEX price_change_article ON price_change (article_id, id);
CREATE INDEX price_change_batch ON price_change (batch, id) WHERE batch <> '';
CREATE INDEX price_change_at ON price_change (at)
