-- The same as schema 6 of a file: the grades of each incident under each codebook.
CREATE TABLE view_grades (
  codebook TEXT COLLATE "C" NOT NULL, axis TEXT COLLATE "C" NOT NULL, word TEXT COLLATE "C" NOT NULL, people INTEGER NOT NULL,
  number BIGINT NOT NULL, PRIMARY KEY (codebook, axis, word, people, number)
);
CREATE INDEX view_grades_by_number ON view_grades (number);
DELETE FROM view_state;
