/** Answers of the panel's questions, computed from made-up sessions. */
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatDollars } from '../../src/core/report/money.ts';
import { nextDay } from '../../src/core/report/time.ts';
import { amount, chance, dayMs, dayOf, panelNowMs, panelZone, partsOf, sum } from './panelData.ts';
import type { Distribution, Overview, OverviewFigure, OverviewNote } from '../../src/core/report/overview.ts';
import type { SessionListRow, SessionPage } from '../../src/core/report/sessionPage.ts';
import type { Standing } from '../../src/core/report/standing.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelData } from './panelData.ts';

export function fits(row: SessionListRow, { period, repository, branch, model, part }: FilterMessage): boolean {
  const days = { today: 1, '7days': 7, '30days': 30, '90days': 90, all: 100_000 };
  const since =
    typeof period === 'string'
      ? panelNowMs - days[period] * dayMs
      : 'firstDay' in period
        ? Date.parse(period.firstDay)
        : (period.sinceMs ?? 0);
  const until = typeof period !== 'string' && 'lastDay' in period ? Date.parse(period.lastDay) + dayMs : Number.MAX_SAFE_INTEGER;
  return (
    row.endedAtMs >= since &&
    row.endedAtMs < until &&
    (repository === null || row.repository === repository) &&
    (branch === null || row.branches.includes(branch)) &&
    (model === null || row.models.includes(model)) &&
    (part === null || row.parts.some((each) => each.part === part))
  );
}

export function standingOf(sessions: readonly SessionListRow[]): Standing {
  const parts = partsOf(sessions);
  const committed = new Set(['onDefaultBranch', 'onAnotherBranch', 'cameBack']);
  return {
    total: sum(sessions.map(({ money }) => money)),
    parts: [...parts].map(([part, each]) => ({ part, ...each, commits: committed.has(part) ? each.commits : 0 })),
    attributedNanodollars: [...parts]
      .filter(([part]) => committed.has(part))
      .reduce((total, [, { money }]) => total + money.nanodollars, 0),
    unattributed: (['openWork', 'noCommit', 'noEdits', 'outsideRepositories'] as const).map((part) => ({
      reason: part,
      money: parts.get(part)?.money ?? amount(0),
    })),
    sideCallsUnknown: false,
    commitsOnDefaultBranch: parts.get('onDefaultBranch')?.commits ?? 0,
    firstWindowClosesAtMs: Date.UTC(2026, 11, 6, 9),
  };
}

