-- What people decided: one row each; a withdrawal is a row as well.
CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  made_at TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX reviews_by_subject ON reviews (subject);
-- The bytes that a report was read from, zlib; the id is the SHA-256 of the bytes before compression.
CREATE TABLE captures (
  id TEXT PRIMARY KEY,
  body BLOB NOT NULL
);
-- Each time that bytes were captured: from where, when, with which headers.
CREATE TABLE fetches (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id),
  capture TEXT NOT NULL REFERENCES captures (id),
  subject TEXT NOT NULL,
  media_type TEXT NOT NULL,
  captured_at TEXT,
  headers TEXT NOT NULL
);
