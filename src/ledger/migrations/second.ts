/**
 * What git says of repositories, and what connects their commits with sessions. No message, name or address of a person: subjects and
 * addresses are keyed hashes.
 */
export const secondSchema = `
-- In which write of facts this file's own last changed, so that a reader knows what it has to read again.
ALTER TABLE transcript ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE repository (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  -- Every ref and its commit when git was last read to its end, as JSON; empty before that.
  heads TEXT NOT NULL,
  default_branch TEXT NOT NULL,
  default_sha TEXT NOT NULL,
  upstream INTEGER NOT NULL,
  fetched_ms INTEGER,
  shallow_since_ms INTEGER,
  identity_hashes TEXT NOT NULL,
  read_ms INTEGER NOT NULL,
  -- Changes whenever the notes and checkpoints that name sessions do; empty when there are none.
  marks_state TEXT NOT NULL,
  -- Digest of what the links were last made from.
  linked TEXT NOT NULL,
  problem TEXT,
  hash_key INTEGER NOT NULL REFERENCES hash_key
) STRICT;

CREATE TABLE git_commit (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repository,
  sha TEXT NOT NULL,
  parents TEXT NOT NULL,
  tree TEXT NOT NULL,
  author_ms INTEGER NOT NULL,
  committer_ms INTEGER NOT NULL,
  author_hash TEXT NOT NULL,
  subject_hash TEXT NOT NULL,
  -- Sessions that the commit's own trailers name, as JSON.
  marks TEXT NOT NULL,
  reverts TEXT NOT NULL,
  pull_number INTEGER,
  hash_key INTEGER NOT NULL REFERENCES hash_key,
  UNIQUE (repository, sha)
) STRICT;

CREATE TABLE commit_file (
  git_commit INTEGER NOT NULL REFERENCES git_commit,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  previous_path TEXT,
  added INTEGER,
  removed INTEGER,
  PRIMARY KEY (git_commit, position)
) STRICT, WITHOUT ROWID;

-- Sessions that a note or a checkpoint names beside a commit.
CREATE TABLE session_mark (
  repository INTEGER NOT NULL REFERENCES repository,
  sha TEXT NOT NULL,
  session_id TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (repository, sha, session_id, source)
) STRICT, WITHOUT ROWID;

-- What connects a session with a commit, the strongest evidence of each pair.
CREATE TABLE link (
  repository INTEGER NOT NULL REFERENCES repository,
  sha TEXT NOT NULL,
  session_id TEXT NOT NULL,
  tier INTEGER NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (repository, sha, session_id)
) STRICT, WITHOUT ROWID;

-- Files that differ from the last commit in a working tree, or are not tracked, when git was last read.
CREATE TABLE open_path (
  repository INTEGER NOT NULL REFERENCES repository,
  path TEXT NOT NULL,
  PRIMARY KEY (repository, path)
) STRICT, WITHOUT ROWID;
`;