export function overviewOf({ sessions, commits }: PanelData, filter: FilterMessage, notes: readonly OverviewNote[] = []): Overview {
  const shown = sessions.filter((row) => fits(row, filter));
  const standing = standingOf(shown);
  const days = Array.from({ length: 30 }, (_, index) => nextDay(dayOf(panelNowMs), index - 29));
  const onMain = standing.parts.find(({ part }) => part === 'onDefaultBranch');
  const total = standing.total.nanodollars;
  const share = total === 0 ? 0 : Math.round((100 * (onMain?.money.nanodollars ?? 0)) / total);
  const byDay = days.map((day) => {
    const rows = shown.filter(({ endedAtMs }) => dayOf(endedAtMs) === day);
    const shares = rows.flatMap(({ models, money }) =>
      models.map((model, index) => ({ model, money: amount(money.nanodollars * (models.length === 1 ? 1 : index === 0 ? 0.88 : 0.12)) })),
    );
    const names = [...new Set(shares.map(({ model }) => model))];
    return {
      day,
      money: sum(rows.map(({ money }) => money)),
      models: names.map((model) => ({ model, money: sum(shares.filter((each) => each.model === model).map(({ money }) => money)) })),
    };
  });
  const biggest = commits.toSorted((one, other) => (other.money?.nanodollars ?? 0) - (one.money?.nanodollars ?? 0))[0];
  return {
    atMs: panelNowMs,
    timezone: panelZone,
    asOf: '2026-11-20',
    firstDay: shown.length === 0 ? '' : dayOf(Math.min(...shown.map(({ endedAtMs }) => endedAtMs))),
    lastDay: shown.length === 0 ? '' : dayOf(panelNowMs),
    days: 29,
    sentence:
      shown.length === 0
        ? 'Nothing was used in this period.'
        : `In the last 29 days you used ${formatDollars(total)} at list price. ${String(share)} % of it is on main today: ${String(standing.commitsOnDefaultBranch)} changes.`,
    sentenceKind: shown.length === 0 ? 'nothing' : 'onDefaultBranch',
    defaultBranch: 'main',
    standing,
    sessions: shown.length,
    requests: shown.reduce((count, { figures }) => count + figures.requests, 0),
    before: before(shown),
    figures: figures(
      shown,
      commits.flatMap(({ money }) => money?.nanodollars ?? []),
      byDay.map(({ money }) => money.nanodollars),
    ),
    worthALook:
      biggest === undefined
        ? []
        : [
            {
              id: 'dear-commit',
              sentence: `One commit took ${formatDollars(biggest.money?.nanodollars ?? 0)}: three times as much as the next.`,
              money: biggest.money,
              leadsTo: { view: 'shipped', sha: biggest.sha },
            },
            {
              id: 'no-commit',
              sentence: 'Three sessions edited files that are in no commit Claude Code made.',
              money: null,
              leadsTo: { view: 'sessions', sessionId: null, part: 'noCommit' },
            },
          ],
    branches: branches(shown),
    weeks: ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'].map((week) => {
      const rows = shown.filter(({ endedAtMs }) => dayOf(endedAtMs) >= week && dayOf(endedAtMs) < nextDay(week, 7));
      return {
        week,
        money: sum(rows.map(({ money }) => money)),
        tokens: rows.reduce((count, { figures: each }) => count + each.cacheReadTokens + each.outputTokens, 0),
        outcomes: null,
        verifiedShare: null,
        costPerChange: null,
      };
    }),
    days30: byDay,
    choices: {
      repositories: [...new Set(sessions.map(({ repository }) => repository))]
        .filter((each) => each !== '')
        .map((repository) => ({ repository, name: repository.split('/').at(-1) ?? '', read: true })),
      branches: [...new Set(sessions.flatMap((row) => row.branches))],
      models: [...new Set(sessions.flatMap((row) => row.models))].map((model) => ({ model, label: modelLabel(model) })),
    },
    notes,
  };
}

function before(shown: readonly SessionListRow[]): Overview['before'] {
  if (shown.length < 10) return null;
  const rows = shown.filter((_row, index) => index % 4 !== 0);
  const standing = standingOf(rows);
  return { total: standing.total, standing, sessions: rows.length };
}

function figures(shown: readonly SessionListRow[], commits: readonly number[], days: readonly number[]): readonly OverviewFigure[] {
  const figure = (id: OverviewFigure['id'], label: string, values: readonly number[], needed: number): OverviewFigure =>
    values.length < needed
      ? { id, label, distribution: null, tooFew: `Too few to say: ${String(values.length)} of the ${String(needed)} needed.` }
      : { id, label, distribution: distribution(values), tooFew: null };
  return [
    figure(
      'session',
      'A session',
      shown.map(({ money }) => money.nanodollars),
      30,
    ),
    figure('commit', 'A commit', commits, 20),
    figure(
      'day',
      'A day with work',
      days.filter((each) => each > 0),
      10,
    ),
  ];
}

function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  const highest = at(1);
  const bins = Array.from({ length: 20 }, (_, index) => ({
    upTo: (highest * (index + 1)) / 20,
    count: sorted.filter((each) => each > (highest * index) / 20 && each <= (highest * (index + 1)) / 20).length,
  }));
  const tenth = sorted.slice(-Math.max(1, Math.floor(sorted.length / 10))).reduce((total, each) => total + each, 0);
  return {
    count: sorted.length,
    lowest: at(0),
    firstQuartile: at(0.25),
    median: at(0.5),
    thirdQuartile: at(0.75),
    highest,
    dearestTenth: tenth / sorted.reduce((total, each) => total + each, 0),
    bins,
  };
}

