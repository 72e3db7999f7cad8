/** What a developer who joined a team tells it: who reports, what waits to be sent, and a withdrawal that has not arrived. Never a token. */
export const sixthSchema = `
-- The team that was joined; one at a time.
CREATE TABLE team_membership (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  team TEXT NOT NULL,
  name TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  -- The pseudonym, made by chance.
  reporter TEXT NOT NULL,
  salt TEXT NOT NULL,
  k INTEGER NOT NULL,
  repositories INTEGER NOT NULL,
  joined_ms INTEGER NOT NULL,
  -- When the weeks were last made.
  composed_ms INTEGER NOT NULL DEFAULT 0,
  -- The answer after which nothing is sent until the user does something; 0 for none.
  stopped INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The newest report of each week, in the very bytes that are sent.
CREATE TABLE team_outbox (
  week TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_ms INTEGER NOT NULL DEFAULT 0,
  -- HTTP status of the last answer; 0 for none.
  answer INTEGER NOT NULL DEFAULT 0,
  sent_ms INTEGER,
  -- The bytes that were last taken: what is told by OpenTelemetry as an addition is told against them.
  delivered TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- What is to be deleted at a collector; gone once it has confirmed that.
CREATE TABLE team_withdrawal (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  team TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  reporter TEXT NOT NULL,
  asked_ms INTEGER NOT NULL
) STRICT;

-- This ledger as one that sends: one row, also in no team.
CREATE TABLE team_device (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Made by chance with the first joining, another one after a withdrawal; empty before.
  device TEXT NOT NULL,
  -- Which process sends just now, and until when that is believed.
  sender TEXT NOT NULL,
  pid INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  -- Tries in a row without a usable answer, until when nothing is sent, whether the collector asked for that, and what was wrong: a code, no text.
  failures INTEGER NOT NULL,
  wait_ms INTEGER NOT NULL,
  asked_to_wait INTEGER NOT NULL,
  trouble TEXT NOT NULL
) STRICT;
INSERT INTO team_device VALUES (1, '', '', 0, 0, 0, 0, 0, '');
`;
