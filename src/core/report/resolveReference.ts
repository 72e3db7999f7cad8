import { formatCount } from './money.ts';
import { t } from '../l10n/message.ts';
import type { History } from '../attribution/history.ts';
import type { ExplanationReference, NotFound } from './explanation.ts';

export interface ReferenceInput {
  readonly history: History;
  /** A SHA or its beginning, a session id or its beginning, a pull request's address or `#7`. */
  readonly reference: string;
  /** Null: whatever it fits. */
  readonly kind: ExplanationReference['kind'] | null;
  /** Looked in first; null: everywhere. */
  readonly repository: string | null;
}

/** A beginning shorter than this names nothing, as in git. */
const shortest = 4;

/** What a reference names, with its whole id. Files are the caller's to resolve, which knows the folders. */
export function resolveReference({ history, reference, kind, repository }: ReferenceInput): ExplanationReference | NotFound {
  const text = reference.trim();
  const kinds = kind === null ? (['pullRequest', 'commit', 'session'] as const) : [kind];
  for (const one of kinds) {
    const ids = one === 'file' ? [] : found[one](history, text, repository);
    const [id] = ids;
    if (id !== undefined && ids.length === 1) return { kind: one, id };
    if (ids.length > 1) return { notFound: t('{0} names {1} of them: give more of it.', JSON.stringify(text), formatCount(ids.length)) };
  }
  return {
    notFound: t(
      'Nothing is known by {0}: give a commit or a branch, a session, a pull request (#7 or its address), or a file.',
      JSON.stringify(text),
    ),
  };
}

type Find = (history: History, text: string, repository: string | null) => readonly string[];

const found: Readonly<Record<Exclude<ExplanationReference['kind'], 'file'>, Find>> = {
  pullRequest: (history, text, repository) => {
    const number = /^#(\d+)$/.exec(text)?.[1];
    const address = text.replace(/\/+$/, '');
    const pulls = history.pullRequests.filter((pull) =>
      number === undefined
        ? pull.url === address
        : pull.number === Number(number) && (repository === null || pull.repository === repository),
    );
    return [...new Set(pulls.map(({ url }) => url))];
  },
  commit: (history, text, repository) => {
    if (text.length < shortest || !/^[0-9a-f]+$/i.test(text)) return [];
    const start = text.toLowerCase();
    const shas = (only: string | null): readonly string[] => {
      const known = new Set<string>();
      for (const [path, { commits }] of history.repositories)
        if (only === null || only === path) for (const sha of commits.keys()) if (sha.startsWith(start)) known.add(sha);
      return [...known];
    };
    const here = repository === null ? [] : shas(repository);
    return here.length > 0 ? here : shas(null);
  },
  session: (history, text) => {
    if (text.length < shortest) return [];
    const ids = new Set<string>();
    for (const { sessionId } of history.requests) if (sessionId.startsWith(text)) ids.add(sessionId);
    return ids.has(text) ? [text] : [...ids];
  },
};
