/** What outcomes are judged by: what a commit says of itself, how changes undo one another, which lines are still there, and the settings of a repository. */
export const fourthSchema = `
-- What of \`CommitHints\` is neither false nor empty, as JSON; null for a commit that was read before they were kept, and until it is read again.
ALTER TABLE git_commit ADD COLUMN hints TEXT;
CREATE INDEX git_commit_without_hints ON git_commit (repository) WHERE hints IS NULL;
-- The last commit is asked for whenever git is looked at.
CREATE INDEX git_commit_time ON git_commit (repository, committer_ms);

-- Whether commits are missing because git could not read all of them: they are asked for again each time.
ALTER TABLE repository ADD COLUMN incomplete INTEGER NOT NULL DEFAULT 0;

-- \`.payoff.json\` as it was last read, checked and in whole: \`RepositorySettings\` as JSON; empty until it was looked for.
ALTER TABLE repository ADD COLUMN settings TEXT NOT NULL DEFAULT '';
-- Why the file is not followed, or not all of it, in a sentence; null when it is.
ALTER TABLE repository ADD COLUMN settings_problem TEXT;

-- By which rules of reading a transcript's facts were told: those of older ones are told anew from its start while the file is there.
ALTER TABLE transcript ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;

-- A call of a shell: keyed hashes of the names of files that it has and of its programs' first words. Never a text.
CREATE TABLE shell_call (
  tool_use_id TEXT PRIMARY KEY,
  transcript INTEGER NOT NULL REFERENCES transcript,
  context INTEGER NOT NULL REFERENCES context,
  at_ms INTEGER NOT NULL,
  succeeded INTEGER,
  file_hashes BLOB NOT NULL,
  run_hashes BLOB NOT NULL,
  hash_key INTEGER NOT NULL REFERENCES hash_key
) STRICT, WITHOUT ROWID;
CREATE INDEX shell_call_transcript ON shell_call (transcript);

-- What a later commit of the default branch took back of a change, by lines; made with the links.
CREATE TABLE undoing (
  repository INTEGER NOT NULL REFERENCES repository,
  change_sha TEXT NOT NULL,
  later_sha TEXT NOT NULL,
  -- Provable lines: that the change added and those of them that were removed; that it removed and those of them that were restored.
  added INTEGER NOT NULL,
  added_gone INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  removed_back INTEGER NOT NULL,
  PRIMARY KEY (repository, change_sha, later_sha)
) STRICT, WITHOUT ROWID;

-- Lines of a change that were still there so many days after it shipped. Looked at once the days have passed.
CREATE TABLE survival (
  repository INTEGER NOT NULL REFERENCES repository,
  change_sha TEXT NOT NULL,
  path TEXT NOT NULL,
  days INTEGER NOT NULL,
  -- The commit of the default branch that was looked at.
  seen_sha TEXT NOT NULL,
  lines INTEGER NOT NULL,
  surviving INTEGER NOT NULL,
  PRIMARY KEY (repository, change_sha, path, days)
) STRICT, WITHOUT ROWID;
`;
