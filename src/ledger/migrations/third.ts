/** The lines of commits as keyed hashes, and which commits took the lines of an edit. */
export const thirdSchema = `
-- Commits whose lines were read, once for each hash key that edits were written under.
CREATE TABLE commit_patch (
  git_commit INTEGER NOT NULL REFERENCES git_commit,
  hash_key INTEGER NOT NULL REFERENCES hash_key,
  PRIMARY KEY (git_commit, hash_key)
) STRICT, WITHOUT ROWID;

-- Of each file that has any; \`position\` as in \`commit_file\`.
CREATE TABLE commit_line (
  git_commit INTEGER NOT NULL REFERENCES git_commit,
  hash_key INTEGER NOT NULL REFERENCES hash_key,
  position INTEGER NOT NULL,
  added BLOB NOT NULL,
  removed BLOB NOT NULL,
  PRIMARY KEY (git_commit, hash_key, position)
) STRICT;

-- How many lines of an edit a commit took, made with the links.
CREATE TABLE taken_edit (
  repository INTEGER NOT NULL REFERENCES repository,
  tool_use_id TEXT NOT NULL,
  sha TEXT NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (repository, tool_use_id, sha)
) STRICT, WITHOUT ROWID;
`;
