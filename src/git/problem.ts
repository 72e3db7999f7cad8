/** Why git did not answer: from what it wrote and how it ended, to a sentence that holds nothing of what it wrote. */
import { inEnglish } from '../core/l10n/display.ts';
import { t } from '../core/l10n/message.ts';
import type { GitAnswer, GitProblem } from './types.ts';

const sentences: Readonly<Record<GitProblem['reason'], () => string>> = {
  missing: () =>
    t('git was not found, so that commits cannot be read. What was read before is kept. Install git, or put its folder on the PATH.'),
  tooOld: () =>
    t('This git is too old to be run safely here: version 2.31 or newer is needed. What was read before is kept. Install a newer git.'),
  unknownFormat: () =>
    t(
      'This repository is of a format that is newer than this git knows (reftable, for example). What was read before is kept. Install a newer git.',
    ),
  notTrusted: () =>
    t(
      'git does not open this repository, because its folder belongs to another user. What was read before is kept. If you trust it, run git status there: git names the command that allows it.',
    ),
  noRepository: () => t('This folder is gone, or is in no git repository any more. What was read before is kept.'),
  damaged: () =>
    t(
      "Some of this repository's objects cannot be read: it is damaged, or was being written at that moment. What was read before is kept. It is tried again with the next reading; if it stays so, run git fsck there.",
    ),
  timeout: () => t('git did not answer in time and was ended. What was read before is kept. It is tried again with the next reading.'),
  cancelled: () => t('Reading git was cancelled. What was read before is kept.'),
  failed: () => t('git could not answer. What was read before is kept. Run git log there to see what it says.'),
};

/** Thrown inside `src/git` alone: every public function hands its problem on as a value. */
export class GitFailure extends Error {
  readonly problem: GitProblem;

  constructor(reason: GitProblem['reason']) {
    // It is kept in the ledger, which several languages may share: `tKept` says it.
    const sentence = inEnglish(sentences[reason]);
    super(sentence);
    this.problem = { reason, sentence };
  }
}

/** What git's words on stderr mean (it speaks English here: `LC_ALL=C`). */
export function reasonOf(stderr: string): GitProblem['reason'] {
  if (/unknown repository extension|Expected git repo version|unknown ref storage/i.test(stderr)) return 'unknownFormat';
  if (/dubious ownership|safe\.directory/.test(stderr)) return 'notTrusted';
  if (/not a git repository/i.test(stderr)) return 'noRepository';
  return damage.test(stderr) ? 'damaged' : 'failed';
}

const damage =
  /corrupt|bad (?:object|tree|signature|revision|config)|missing (?:blob|tree|commit)|unable to (?:read|find|parse|open)|could not (?:parse|read)|cannot (?:read|simplify)|inflate|hash mismatch|pack (?:has|is)|packfile|invalid object|not a valid object|broken (?:ref|link)|lazy fetching disabled|promisor/i;

/** The value that `ask` comes to, or why it came to none. */
export async function answer<Value>(ask: () => Promise<Value>): Promise<GitAnswer<Value>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

export function problemOf(error: unknown): GitProblem {
  if (error instanceof GitFailure) return error.problem;
  // Whatever else failed (a folder that vanished meanwhile) may name paths, and is not passed on.
  return new GitFailure('failed').problem;
}
