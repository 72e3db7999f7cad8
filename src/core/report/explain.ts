import { formatCount } from './money.ts';
import { commitCount, sessionCount, requestCount, editCount } from './counts.ts';
import { t, plural } from '../l10n/message.ts';
import type { CommitRecord, EditCall } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { Link } from '../attribution/link.ts';
import type { Reason } from '../attribution/placement.ts';
import { buildCommit, linksByCommit } from './buildCommits.ts';
import { buildPullRequests } from './buildPullRequests.ts';
import { reasonOf } from './buildStanding.ts';
import { carriersOf } from './carriers.ts';
import { commitCosts, commitCostsOf, commitKey, commitOf } from './commitCosts.ts';
import type { CommitCost } from './commitCosts.ts';
import type { CommitRow } from './commits.ts';
import { evidencePhrase } from './evidencePhrase.ts';
import type { Explanation, ExplanationParagraph, NotFound } from './explanation.ts';
import { defaultBranchOf, mixOf, placeWords, said, stretchWords } from './explainWords.ts';
import { canonicalNames, everything } from './filterRequests.ts';
import { getOrAdd, ModelMix, MoneySum } from './moneySum.ts';
import { joinedSentence, linesSentences, outcomeSentences } from './outcomes/outcomeSentences.ts';
import { sessionSpans, spanText } from './sessionSpans.ts';
import { dayKey } from './time.ts';
import { ended, inARow, shortSha } from './words.ts';

/** What every explanation is made from. */
export interface ExplainInput {
  readonly history: History;
  readonly timezone: string;
}

/** Why a commit cost what it did; `sha` is whole. */
export function explainCommit({ history, timezone, sha }: ExplainInput & { readonly sha: string }): Explanation | NotFound {
  const row = buildCommit({ history, sha, timezone });
  if (row === null) return { notFound: t('There is no commit {0} among those that were read of git.', shortSha(sha)) };
  const carriers = carriersOfRow(row, history);
  if (carriers !== null) return explainCopy(row, carriers, { history, timezone });
  const key = commitKey(row.repository, sha);
  const requests = history.requests.filter((request) => commitOf(request) === sha && request.repository === row.repository);
  const cost = commitCosts(requests, canonicalNames()).get(key);
  const spans = sessionSpans(history.requests);
  const day = dayKey(row.authoredAtMs, timezone);
  const paragraphs = (linksByCommit(history).get(key) ?? []).map((link): ExplanationParagraph => {
    const { sessionId, evidence } = link;
    const span = spans.get(sessionId);
    const session = span === undefined ? t('a session') : t('session {0}', spanText(span, day, timezone));
    const who = evidence.agentId === '' ? session : t('a subagent of {0}', session);
    const mix = cost?.bySession.get(sessionId);
    const own = requests.filter((request) => request.sessionId === sessionId);
    return {
      text:
        mix === undefined
          ? t('Without cost: {0} {1}. Its requests led to other edits and commits.', who, evidencePhrase(link))
          : t('because: {0} {1}.', who, evidencePhrase(link)),
      mix: mix === undefined ? null : mixOf(mix, stretchWords(own, history)),
      money: mix?.money() ?? null,
      evidence: { kind: 'session', id: sessionId },
    };
  });
  const { length: copies } = row.copies;
  if (copies > 0)
    paragraphs.push(
      said(
        history.squashes.has(sha)
          ? plural(
              copies,
              '{0} copy of it (amended, rebased, picked, squashed) without cost of its own.',
              '{0} copies of it (amended, rebased, picked, squashed) without cost of their own.',
              formatCount(copies),
            )
          : plural(
              copies,
              '{0} copy of it (amended, rebased, picked) without cost of its own.',
              '{0} copies of it (amended, rebased, picked) without cost of their own.',
              formatCount(copies),
            ),
      ),
    );
  paragraphs.push(...becameOf(row.repository, [sha], { history, timezone }));
  return {
    subject: 'commit',
    id: sha,
    title: t('Commit {0}', shortSha(sha)),
    repository: row.repository,
    money: row.money,
    summary: t(
      '{0}, {1}.',
      row.money === null
        ? notRecorded(t('no session is linked with it'))
        : atListPrice(t('{0} in {1}', requestCount(requests.length), sessionCount(cost?.bySession.size ?? 0))),
      placeWords(row, history),
    ),
    paragraphs,
  };
}

/** What became of the change that commits belong to; nothing where they belong to none, or to several. */
function becameOf(repository: string, shas: readonly string[], { history, timezone }: ExplainInput): readonly ExplanationParagraph[] {
  const outcomes = history.outcomes.get(repository);
  const [outcome, ...others] = new Set(shas.flatMap((sha) => outcomes?.changeOf.get(sha) ?? []));
  if (outcome === undefined || others.length > 0) return [];
  const joined = outcome.joined.find(({ sha }) => shas.includes(sha));
  if (joined !== undefined)
    return [said(joinedSentence(outcome, joined, { defaultBranch: defaultBranchOf(history, repository), timezone }))];
  const sentences = outcomeSentences(outcome, { defaultBranch: defaultBranchOf(history, repository), timezone });
  return [...sentences, ...linesSentences(history.survival.get(repository)?.get(outcome.change.sha))].map(said);
}

