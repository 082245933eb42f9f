-- Lists, counts and map windows read narrow rows; the whole incident stands apart. All is derived and is made again.
DROP TABLE view_incidents;
CREATE TABLE IF NOT EXISTS view_incidents (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  date_start TEXT,
  date_end TEXT,
  status TEXT NOT NULL,
  kind TEXT NOT NULL,
  sources INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  contested INTEGER NOT NULL,
  reviewed INTEGER NOT NULL,
  queue INTEGER NOT NULL,
  first_told TEXT,
  last_told TEXT,
  place TEXT NOT NULL,
  lon REAL,
  lat REAL,
  reach REAL
);
CREATE INDEX view_incidents_by_date ON view_incidents (date_start, id);
CREATE INDEX view_incidents_by_sources ON view_incidents (sources DESC, id);
CREATE INDEX view_incidents_by_reports ON view_incidents (reports DESC, id);
CREATE INDEX view_incidents_by_status ON view_incidents (status, date_start, id);
CREATE INDEX view_incidents_by_kind ON view_incidents (kind, date_start, id);
CREATE INDEX view_incidents_by_queue ON view_incidents (queue, id);
CREATE INDEX view_incidents_by_last_told ON view_incidents (last_told, id);
CREATE TABLE IF NOT EXISTS view_bodies (number INTEGER PRIMARY KEY, summary BLOB NOT NULL, body BLOB NOT NULL);
-- What a list can be narrowed to, with how many incidents each has.
CREATE TABLE IF NOT EXISTS view_parties (number INTEGER NOT NULL, party TEXT NOT NULL, PRIMARY KEY (number, party)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view_counts (facet TEXT NOT NULL, value TEXT NOT NULL, incidents INTEGER NOT NULL, PRIMARY KEY (facet, value)) WITHOUT ROWID;
CREATE INDEX view_counts_by_number ON view_counts (facet, incidents DESC, value);
DELETE FROM view_names;
DELETE FROM view_words;
DELETE FROM view_places;
DELETE FROM view_state;
