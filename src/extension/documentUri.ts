/**
 * The read-only documents' addresses: a path, whose last name is the tab's title, and for an explanation what is asked about as the query.
 * The path is a whole one: VS Code watches what its preview shows, and logs an error for any other.
 */
import * as v from 'valibot';
import { t } from '../core/l10n/message.ts';
import { count, name, shortText } from '../protocol/basicSchemas.ts';
import { subject } from '../protocol/explanationSchemas.ts';

export const documentScheme = 'payoff';

const question = v.object({ reference: name, kind: v.nullable(subject), folder: v.nullable(name) });
const setupId = v.object({ setup: count, part: v.picklist(['reasons', 'file']) });
const offerId = v.object({ offer: count });
/** What is to be explained, as the worker is asked. */
export type Question = v.InferOutput<typeof question>;

/** A comparison is made once: each has an address of its own, so that none is shown for another. */
export interface ComparisonId {
  readonly comparison: number;
}

/** What a repository could be set up with: the document with its reasons, or the file alone. */
export interface SetupId {
  readonly setup: number;
  readonly part: 'reasons' | 'file';
}

/** What a team would be told, made once for the question that stands over it. */
export interface OfferId {
  readonly offer: number;
}

export type DocumentId = 'today' | 'doctor' | 'teamTold' | 'teamStatus' | ComparisonId | SetupId | OfferId | Question;

export interface DocumentAddress {
  readonly path: string;
  readonly query: string;
}

const titles = {
  today: () => t('Claude Code today'),
  doctor: () => t('Payoff: doctor'),
  teamTold: () => t('Payoff: what the team is told'),
  teamStatus: () => t('Payoff: team status'),
} as const;
/** As the file is called, so that it is shown in its colours. */
const setupFile = '.payoff.json';

/** What a tab and a heading call it. */
export function titleOf(document: DocumentId): string {
  if (typeof document === 'string') return titles[document]();
  if ('setup' in document) return document.part === 'file' ? setupFile : t('Payoff: set up this repository');
  if ('offer' in document) return t('Payoff: what the team would be told');
  return 'comparison' in document ? t('Payoff: why is this different') : t('Cost of {0}', shortName(document));
}

/** The folder of an address, the same in every language: menus of package.json know documents by it. */
export function folderOf(document: DocumentId): string {
  if (typeof document === 'string') return `/${document}`;
  if ('setup' in document) return document.part === 'file' ? '/settings' : '/setup';
  if ('offer' in document) return '/offer';
  return 'comparison' in document ? '/comparison' : '/cost';
}

export function addressOf(document: DocumentId): DocumentAddress {
  return {
    path: `${folderOf(document)}/${titleOf(document)}`,
    query: typeof document === 'string' ? '' : JSON.stringify(document),
  };
}

/** Null for an address that is none of ours: anybody can ask VS Code to open one. */
export function documentAt({ path, query }: DocumentAddress): DocumentId | null {
  for (const name of ['today', 'doctor', 'teamTold', 'teamStatus'] as const) if (path.startsWith(`${folderOf(name)}/`)) return name;
  const parsed = v.safeParse(
    v.pipe(shortText, v.parseJson(), v.union([question, v.object({ comparison: count }), setupId, offerId])),
    query,
  );
  return parsed.success ? parsed.output : null;
}

/** A tab's title has room for a word: a SHA's beginning, a file's name, a pull request's number. */
function shortName({ reference, kind }: Question): string {
  if (kind === 'file' || kind === 'pullRequest') return reference.split(/[\\/]/).findLast((part) => part !== '') ?? reference;
  return /^[0-9a-f-]{8,}$/.test(reference) ? reference.slice(0, 7) : reference.slice(0, 40).replaceAll(/[\\/?#]/g, ' ');
}
