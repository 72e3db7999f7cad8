/** What a person asks about by name: a commit, a session, a pull request, a branch or a file. */
import { isAbsolute, resolve } from 'node:path';
import { t } from '../core/l10n/message.ts';
import { explainCommit, explainFile, explainPullRequest, explainSession } from '../core/report/explain.ts';
import type { Explanation, ExplanationReference, NotFound, Receipt } from '../core/report/explanation.ts';
import { buildReceipt } from '../core/report/receipt.ts';
import { resolveReference } from '../core/report/resolveReference.ts';
import type { History } from '../core/attribution/history.ts';
import type { HistoryKeeper } from './history.ts';
import type { ResolvedReference } from '../git/types.ts';
import type { GitQuestions } from './gitQuestions.ts';
import type { RepositoryFinder } from './repositories.ts';
import type { Engine } from './types.ts';

export interface AnswerOptions {
  readonly history: HistoryKeeper;
  readonly timezone: string;
  readonly repositories: RepositoryFinder;
  readonly questions: GitQuestions;
}

export class Answers {
  private readonly options: AnswerOptions;

  constructor(options: AnswerOptions) {
    this.options = options;
  }

  async explain({ reference, kind, folder }: Parameters<Engine['explain']>[0], nowMs: number): Promise<Explanation | NotFound> {
    const { timezone } = this.options;
    const history = await this.options.history.read(nowMs);
    if (kind === 'file') return this.explainFile(history, reference, folder);
    const repository = folder === null ? '' : await this.options.repositories.ofFolder(folder);
    const found = resolveReference({ history, reference, kind, repository: repository === '' ? null : repository });
    if ('kind' in found) return explained(history, found, timezone);
    const named = kind === 'session' || kind === 'pullRequest' ? null : await this.named(repository, folder, reference);
    if (named !== null) return explainCommit({ history, sha: named.sha, timezone });
    if (kind !== null) return found;
    const file = await this.explainFile(history, reference, folder);
    return 'notFound' in file ? found : file;
  }

  async receipt({ reference, folder }: Parameters<Engine['receipt']>[0], nowMs: number): Promise<Receipt | NotFound> {
    const history = await this.options.history.read(nowMs);
    const repository = await this.options.repositories.ofFolder(folder);
    const known = resolveReference({ history, reference, kind: 'pullRequest', repository: repository === '' ? null : repository });
    if ('kind' in known) return buildReceipt({ history, kind: 'pullRequest', id: known.id, repository });
    const named = await this.named(repository, folder, reference);
    if (named?.kind === 'branch')
      return buildReceipt({
        history,
        kind: 'branch',
        id: named.name,
        repository,
        branch: { tip: named.sha, commits: named.commits },
      });
    const commit = resolveReference({
      history,
      reference: named?.sha ?? reference,
      kind: 'commit',
      repository: repository === '' ? null : repository,
    });
    if ('notFound' in commit) return { notFound: noReceipt(history, reference) };
    return buildReceipt({ history, kind: 'commit', id: commit.id, repository });
  }

  /** What git takes a name for. HEAD is that of the folder: each working tree of a repository has one of its own. */
  private async named(repository: string, folder: string | null, name: string): Promise<ResolvedReference | null> {
    if (repository === '') return null;
    return this.options.questions.resolve(name.trim() === 'HEAD' ? (folder ?? repository) : repository, name);
  }

  private async explainFile(history: History, reference: string, folder: string | null): Promise<Explanation | NotFound> {
    if (!isAbsolute(reference) && folder === null) return { notFound: t('{0} is no whole path.', JSON.stringify(reference)) };
    const { repository, file } = await this.options.repositories.ofFile(
      isAbsolute(reference) ? reference : resolve(folder ?? '/', reference),
    );
    if (file === '') return { notFound: t('That file is in no repository that the ledger knows.') };
    return explainFile({ history, repository, file, timezone: this.options.timezone });
  }
}

function noReceipt(history: History, reference: string): string {
  const session = resolveReference({ history, reference, kind: 'session', repository: null });
  if ('kind' in session)
    return t('{0} is a session, and a receipt is for what was committed: explain it instead.', JSON.stringify(reference));
  return t('Nothing is known by {0}: give a commit, a branch, or a pull request (#7 or its address).', JSON.stringify(reference));
}

function explained(history: History, { kind, id }: ExplanationReference, timezone: string): Explanation | NotFound {
  switch (kind) {
    case 'commit':
      return explainCommit({ history, sha: id, timezone });
    case 'session':
      return explainSession({ history, sessionId: id, timezone });
    case 'pullRequest':
      return explainPullRequest({ history, url: id, timezone });
    case 'file':
      return { notFound: t('A file is explained by its path.') };
  }
}
