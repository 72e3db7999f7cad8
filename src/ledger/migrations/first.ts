/** The first schema. Facts only: no price, no judgement, and no text but names of branches, paths, models and addresses. */
export const firstSchema = `
CREATE TABLE hash_key (
  id INTEGER PRIMARY KEY,
  secret BLOB NOT NULL
) STRICT;

-- One row: who may write. A taker raises the epoch, and every write checks that the epoch is still its own.
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL,
  holder TEXT NOT NULL,
  pid INTEGER NOT NULL,
  heartbeat_ms INTEGER NOT NULL,
  wanted INTEGER NOT NULL,
  -- Raised by every write of facts, not by signs of life: whether anything changed.
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO lease VALUES (1, 0, '', 0, 0, 0, 0);

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL UNIQUE
) STRICT;

-- A transcript file and how far it was read. It stays when the file is gone: the ledger is the archive.
CREATE TABLE transcript (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session,
  agent TEXT NOT NULL,
  identity TEXT NOT NULL,
  birth_ms REAL NOT NULL,
  size INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  offset INTEGER NOT NULL,
  digest TEXT NOT NULL,
  state TEXT NOT NULL,
  first_record_ms INTEGER,
  last_record_ms INTEGER,
  record_types TEXT NOT NULL,
  skipped TEXT NOT NULL,
  gone INTEGER NOT NULL,
  -- Whether requests of this file were left out (excluded, forgotten): the client's running total says nothing about the rest.
  partial INTEGER NOT NULL
) STRICT;
CREATE INDEX transcript_session ON transcript (session);

CREATE TABLE context (
  id INTEGER PRIMARY KEY,
  cwd TEXT NOT NULL,
  branch TEXT NOT NULL,
  entrypoint TEXT NOT NULL,
  version TEXT NOT NULL,
  UNIQUE (cwd, branch, entrypoint, version)
) STRICT;

-- Which repository a folder belonged to while it could be told; '' is none.
CREATE TABLE folder (
  cwd TEXT PRIMARY KEY,
  repository TEXT NOT NULL,
  worktree TEXT NOT NULL,
  checked_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
  id INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  line_offset INTEGER NOT NULL,
  model TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  web_searches INTEGER NOT NULL,
  fast INTEGER NOT NULL,
  geography TEXT NOT NULL,
  stop_reason TEXT NOT NULL,
  stopped INTEGER NOT NULL,
  visible_characters INTEGER NOT NULL,
  sidechain INTEGER NOT NULL,
  long_context INTEGER NOT NULL,
  requested INTEGER NOT NULL
) STRICT;
CREATE INDEX request_at ON request (at_ms);
CREATE INDEX request_transcript ON request (transcript);

-- Requests that a session's files repeat although another session made them: its cost-state counts them too.
CREATE TABLE inherited (
  session INTEGER NOT NULL REFERENCES session,
  request INTEGER NOT NULL REFERENCES request,
  PRIMARY KEY (session, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX inherited_request ON inherited (request);

CREATE TABLE turn (
  uuid TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  prompt_id TEXT NOT NULL,
  command INTEGER NOT NULL,
  text_hash TEXT NOT NULL,
  hash_key INTEGER NOT NULL REFERENCES hash_key
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_transcript ON turn (transcript);

CREATE TABLE edit (
  tool_use_id TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  message_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  tool TEXT NOT NULL,
  path TEXT NOT NULL,
  lines_added INTEGER NOT NULL,
  lines_removed INTEGER NOT NULL,
  added_hashes BLOB NOT NULL,
  removed_hashes BLOB NOT NULL,
  hash_key INTEGER NOT NULL REFERENCES hash_key
) STRICT;
CREATE INDEX edit_transcript ON edit (transcript);

CREATE TABLE commit_call (
  tool_use_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  message_id TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL,
  succeeded INTEGER,
  amend INTEGER NOT NULL,
  directory TEXT NOT NULL,
  subject_hash TEXT NOT NULL,
  printed TEXT NOT NULL,
  operation_sha TEXT NOT NULL,
  operation_kind TEXT NOT NULL,
  hash_key INTEGER NOT NULL REFERENCES hash_key,
  PRIMARY KEY (tool_use_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX commit_call_transcript ON commit_call (transcript);

CREATE TABLE push_call (
  tool_use_id TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  branch TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pull_request (
  source TEXT NOT NULL,
  session INTEGER NOT NULL REFERENCES session,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  url TEXT NOT NULL,
  number INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (source, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_run (
  tool_use_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  succeeded INTEGER,
  PRIMARY KEY (tool_use_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE compaction (
  uuid TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  trigger TEXT NOT NULL,
  tokens_before INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The client's own running total, the last of each file.
CREATE TABLE cost_state (
  transcript INTEGER PRIMARY KEY REFERENCES transcript,
  line_offset INTEGER NOT NULL,
  models TEXT NOT NULL,
  client_nanodollars INTEGER,
  unknown_model INTEGER NOT NULL
) STRICT;

-- Globs of folders that are never read, whoever reads.
CREATE TABLE exclusion (
  glob TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What the user had forgotten, a repository or a folder: older facts of it stay out when a file is read again.
CREATE TABLE forgotten (
  path TEXT PRIMARY KEY,
  before_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