/** The commits that carry the cost of a copy; null for a commit that is none. */
function carriersOfRow({ repository, sha }: CommitRow, history: History): readonly CommitRecord[] | null {
  const facts = history.repositories.get(repository);
  const commit = facts?.commits.get(sha);
  if (facts === undefined || commit === undefined) return null;
  const carriers = carriersOf(history, facts)(commit);
  return carriers.includes(commit) ? null : carriers;
}

/** A copy leads to the commit that carries the cost, a squash to all of those that it holds. */
function explainCopy(row: CommitRow, carriers: readonly CommitRecord[], { history, timezone }: ExplainInput): Explanation | NotFound {
  const [first, ...others] = carriers;
  const carried = first === undefined ? null : explainCommit({ history, timezone, sha: first.sha });
  const money = new MoneySum();
  const explanation = { subject: 'commit' as const, id: row.sha, title: t('Commit {0}', shortSha(row.sha)), repository: row.repository };
  const place = placeWords(row, history);
  if (carried !== null && !('notFound' in carried) && others.length === 0) {
    const paragraphs = [...carried.paragraphs, said(t('It is a copy of commit {0}, which carries the cost.', shortSha(carried.id)))];
    const summary =
      carried.money === null ? carried.summary : t('{0}, {1}.', atListPrice(t('the cost of commit {0}', shortSha(carried.id))), place);
    return { ...explanation, money: carried.money, summary, paragraphs };
  }
  const costs = commitCostsOf(history);
  const paragraphs = carriers.flatMap(({ sha }): readonly ExplanationParagraph[] => {
    const cost = costs.get(commitKey(row.repository, sha));
    if (cost === undefined) return [];
    money.addMoney(cost.mix.money());
    return [commitParagraph(cost)];
  });
  paragraphs.push(said(t('It holds {0}, squashed into one, which carry the cost.', commitCount(carriers.length))));
  return { ...explanation, money: money.money(), summary: t('{0}, {1}.', atListPrice(commitCount(carriers.length)), place), paragraphs };
}

/** `for commit a1b2c3d, of 1 session.` with its amount. */
function commitParagraph({ sha, mix, bySession }: CommitCost): ExplanationParagraph {
  const text = t('for commit {0}, of {1}.', shortSha(sha), sessionCount(bySession.size));
  return { text, mix: mixOf(mix), money: mix.money(), evidence: { kind: 'commit', id: sha } };
}

/** Where the cost of a session went, side calls included where they are known. */
export function explainSession({ history, timezone, sessionId }: ExplainInput & { readonly sessionId: string }): Explanation | NotFound {
  const requests = history.requests.filter((request) => request.sessionId === sessionId);
  const [first] = requests;
  if (first === undefined) return { notFound: t('The ledger has no session {0}.', sessionId) };
  const links = new Map(
    history.links.filter((link) => link.sessionId === sessionId).map((link) => [commitKey(link.repository, link.sha), link]),
  );
  const paragraphs = whereItWent(requests, history, links);
  const sum = new MoneySum();
  for (const { nanodollars, lowerBound } of requests) sum.add(nanodollars, lowerBound);
  const sideCalls = history.sideCalls.find((row) => row.sessionId === sessionId);
  if (sideCalls?.nanodollars === null) paragraphs.push(said(t('Side calls (titles, web searches) of this session are not known.')));
  else if (sideCalls !== undefined && sideCalls.nanodollars > 0) {
    const money = { nanodollars: sideCalls.nanodollars, unpricedRequests: 0, lowerBound: false };
    sum.addMoney(money);
    paragraphs.push({ text: t('for {0}.', reasonWords.sideCalls()), mix: null, money, evidence: null });
  }
  const span = sessionSpans(requests).get(sessionId) ?? { startMs: first.atMs, endMs: first.atMs };
  return {
    subject: 'session',
    id: sessionId,
    title: t('Session {0}', spanText(span, '', timezone)),
    repository: first.repository,
    money: sum.money(),
    summary: ended(
      (sideCalls?.nanodollars ?? 0) > 0
        ? atListPrice(t('{0} and side calls', requestCount(requests.length)))
        : atListPrice(requestCount(requests.length)),
    ),
    paragraphs,
  };
}

