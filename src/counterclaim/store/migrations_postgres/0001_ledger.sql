-- The same tables as in an SQLite ledger of schema 4; ids and days are ordered by code point everywhere.
CREATE TABLE chain (seq BIGINT PRIMARY KEY, kind TEXT NOT NULL, id TEXT COLLATE "C" NOT NULL, content_sha256 TEXT NOT NULL, hash TEXT NOT NULL, UNIQUE (kind, id));
CREATE TABLE runs (id TEXT COLLATE "C" PRIMARY KEY, started TEXT NOT NULL, program TEXT NOT NULL, options TEXT NOT NULL, digests TEXT NOT NULL);
CREATE TABLE documents (
  id TEXT COLLATE "C" PRIMARY KEY, run TEXT COLLATE "C" NOT NULL REFERENCES runs (id), outlet TEXT, published TEXT, title TEXT NOT NULL,
  capture_sha256 TEXT NOT NULL, media_type TEXT NOT NULL, subject TEXT NOT NULL, body BYTEA NOT NULL
);
CREATE TABLE readings (id TEXT COLLATE "C" PRIMARY KEY, document TEXT COLLATE "C" NOT NULL REFERENCES documents (id), run TEXT COLLATE "C" NOT NULL REFERENCES runs (id), body BYTEA NOT NULL);
CREATE INDEX readings_by_document ON readings (document);
CREATE INDEX readings_by_run ON readings (run);
CREATE TABLE claims (
  id TEXT COLLATE "C" PRIMARY KEY, document TEXT COLLATE "C" NOT NULL REFERENCES documents (id), incident TEXT NOT NULL, source TEXT NOT NULL,
  stance TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX claims_by_incident ON claims (incident);
CREATE TABLE links (
  id TEXT COLLATE "C" PRIMARY KEY, run TEXT COLLATE "C" NOT NULL REFERENCES runs (id), kind TEXT NOT NULL, left_id TEXT NOT NULL, right_id TEXT NOT NULL,
  judgement TEXT NOT NULL, judged_by TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX links_by_left ON links (left_id);
CREATE INDEX links_by_right ON links (right_id);
CREATE TABLE linkings (id TEXT COLLATE "C" PRIMARY KEY REFERENCES runs (id));
CREATE TABLE failures (id TEXT COLLATE "C" PRIMARY KEY, run TEXT COLLATE "C" NOT NULL REFERENCES runs (id), stage TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE reviews (id TEXT COLLATE "C" PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, by_whom TEXT NOT NULL, made_at TEXT NOT NULL, body BYTEA NOT NULL);
CREATE TABLE captures (id TEXT COLLATE "C" PRIMARY KEY, body BYTEA NOT NULL);
CREATE TABLE fetches (
  id TEXT COLLATE "C" PRIMARY KEY, run TEXT COLLATE "C" NOT NULL REFERENCES runs (id), capture TEXT COLLATE "C" NOT NULL REFERENCES captures (id),
  subject TEXT NOT NULL, media_type TEXT NOT NULL, captured_at TEXT, headers TEXT NOT NULL
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
-- Everything that begins with view_ is derived from the tables above: it can be emptied and made again.
CREATE TABLE view_state (one INTEGER PRIMARY KEY CHECK (one = 1), seq BIGINT NOT NULL);
CREATE TABLE view_incidents (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, date_start TEXT COLLATE "C", date_end TEXT COLLATE "C",
  status TEXT NOT NULL, kind TEXT NOT NULL, sources INTEGER NOT NULL, reports INTEGER NOT NULL, body BYTEA NOT NULL
);
CREATE INDEX view_incidents_by_date ON view_incidents (date_start, id);
CREATE INDEX view_incidents_by_sources ON view_incidents (sources DESC, id);
CREATE INDEX view_incidents_by_reports ON view_incidents (reports DESC, id);
CREATE TABLE view_names (name TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (name, number));
CREATE INDEX view_names_by_number ON view_names (number);
CREATE TABLE view_tellings (telling TEXT COLLATE "C" NOT NULL, document TEXT COLLATE "C" NOT NULL, PRIMARY KEY (telling, document));
CREATE INDEX view_tellings_by_document ON view_tellings (document);
CREATE TABLE view_keys (lookup BIGINT NOT NULL, document TEXT COLLATE "C" NOT NULL, PRIMARY KEY (lookup, document));
CREATE TABLE view_words (rowid BIGINT PRIMARY KEY, every TSVECTOR NOT NULL, place TSVECTOR NOT NULL, party TSVECTOR NOT NULL);
CREATE INDEX view_words_every ON view_words USING gin (every);
CREATE INDEX view_words_place ON view_words USING gin (place);
CREATE INDEX view_words_party ON view_words USING gin (party);
CREATE TABLE view_places (number BIGINT PRIMARY KEY, west FLOAT8 NOT NULL, east FLOAT8 NOT NULL, south FLOAT8 NOT NULL, north FLOAT8 NOT NULL);
CREATE INDEX view_places_by_point ON view_places (west, south);
