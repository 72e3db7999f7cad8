import type { DatabaseSync } from 'node:sqlite';
import type { PullRequestCall } from '../core/attribution/gitFacts.ts';
import { integer, text } from './values.ts';

/** A pull request that a session made or touched, with the folder it worked in. */
export type RecordedPullRequest = Omit<PullRequestCall, 'repository'> & { readonly cwd: string };

/** Every pull request of every session, in order of time. */
export function readPullRequests(database: DatabaseSync): readonly RecordedPullRequest[] {
  const rows = database.prepare(
    `SELECT session_id, at_ms, url, number, action, cwd, branch FROM pull_request JOIN session ON session.id = pull_request.session
     JOIN context ON context.id = pull_request.context ORDER BY at_ms, source, session_id`,
  );
  return rows.all().map((row) => ({
    sessionId: text(row, 'session_id'),
    atMs: integer(row, 'at_ms'),
    url: text(row, 'url'),
    number: integer(row, 'number'),
    action: actionOf(text(row, 'action')),
    cwd: text(row, 'cwd'),
    branch: text(row, 'branch'),
  }));
}

function actionOf(action: string): PullRequestCall['action'] {
  if (action === 'created' || action === 'edited' || action === 'commented' || action === 'linked') return action;
  throw new TypeError('The ledger names an action on a pull request that there is none of.');
}
