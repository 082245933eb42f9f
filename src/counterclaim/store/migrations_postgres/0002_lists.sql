-- The same as schema 5 of a file: narrow rows for lists, counts and map windows; the whole incident stands apart.
DROP TABLE view_incidents;
CREATE TABLE view_incidents (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, date_start TEXT COLLATE "C", date_end TEXT COLLATE "C",
  status TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL, sources INTEGER NOT NULL, reports INTEGER NOT NULL, claims INTEGER NOT NULL,
  contested INTEGER NOT NULL, reviewed INTEGER NOT NULL, queue BIGINT NOT NULL, first_told TEXT COLLATE "C", last_told TEXT COLLATE "C", place TEXT NOT NULL, lon FLOAT8, lat FLOAT8, reach FLOAT8
);
CREATE INDEX view_incidents_by_date ON view_incidents (date_start, id);
CREATE INDEX view_incidents_by_sources ON view_incidents (sources DESC, id);
CREATE INDEX view_incidents_by_reports ON view_incidents (reports DESC, id);
CREATE INDEX view_incidents_by_status ON view_incidents (status, date_start, id);
CREATE INDEX view_incidents_by_kind ON view_incidents (kind, date_start, id);
CREATE INDEX view_incidents_by_queue ON view_incidents (queue, id);
CREATE INDEX view_incidents_by_last_told ON view_incidents (last_told, id);
CREATE TABLE view_bodies (number BIGINT PRIMARY KEY, summary BYTEA NOT NULL, body BYTEA NOT NULL);
CREATE TABLE view_parties (number BIGINT NOT NULL, party TEXT COLLATE "C" NOT NULL, PRIMARY KEY (number, party));
CREATE TABLE view_counts (facet TEXT COLLATE "C" NOT NULL, value TEXT COLLATE "C" NOT NULL, incidents BIGINT NOT NULL, PRIMARY KEY (facet, value));
CREATE INDEX view_counts_by_number ON view_counts (facet, incidents DESC, value);
DELETE FROM view_names;
DELETE FROM view_words;
DELETE FROM view_places;
DELETE FROM view_state;
