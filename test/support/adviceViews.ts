/** An Advice view with a piece of each form, over a small history. */
import type { Advice } from '../../src/core/advice/advice.ts';
import type { AdviceView, Dismissal } from '../../src/core/report/advice/adviceView.ts';
import { buildAdvice, dismissedFrom } from '../../src/core/report/advice/buildAdviceView.ts';
import type { MarksSection } from '../../src/core/report/advice/marksSection.ts';
import { byStake } from '../../src/core/report/advice/dismissals.ts';
import { aHistory, aPlaced, dayMs, hourMs, loom, noon, shaOf } from './histories.ts';
import { testRate } from './rows.ts';

const session = '82843e86-bb4e-410e-abe8-e5953d4fa8bc';

/** With a range, with a counted stake, and without one. */
export const someAdvice: readonly Advice[] = byStake([
  {
    rule: 'modelMismatch',
    id: 'modelMismatch:docs:claude-opus-5-5:claude-sonnet-5-5',
    sentence: 'Sonnet 5.5 did documentation as well as Opus 5.5: 29 of 31 changes stayed, and 33 of 36.',
    action: 'Choose Sonnet 5.5 for documentation.',
    stake: { low: 6_120_000_000, high: 9_480_000_000, what: 'between the two models’ prices' },
    sample: { of: 'changes', counted: 31, needed: 30 },
    evidence: [
      { text: 'Opus 5.5: 33 of 36 changes stayed', reference: { kind: 'model', model: 'claude-opus-5-5' } },
      { text: 'Compared over 12 weeks, corrected for 3 comparisons.', reference: null },
    ],
    source: 'model-mismatch',
  },
  {
    rule: 'coldContext',
    id: 'coldContext 2026-W47',
    sentence: '21 times a context was written again because its cache had expired: $4.27 more than reading them, 5% of what was spent.',
    action: 'Before a longer pause, end what is begun; for another task begin a new session.',
    stake: { low: 4_270_000_000, high: 4_270_000_000, what: 'written again' },
    sample: null,
    evidence: [8, 9, 10, 11, 12].map((day) => ({
      text: `Session of ${String(day)} November: 2 times, $0.83`,
      reference: { kind: 'session', sessionId: session },
    })),
    source: 'cold-context',
  },
  {
    rule: 'inNoCommit',
    id: `inNoCommit ${session}`,
    sentence: 'The edits of one session to src/weave.ts on spike-weft are in no commit.',
    action: 'Look whether they are still wanted: commit them, or take them back.',
    stake: null,
    sample: null,
    evidence: [{ text: 'The commit before them', reference: { kind: 'commit', repository: loom, sha: shaOf('a1b2c3d') } }],
    source: 'in-no-commit',
  },
]);

/** A mark that is passed, with its forecast, and an estimate. */
export const someMarks: MarksSection = {
  rows: [
    {
      ...{ name: 'This month', counted: '$92.40', filled: 0.77, share: '77%', state: 'passed', warns: true },
      amounts: [
        { text: '$80', passed: true, reach: null },
        { text: '$120', passed: false, reach: 'perhaps on Friday' },
      ],
      ...{ snoozed: null, unsure: null, forecast: 'By the end of the month $108 to $131.', basis: 'From 8 weeks.' },
    },
  ],
  problems: [],
  rate: null,
  timeSaved: { sentence: 'Your estimate: 20 h.', assumption: 'You assume: 41 × code at 30 min.' },
};

const history = aHistory({
  requests: [
    aPlaced({ sha: 'a1' }, 2.5, { atMs: noon - 9 * dayMs }),
    aPlaced('noEdits', 0.4, { atMs: noon - 2 * dayMs, sessionId: 'session-2' }),
    aPlaced('noCommit', 1.1, { atMs: noon - hourMs, sessionId: 'session-3' }),
  ],
});

/** As the engine answers at noon, with the pieces given in place of what the rules say. */
export function anAdviceView(advice: readonly Advice[] = someAdvice, dismissals: readonly Dismissal[] = []): AdviceView {
  const period = { sinceMs: noon - 30 * dayMs, untilMs: noon + dayMs };
  const basis = buildAdvice({ history, period, repository: null, nowMs: noon, timezone: 'Europe/Berlin', rate: testRate });
  return dismissedFrom({ ...basis, advice }, dismissals);
}
