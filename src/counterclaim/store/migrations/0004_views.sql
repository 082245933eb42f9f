-- Look-ups by the ends of a link.
CREATE INDEX links_by_left ON links (left_id);
CREATE INDEX links_by_right ON links (right_id);
CREATE INDEX readings_by_run ON readings (run);
-- Everything that begins with view_ is derived from the tables above: it can be emptied and made again.
CREATE TABLE IF NOT EXISTS view_state (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS view_incidents (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  date_start TEXT,
  date_end TEXT,
  status TEXT NOT NULL,
  kind TEXT NOT NULL,
  sources INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX view_incidents_by_date ON view_incidents (date_start, id);
CREATE INDEX view_incidents_by_sources ON view_incidents (sources DESC, id);
CREATE INDEX view_incidents_by_reports ON view_incidents (reports DESC, id);
CREATE INDEX view_incidents_by_status ON view_incidents (status, date_start, id);
CREATE TABLE IF NOT EXISTS view_names (name TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (name, number)) WITHOUT ROWID;
CREATE INDEX view_names_by_number ON view_names (number);
CREATE TABLE IF NOT EXISTS view_tellings (telling TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (telling, document)) WITHOUT ROWID;
CREATE INDEX view_tellings_by_document ON view_tellings (document);
CREATE TABLE IF NOT EXISTS view_keys (lookup INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (lookup, document)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS view_words USING fts5 (words, place, party, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE IF NOT EXISTS view_places USING rtree (number, west, east, south, north);
