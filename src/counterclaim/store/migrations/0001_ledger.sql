-- Append-only: no row of these tables is ever changed or removed; triggers refuse it.
-- Each row carries a hash over its content and the row before it in `chain`.
CREATE TABLE chain (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  content_sha256 TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (kind, id)
);
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  started TEXT NOT NULL,
  program TEXT NOT NULL,
  options TEXT NOT NULL,
  digests TEXT NOT NULL
);
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id),
  outlet TEXT,
  published TEXT,
  title TEXT NOT NULL,
  capture_sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  subject TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE readings (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents (id),
  run TEXT NOT NULL REFERENCES runs (id),
  body BLOB NOT NULL
);
CREATE INDEX readings_by_document ON readings (document);
CREATE TABLE claims (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents (id),
  incident TEXT NOT NULL,
  source TEXT NOT NULL,
  stance TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX claims_by_incident ON claims (incident);
CREATE TABLE links (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id),
  kind TEXT NOT NULL,
  left_id TEXT NOT NULL,
  right_id TEXT NOT NULL,
  judgement TEXT NOT NULL,
  judged_by TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE failures (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id),
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);
