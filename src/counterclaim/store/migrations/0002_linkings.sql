-- A run that has compared all that it read with the rest of the ledger; one that was cut off before has no row.
CREATE TABLE linkings (
  id TEXT PRIMARY KEY REFERENCES runs (id)
);
