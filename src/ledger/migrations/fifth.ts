/** What advice is told by: how a prompt was asked, which commands and edits failed again and again, and what was read that is large. */
export const fifthSchema = `
-- The permission mode, as recorded; empty where the record has none.
ALTER TABLE turn ADD COLUMN mode TEXT NOT NULL DEFAULT '';

-- Keyed hash of the whole command, so that the same one is told; empty where it was not tried. Never a text.
ALTER TABLE shell_call ADD COLUMN command_hash BLOB NOT NULL DEFAULT x'';

-- An edit that was tried and failed, with a keyed hash of the error.
CREATE TABLE failed_edit (
  tool_use_id TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  tool TEXT NOT NULL,
  path TEXT NOT NULL,
  error_hash BLOB NOT NULL,
  hash_key INTEGER NOT NULL REFERENCES hash_key
) STRICT, WITHOUT ROWID;
CREATE INDEX failed_edit_transcript ON failed_edit (transcript);

-- A file that was read into the context, of those of which much was read.
CREATE TABLE large_read (
  tool_use_id TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  path TEXT NOT NULL,
  characters INTEGER NOT NULL,
  whole INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX large_read_transcript ON large_read (transcript);

-- Advice that the user does not want to see again: one piece of it by its id, or all that a rule says.
CREATE TABLE dismissal (
  kind TEXT NOT NULL CHECK (kind IN ('advice', 'rule')),
  name TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
`;
