-- Each telling as it is compared, with the keys and passages by which it is found. All is derived and is made again.
DROP TABLE view_tellings;
DROP TABLE view_keys;
CREATE TABLE IF NOT EXISTS view_tellings (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  telling TEXT NOT NULL,
  document TEXT NOT NULL,
  day INTEGER NOT NULL,
  compared INTEGER NOT NULL DEFAULT 0,
  farthest REAL,
  keys BLOB NOT NULL
);
CREATE INDEX view_tellings_by_telling ON view_tellings (telling);
CREATE INDEX view_tellings_by_document ON view_tellings (document);
CREATE TABLE IF NOT EXISTS view_profiles (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS view_keys (lookup INTEGER NOT NULL, day INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (lookup, day, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view_texts (number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL UNIQUE, sampled INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS view_passages (shingle INTEGER NOT NULL, day INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (shingle, day, number)) WITHOUT ROWID;
DELETE FROM view_state;