function branches(shown: readonly SessionListRow[]): Overview['branches'] {
  const keys = new Map(
    shown.map((row) => [`${row.repository} ${row.branches[0] ?? ''}`, { repository: row.repository, branch: row.branches[0] ?? '' }]),
  );
  return [...keys.values()]
    .map(({ repository, branch }) => {
      const rows = shown.filter((row) => row.repository === repository && row.branches[0] === branch);
      return {
        repository,
        branch,
        money: sum(rows.map(({ money }) => money)),
        sessions: rows.length,
        commits: rows.reduce((count, row) => count + row.commits, 0),
        lastAtMs: Math.max(...rows.map(({ endedAtMs }) => endedAtMs)),
        parts: [...partsOf(rows)].filter(([, { money }]) => money.nanodollars > 0).map(([part, { money }]) => ({ part, money })),
      };
    })
    .sort((one, other) => other.money.nanodollars - one.money.nanodollars);
}

export function sessionPageOf({ sessions, commits, titles }: PanelData, sessionId: string): SessionPage | null {
  const row = sessions.find((each) => each.sessionId === sessionId);
  if (row === undefined) return null;
  const random = chance(row.turns * 31 + row.commits);
  const weights = Array.from({ length: row.turns }, () => 0.3 + random() ** 2 * 2);
  const whole = weights.reduce((total, each) => total + each, 0);
  let spent = 0;
  const step = (row.endedAtMs - row.startedAtMs) / row.turns;
  const turns = weights.map((weight, index) => {
    const cost = index === weights.length - 1 ? row.money.nanodollars - spent : Math.round((row.money.nanodollars * weight) / whole);
    spent += cost;
    const since = index < row.turns * 0.6 ? index : index - row.turns * 0.6;
    return {
      turn: index + 1,
      atMs: row.startedAtMs + index * step,
      money: amount(cost),
      cumulativeNanodollars: spent,
      requests: 6,
      contextTokens: Math.round(18_000 + since * (150_000 / row.turns)),
      contextWindow: 200_000,
    };
  });
  const own = commits.filter(({ links }) => links.some((link) => link.sessionId === sessionId));
  const mark = (
    kind: SessionPage['marks'][number]['kind'],
    part: number,
    label: string,
    id: string | null = null,
  ): SessionPage['marks'][number] => {
    const turn = Math.max(1, Math.min(row.turns, Math.round(part * row.turns)));
    return { kind, turn, atMs: row.startedAtMs + turn * step, label, sha: id };
  };
  return {
    row,
    standing: standingOf([row]),
    timezone: panelZone,
    models: row.models.map((model, index) => ({
      model,
      money: amount(row.money.nanodollars * (row.models.length === 1 ? 1 : index === 0 ? 0.88 : 0.12)),
    })),
    turns,
    marks: [
      mark('edit', 0.15, '12 lines'),
      mark('edit', 0.35, '48 lines in 3 files'),
      mark('check', 0.42, 'tests failed'),
      ...(row.subagents > 0 ? [mark('subagent', 0.5, '1 subagent')] : []),
      mark('compaction', 0.6, 'context compacted'),
      mark('edit', 0.72, '31 lines'),
      mark('check', 0.85, 'tests passed'),
      ...own.map(({ sha }) => mark('commit', 0.96, sha.slice(0, 7), sha)),
    ],
    subagents: Array.from({ length: row.subagents }, (_, index) => ({
      agentId: `a${String(index)}`,
      startedAtMs: row.startedAtMs + step,
      endedAtMs: row.startedAtMs + 4 * step,
      money: amount(row.money.nanodollars * 0.06),
    })),
    cache: {
      readTokens: row.figures.cacheReadTokens,
      writtenTokens: row.figures.cacheWrite5mTokens,
      uncachedTokens: row.figures.inputTokens,
      hitShare: 0.94,
    },
    commits: own.flatMap(({ sha, repository, links, onDefaultBranch, branch }) =>
      links.map((link) => ({ sha, repository, link, onDefaultBranch, branch })),
    ),
    pullRequests: own.length === 0 ? [] : [{ url: 'https://git.example/sam/harbor/pull/118', number: 118, created: true }],
    checks: { passed: 3, failed: 1, unknown: 0 },
    title: titles.get(sessionId) ?? null,
  };
}
