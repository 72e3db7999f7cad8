import { commitCount, sessionCount, requestCount } from './counts.ts';
import { t, plural } from '../l10n/message.ts';
import type { CheckCall, CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { Link } from '../attribution/link.ts';
import { broughtBy } from '../attribution/broughtBy.ts';
import { linksByCommit, repositoryOf } from './buildCommits.ts';
import { buildPullRequests } from './buildPullRequests.ts';
import { carriersOf } from './carriers.ts';
import { commitKey, commitOf } from './commitCosts.ts';
import type { NotFound, Receipt } from './explanation.ts';
import { canonicalNames, everything } from './filterRequests.ts';
import { tierLabel } from './labels.ts';
import { modelLabel } from './modelLabel.ts';
import { formatCount } from './money.ts';
import { ModelMix } from './moneySum.ts';
import { listed, mixText, saidMoney, shortSha } from './words.ts';

export interface ReceiptInput {
  readonly history: History;
  readonly kind: Receipt['kind'];
  /** Whole SHA, branch, or address. */
  readonly id: string;
  /** Where the branch is. */
  readonly repository: string;
  /** Of a branch other than the default one: where it ends, and its commits that the default branch does not have, as git told them. */
  readonly branch?: { readonly tip: string; readonly commits: readonly string[] };
}

/**
 * Five lines of Markdown: cost, sessions and models, lines, tests, and how it is known. No prompt, path or person is in them, and no
 * name of a branch either, which often holds one.
 */
export function buildReceipt(input: ReceiptInput): Receipt | NotFound {
  const subject = subjectOf(input);
  if ('notFound' in subject) return subject;
  const { history } = input;
  const { repository, commits } = subject;
  const shas = new Set(commits.map(({ sha }) => sha));
  const allLinks = linksByCommit(history);
  const linksOf = ({ sha }: CommitRecord): readonly Link[] => allLinks.get(commitKey(repository, sha)) ?? [];
  const links = commits.flatMap(linksOf);
  const requests = history.requests.filter((request) => shas.has(commitOf(request)) && request.repository === repository);
  const mix = new ModelMix(canonicalNames());
  for (const request of requests) mix.add(request);
  const cost = links.length === 0 ? t('cost not recorded') : t('{0} at list price', saidMoney(mix.money()));
  const lines = [
    `- ${t('**Claude Code: {0}** for {1}', cost, subject.name)}`,
    `- ${sessionWords(links, mix)}`,
    `- ${lineWords(commits, history)}`,
    `- ${testWords(requests, links, history)}`,
    `- ${knownWords(commits.map(linksOf))}`,
  ];
  return { kind: input.kind, id: input.id, markdown: `${lines.join('\n')}\n` };
}

interface Subject {
  /** How it is called in the receipt. */
  readonly name: string;
  readonly repository: string;
  readonly commits: readonly CommitRecord[];
}

function subjectOf({ history, kind, id, repository, branch = { tip: '', commits: [] } }: ReceiptInput): Subject | NotFound {
  if (kind === 'commit') {
    const facts = repositoryOf(history, id);
    const commit = facts?.commits.get(id);
    if (facts !== null && commit !== undefined)
      return { name: t('commit {0}', shortSha(id)), repository: facts.record.path, commits: carriersOf(history, facts)(commit) };
    return { notFound: t('There is no commit {0} among those that were read of git.', shortSha(id)) };
  }
  if (kind === 'pullRequest') {
    const pull = buildPullRequests({ history, filter: everything }).find(({ url }) => url === id);
    if (pull === undefined) return { notFound: t('No session of the ledger made or touched this pull request.') };
    const facts = history.repositories.get(pull.repository);
    const commits = pull.commits.flatMap((sha) => facts?.commits.get(sha) ?? []);
    return { name: t('pull request #{0} ({1})', String(pull.number), commitCount(commits.length)), repository: pull.repository, commits };
  }
  const facts = history.repositories.get(repository);
  const onBranch = facts === undefined ? null : commitsOf(id, branch, facts);
  if (facts === undefined || onBranch === null) return { notFound: mergedWords(id) };
  const commits = receipted(history, facts, onBranch);
  if (commits.length === 0) return { notFound: t('No commit on branch {0} is linked with a session or your own.', id) };
  return { name: t('{0} of a branch', commitCount(commits.length)), repository, commits };
}

/**
 * The commits of a branch: those that the default branch does not have; of the default branch all; of a merged one what its merge
 * brought. Null where no merge tells which they were.
 */
function commitsOf(
  name: string,
  { tip, commits: ahead }: NonNullable<ReceiptInput['branch']>,
  { commits, record }: RepositoryFacts,
): readonly CommitRecord[] | null {
  const { defaultBranch } = record;
  if (defaultBranch !== '' && (name === defaultBranch || name.endsWith(`/${defaultBranch}`)))
    return [...commits.values()].filter(({ onDefaultBranch, branch }) => onDefaultBranch || branch === defaultBranch);
  const isMerge = ({ onDefaultBranch, parents }: CommitRecord): boolean => onDefaultBranch && parents.slice(1).includes(tip);
  const merge = ahead.length > 0 ? undefined : [...commits.values()].find(isMerge);
  if (ahead.length === 0 && merge === undefined) return null;
  return (merge === undefined ? ahead : broughtBy(commits, merge)).flatMap((sha) => commits.get(sha) ?? []);
}

function mergedWords(name: string): string {
  return t(
    'Branch {0} has no commit that the default branch has not, and no merge tells which it brought: give a commit, or the address of its pull request.',
    name,
  );
}

/** Linked and own commits, merges left out; a copy stands with the commit that carries the cost. */
function receipted(history: History, facts: RepositoryFacts, commits: readonly CommitRecord[]): readonly CommitRecord[] {
  const { path, identityHashes } = facts.record;
  const linked = new Set(history.links.filter(({ repository }) => repository === path).map(({ sha }) => sha));
  const own = ({ sha, parents, authorHash }: CommitRecord): boolean =>
    linked.has(sha) || (parents.length < 2 && identityHashes.includes(authorHash));
  return [...new Set(commits.flatMap(carriersOf(history, facts)))].filter(own);
}

function sessionWords(links: readonly Link[], mix: ModelMix): string {
  const sessions = new Set(links.map(({ sessionId }) => sessionId)).size;
  if (sessions === 0) return t('No session is linked with it');
  const models = mix.models();
  const [only, ...others] = models;
  const used = only !== undefined && others.length === 0 ? modelLabel(only.model) : mixText(models);
  const counts = listed([sessionCount(sessions), requestCount(mix.requests)]);
  return used === '' ? counts : t('{0}: {1}', counts, used);
}

/**
 * Of each file no more lines than the commit added: an edit may have been undone before. Commits that were squashed into one, all of
 * them here, have the lines of that one.
 */
function lineWords(commits: readonly CommitRecord[], history: History): string {
  const shas = new Set(commits.map(({ sha }) => sha));
  const cut = new Set([...history.squashes].filter(([sha]) => !shas.has(sha)).map(([, squash]) => squash.sha));
  const became = (commit: CommitRecord): CommitRecord => {
    const squash = history.squashes.get(commit.sha);
    return squash === undefined || cut.has(squash.sha) ? commit : squash;
  };
  const shown = new Map(commits.map((commit) => [commit.sha, became(commit)]));
  const edited = new Map<string, number>();
  for (const { toolUseId, file, linesAdded } of history.edits) {
    const sha = shown.get(history.takenEdits.get(toolUseId) ?? '')?.sha;
    if (sha !== undefined) edited.set(`${sha} ${file}`, (edited.get(`${sha} ${file}`) ?? 0) + linesAdded);
  }
  let all = 0;
  let withClaude = 0;
  for (const { sha, files } of new Map([...shown.values()].map((commit) => [commit.sha, commit])).values())
    for (const { path, previousPath, added } of files) {
      all += added ?? 0;
      const lines = (edited.get(`${sha} ${path}`) ?? 0) + (previousPath === null ? 0 : (edited.get(`${sha} ${previousPath}`) ?? 0));
      withClaude += Math.min(added ?? 0, lines);
    }
  return t('Lines added with Claude: {0} of {1}', formatCount(withClaude), formatCount(all));
}

/** Checks of the sessions between the first request and the last that led to the commits, or the call that made one. */
function testWords(requests: readonly PlacedRequest[], links: readonly Link[], history: History): string {
  const spans = new Map<string, { firstMs: number; lastMs: number }>();
  const cover = (sessionId: string, atMs: number): void => {
    const span = spans.get(sessionId);
    if (span === undefined) spans.set(sessionId, { firstMs: atMs, lastMs: atMs });
    else {
      span.firstMs = Math.min(span.firstMs, atMs);
      span.lastMs = Math.max(span.lastMs, atMs);
    }
  };
  for (const { sessionId, atMs } of requests) cover(sessionId, atMs);
  for (const { sessionId, evidence } of links)
    if (spans.has(sessionId) && evidence.endedAtMs !== null) cover(sessionId, evidence.endedAtMs);
  const isWithin = ({ sessionId, atMs, kind }: CheckCall): boolean => {
    const span = spans.get(sessionId);
    return kind === 'test' && span !== undefined && atMs >= span.firstMs && atMs <= span.lastMs;
  };
  const tests = history.checks.filter(isWithin);
  if (tests.length === 0) return t('Tests: no run recorded');
  const passed = tests.filter(({ succeeded }) => succeeded === true).length;
  const unknown = tests.filter(({ succeeded }) => succeeded === null).length;
  const last = tests.reduce((latest, test) => (test.atMs >= latest.atMs ? test : latest));
  const runs = plural(
    tests.length,
    'Tests: {0} of {1} recorded run passed',
    'Tests: {0} of {1} recorded runs passed',
    formatCount(passed),
    formatCount(tests.length),
  );
  return listed([
    runs,
    ...(unknown === 0 ? [] : [t('{0} unknown', formatCount(unknown))]),
    ...(last.succeeded === null ? [] : [last.succeeded ? t('the last one passed') : t('the last one failed')]),
  ]);
}

/** `links` has the links of each commit. */
function knownWords(links: readonly (readonly Link[])[]): string {
  const known = new Map<string, number>();
  let unlinked = 0;
  for (const ofCommit of links) {
    const tiers = ofCommit.map(({ tier }) => tier).sort();
    const [strongest] = tiers;
    if (strongest === undefined) unlinked += 1;
    else known.set(tierLabel(strongest), (known.get(tierLabel(strongest)) ?? 0) + 1);
  }
  const how = listed([...known].map(([label, count]) => (links.length === 1 ? label : t('{0} for {1}', label, commitCount(count)))));
  const rest = unlinked === 0 ? t('nothing left unlinked') : t('{0} without a known session, not in the cost', commitCount(unlinked));
  return how === '' ? t('How it is known: {0}', rest) : t('How it is known: {0}; {1}', how, rest);
}
