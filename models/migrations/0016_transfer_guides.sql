-- Which guide travelled with which transfer of the house, line by line.
-- {id}, {big}, {strict} and the units as in 0001.

CREATE TABLE stock_guide (
    id {id},
    document_id {big} NOT NULL REFERENCES document (id),
    line {big} NOT NULL,
    sheet_id {big} NOT NULL REFERENCES stock_sheet (id),
    sheet_line {big} NOT NULL
){strict};
CREATE UNIQUE INDEX stock_guide_line ON stock_guide (document_id, line);
CREATE INDEX stock_guide_sheet ON stock_guide (sheet_id)
