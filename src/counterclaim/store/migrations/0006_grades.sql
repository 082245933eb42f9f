-- The grades of each incident under each codebook, by which lists are narrowed: a word, or, with an empty one, a number of people.
CREATE TABLE IF NOT EXISTS view_grades (
  codebook TEXT NOT NULL, axis TEXT NOT NULL, word TEXT NOT NULL, people INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (codebook, axis, word, people, number)
) WITHOUT ROWID;
CREATE INDEX view_grades_by_number ON view_grades (number);
-- All that is derived is made again by the next run.
DELETE FROM view_state;