/** Which commits make up the cost of a pull request. */
export function explainPullRequest({ history, timezone, url }: ExplainInput & { readonly url: string }): Explanation | NotFound {
  const pull = buildPullRequests({ history, filter: everything }).find((row) => row.url === url);
  if (pull === undefined) return { notFound: t('No session of the ledger made or touched this pull request.') };
  const costs = commitCostsOf(history);
  const paragraphs = pull.commits.flatMap((sha): readonly ExplanationParagraph[] => {
    const cost = costs.get(commitKey(pull.repository, sha));
    return cost === undefined ? [] : [commitParagraph(cost)];
  });
  const without = pull.commits.length - paragraphs.length;
  if (without > 0 && paragraphs.length > 0)
    paragraphs.push(said(t('{0} of it without a recorded cost, such as a merge.', commitCount(without))));
  paragraphs.push(...becameOf(pull.repository, pull.commits, { history, timezone }));
  const branch = defaultBranchOf(history, pull.repository);
  const found =
    pull.commits.length === 0
      ? t('no commit of it was found')
      : t('none of its {0} is linked with a session', commitCount(pull.commits.length));
  const cost = pull.money === null ? notRecorded(found) : atListPrice(commitCount(pull.commits.length));
  return {
    subject: 'pullRequest',
    id: url,
    title: t('Pull request #{0}', String(pull.number)),
    repository: pull.repository,
    money: pull.money,
    summary:
      pull.onDefaultBranch === null
        ? ended(cost)
        : pull.onDefaultBranch
          ? t('{0}, on {1}.', cost, branch)
          : t('{0}, nothing of it on {1} as last fetched.', cost, branch),
    paragraphs,
  };
}

/** What the requests that led to an edit of a file cost; `file` is from the root of the repository's working tree. */
export function explainFile({
  history,
  repository,
  file,
}: ExplainInput & { readonly repository: string; readonly file: string }): Explanation | NotFound {
  const edits = new Map(
    history.edits
      .filter((edit) => edit.repository === repository && edit.file === file)
      .map((edit): [string, EditCall] => [edit.toolUseId, edit]),
  );
  if (edits.size === 0) return { notFound: t('No edit of {0} by Claude Code is recorded.', file) };
  const requests = history.requests.filter(({ placement }) => placement.editId !== '' && edits.has(placement.editId));
  const sum = new MoneySum();
  for (const { nanodollars, lowerBound } of requests) sum.add(nanodollars, lowerBound);
  const sessions = new Set([...edits.values()].map(({ sessionId }) => sessionId)).size;
  const paragraphs = whereItWent(requests, history, new Map());
  const rule = t('A request counts for the file of the edit that it led to, so that none counts twice.');
  paragraphs.push(said(rule));
  return {
    ...{ subject: 'file', id: file, title: file, repository, money: sum.money() },
    summary: ended(atListPrice(t('{0} in {1}', editCount(edits.size), sessionCount(sessions)))),
    paragraphs,
  };
}

/** How a sentence about a whole goes on after its amount. */
function atListPrice(what: string): string {
  return t('at list price: {0}', what);
}

function notRecorded(why: string): string {
  return t('cost not recorded: {0}', why);
}

/** One paragraph a commit, the dearest first, then one a reason. `links`, by `commitKey`, say how a session is known to have made one. */
function whereItWent(requests: readonly PlacedRequest[], history: History, links: ReadonlyMap<string, Link>): ExplanationParagraph[] {
  const nameOf = canonicalNames();
  const reasons = new Map<Reason, ModelMix>();
  for (const request of requests) {
    const reason = commitOf(request) === '' ? reasonOf(request) : null;
    if (reason !== null) getOrAdd(reasons, reason, () => new ModelMix(nameOf)).add(request);
  }
  const commits = dearestFirst(commitCosts(requests, nameOf)).map(([key, { sha, mix, part, repository }]): ExplanationParagraph => {
    const branch = history.repositories.get(repository)?.commits.get(sha)?.branch ?? '';
    const link = links.get(key);
    const known = link === undefined ? '' : t('The session {0}.', evidencePhrase(link));
    const where = t('for commit {0}, {1}.', shortSha(sha), placeWords({ sha, part, branch, repository }, history));
    return {
      text: inARow(where, known),
      mix: mixOf(mix),
      money: mix.money(),
      evidence: { kind: 'commit', id: sha },
    };
  });
  const others = dearestFirst(new Map([...reasons].map(([reason, mix]) => [reason, { mix }]))).map(
    ([reason, { mix }]): ExplanationParagraph => ({
      text: t('for {0}.', reasonWords[reason]()),
      mix: mixOf(mix),
      money: mix.money(),
      evidence: null,
    }),
  );
  return [...commits, ...others];
}

function dearestFirst<Key, Cost extends { readonly mix: ModelMix }>(costs: ReadonlyMap<Key, Cost>): readonly (readonly [Key, Cost])[] {
  return [...costs].sort(([, left], [, right]) => right.mix.money().nanodollars - left.mix.money().nanodollars);
}

/** What was paid for, as a sentence about an amount ends. */
const reasonWords: Readonly<Record<Reason, () => string>> = {
  openWork: () => t('open work: edits that are in no commit yet'),
  recentEdits: () => t('recent edits in no commit yet'),
  noCommit: () => t('edits that are in no commit'),
  lostCommit: () => t('a commit that is on no branch any more'),
  review: () => t('reading another\u2019s pull request, nothing edited'),
  noEdits: () => t('reading, planning and answering, nothing edited'),
  outsideRepositories: () => t('work outside any repository'),
  sideCalls: () => t('side calls (titles, web searches)'),
  unread: () => t('work in a repository whose git was not read yet'),
};
