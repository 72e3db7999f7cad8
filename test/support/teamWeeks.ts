/** Weeks of a team for tests: any history with every outcome that there is, and what is asked of it. */
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { History } from '../../src/core/attribution/history.ts';
import { canonicalModel } from '../../src/core/pricing/modelName.ts';
import { changeStates } from '../../src/core/outcomes/outcome.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../src/core/outcomes/outcome.ts';
import { changeLines } from '../../src/core/outcomes/survival.ts';
import type { SurvivalRow } from '../../src/core/outcomes/survival.ts';
import { noShellFacts } from '../../src/core/report/outcomes/changeVerification.ts';
import type { TeamWeeksInput } from '../../src/core/team/aggregate.ts';
import { anyHistory, dayMs, noon } from './histories.ts';
import { testRate } from './rows.ts';

const knownModels = new Set(['claude-opus-5-5', 'claude-haiku-4-5', 'claude-haiku-5-5']);

/** Of a history at Sunday noon in Berlin, all repositories as one. */
export function aQuestion(history: History, some: Partial<TeamWeeksInput> = {}): TeamWeeksInput {
  return {
    ...{ history, rate: testRate, weeks: 13, nowMs: noon, timezone: 'Europe/Berlin' },
    isPublicModel: (model) => knownModels.has(canonicalModel(model)),
    bucketOf: () => '',
    shellOf: () => noShellFacts,
    ...some,
  };
}

/** A key as repositories have one, by a path. */
export function aKey(repository: string): string {
  return repository === '' ? '' : createHash('sha256').update(repository).digest('hex').slice(0, 16);
}

const fate = fc.record({
  state: fc.constantFrom(...changeStates),
  own: fc.constantFrom(true, true, false),
  setAside: fc.constantFrom(false, false, true),
  lines: fc.nat(300),
  left: fc.nat(100),
});
type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

/** Any history, its changes with any fate and lines. */
export const anyTeamHistory: fc.Arbitrary<History> = fc
  .record({ history: anyHistory, fates: fc.array(fate, { minLength: 8, maxLength: 8 }) })
  .map(({ history, fates }) => withFates(history, fates));

/** Any such history and a question about it, also long after its last request. */
export const anyQuestion: fc.Arbitrary<TeamWeeksInput> = fc
  .record({
    history: anyTeamHistory,
    timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia', 'America/St_Johns'),
    laterDays: fc.constantFrom(0, 0, 1, 40, 120),
    apart: fc.boolean(),
    weeks: fc.constantFrom(1, 4, 13, 13),
  })
  .map(({ history, timezone, laterDays, apart, weeks }) =>
    aQuestion(history, { timezone, weeks, nowMs: noon + laterDays * dayMs, ...(apart ? { bucketOf: aKey } : {}) }),
  );

function withFates(history: History, fates: readonly Fate[]): History {
  let at = 0;
  const outcomes = new Map<string, RepositoryOutcomes>();
  const survival = new Map<string, ReturnType<typeof changeLines>>();
  for (const [path, before] of history.outcomes) {
    const rows: SurvivalRow[] = [];
    const changed = new Map<ChangeOutcome, ChangeOutcome>();
    for (const outcome of before.changes) {
      const { lines = 0, left = 0, ...become } = fates[at++ % fates.length] ?? {};
      changed.set(outcome, { ...outcome, ...become });
      const changeSha = outcome.change.sha;
      const row = { changeSha, path: 'src/weave.ts', seenSha: changeSha };
      if (lines > 0) rows.push({ ...row, days: 0, lines, surviving: lines }, { ...row, days: 7, lines, surviving: Math.min(left, lines) });
    }
    const after: RepositoryOutcomes = {
      ...before,
      changes: [...changed.values()],
      changeOf: new Map([...before.changeOf].map(([sha, outcome]) => [sha, changed.get(outcome) ?? outcome])),
    };
    outcomes.set(path, after);
    survival.set(path, changeLines(after, rows, noon));
  }
  return { ...history, outcomes, survival };
}
