-- Each telling as it is compared, with the keys and passages by which it is found. All is derived and is made again.
DROP TABLE view_tellings;
DROP TABLE view_keys;
CREATE TABLE view_tellings (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, telling TEXT COLLATE "C" NOT NULL, document TEXT COLLATE "C" NOT NULL,
  day INTEGER NOT NULL, compared INTEGER NOT NULL DEFAULT 0, farthest FLOAT8, keys BYTEA NOT NULL
);
CREATE INDEX view_tellings_by_telling ON view_tellings (telling);
CREATE INDEX view_tellings_by_document ON view_tellings (document);
CREATE TABLE view_profiles (number BIGINT PRIMARY KEY, body BYTEA NOT NULL);
CREATE TABLE view_keys (lookup BIGINT NOT NULL, day INTEGER NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (lookup, day, number));
CREATE TABLE view_texts (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document TEXT COLLATE "C" NOT NULL UNIQUE, sampled INTEGER NOT NULL, body BYTEA NOT NULL
);
CREATE TABLE view_passages (shingle BIGINT NOT NULL, day INTEGER NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (shingle, day, number));
DELETE FROM view_state;
