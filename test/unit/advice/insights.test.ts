import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Advice, AdviceQuestion } from '../../../src/core/advice/advice.ts';
import { compareCosts } from '../../../src/core/advice/insights/compareCosts.ts';
import type { CostedChange } from '../../../src/core/advice/insights/compareCosts.ts';
import { insights } from '../../../src/core/advice/insights/insights.ts';
import { middleOf } from '../../../src/core/advice/insights/sessionShapes.ts';
import type { HistoryTurn } from '../../../src/core/attribution/history.ts';
import type { History } from '../../../src/core/attribution/history.ts';
import { anEdit, dayMs, loom, noon } from '../../support/histories.ts';
import { manyChanges, workHistory } from '../../support/workHistory.ts';
import type { WorkedChange } from '../../support/workHistory.ts';

const question: AdviceQuestion = { fromMs: noon - 28 * dayMs, toMs: noon, nowMs: noon, timezone: 'UTC' };
const opus = { model: 'claude-opus-5-5' };

/** Changes of two groups, cheap and dear, with costs that vary by a tenth; the group is told by the session's name. */
function twoGroups(count: number, cheap: Partial<WorkedChange>, dear: Partial<WorkedChange>, times = 3): readonly WorkedChange[] {
  const vary = (changes: readonly WorkedChange[], output: number): readonly WorkedChange[] =>
    changes.map((change, index) => ({ ...change, output: output + ((index * 7) % 11) * 1000 }));
  const named = (name: string, changes: readonly WorkedChange[]): readonly WorkedChange[] =>
    changes.map((change, index) => ({ ...change, sessionId: `${name}-${String(index)}` }));
  return [
    ...vary(named('cheap', manyChanges(count, { ...opus, ...cheap })), 50_000),
    ...vary(named('dear', manyChanges(count, { ...opus, ...dear })), 50_000 * times),
  ];
}

const turn = (some: Partial<HistoryTurn> = {}): HistoryTurn => ({
  atMs: noon,
  promptId: '',
  textHash: '',
  command: false,
  mode: '',
  ...some,
});
const turnsOf = (changes: readonly WorkedChange[], of: (isDear: boolean) => readonly HistoryTurn[]): History['turns'] =>
  new Map(changes.map(({ sessionId = '' }) => [sessionId, of(sessionId.startsWith('dear'))]));
const said = (advice: readonly Advice[]): readonly string[] => advice.map(({ sentence }) => sentence);

describe('insights', () => {
  it('say how long sessions compare, with what it rests on', () => {
    const changes = twoGroups(30, {}, {});
    const turns = turnsOf(changes, (isDear) => Array.from({ length: isDear ? 12 : 4 }, () => turn()));
    const [advice, ...others] = insights(workHistory(changes, [], turns), question);
    assert.deepEqual(others, []);
    assert.equal(advice?.sentence, 'A change that stayed cost $1.10 in sessions of up to 4 prompts and $3.10 in longer ones.');
    assert.equal(advice.action, 'Begin the next change in a new session: /clear in Claude Code.');
    assert.deepEqual([advice.stake, advice.sample], [null, { of: 'changes', counted: 30, needed: 20 }]);
    assert.match(
      advice.evidence[0]?.text ?? '',
      /^The dearer ones cost 2\.\d to 2\.\d times as much \(95% interval over weeks, 1 comparison\)\.$/,
    );
    assert.equal(advice.evidence[1]?.text, '30 of 30 changes stayed, and 30 of 30 of the others.');
  });

  it('count slash commands for no prompt, and say nothing of sessions without any', () => {
    const changes = twoGroups(30, {}, {});
    const prompts = (count: number, command = false): readonly HistoryTurn[] => Array.from({ length: count }, () => turn({ command }));
    const commands = turnsOf(changes, (isDear) => [...prompts(4), ...prompts(isDear ? 8 : 0, true)]);
    assert.deepEqual(insights(workHistory(changes, [], commands), question), []);
    assert.deepEqual(
      insights(
        workHistory(
          changes,
          [],
          turnsOf(changes, (isDear) => prompts(isDear ? 8 : 0)),
        ),
        question,
      ),
      [],
    );
    assert.deepEqual(insights(workHistory(changes), question), []);
  });

  it('say how focused sessions, plan mode, subagents, models and kinds of work compare', () => {
    const changes = twoGroups(30, {}, {});
    const wide = workHistory(changes);
    const more = changes
      .filter(({ sessionId = '' }) => sessionId.startsWith('dear'))
      .map(({ sessionId = '' }) =>
        anEdit({ toolUseId: `more-${sessionId}`, sessionId, path: `${loom}/test/weave.ts`, file: 'test/weave.ts' }),
      );
    assert.deepEqual(said(insights({ ...wide, edits: [...wide.edits, ...more] }, question)), [
      'A change that stayed cost $1.10 in sessions that edited in one folder and $3.10 in those that edited in more.',
    ]);
    const planned = turnsOf(changes, (isDear) => [turn({ mode: isDear ? 'default' : 'plan' })]);
    assert.deepEqual(said(insights(workHistory(changes, [], planned), question)), [
      'A change that stayed cost $1.10 in sessions with plan mode and $3.10 in those without.',
    ]);
    assert.deepEqual(said(insights(workHistory(twoGroups(30, {}, { subagentOutput: 10_000 })), question)), [
      'A change that stayed cost $3.30 with subagents and $1.10 without.',
    ]);
    assert.deepEqual(said(insights(workHistory(twoGroups(30, { model: 'claude-haiku-4-5' }, {})), question)), [
      'A change that stayed cost $0.28 with Haiku 4.5 and $3.10 with Opus 5.5.',
    ]);
    assert.deepEqual(said(insights(workHistory(twoGroups(30, { file: 'README.md' }, {})), question)), [
      'A change that stayed cost $3.10 where it was mostly code, and $1.10 where it was mostly something else.',
    ]);
  });

  it('count what came back in the cost, and not among what it is divided by', () => {
    const changes = twoGroups(30, {}, { subagentOutput: 10_000 }, 1);
    const dearCameBack = changes.map((change, index) => ({ ...change, stayed: index < 30 || index % 2 === 0 }));
    assert.deepEqual(said(insights(workHistory(dearCameBack), question)), [
      'A change that stayed cost $2.60 with subagents and $1.10 without.',
    ]);
  });

  it('leave out changes of which nothing is known but what mended them', () => {
    const changes = twoGroups(30, {}, { subagentOutput: 10_000 });
    const history = workHistory(changes);
    const outcomes = new Map(
      [...history.outcomes].map(([path, became]) => {
        const mended = became.changes.map((outcome, index) =>
          index < 15 ? { ...outcome, joined: [{ sha: outcome.change.sha, kind: 'hotfix' as const, atMs: noon }] } : outcome,
        );
        return [path, { ...became, changes: mended, changeOf: new Map(mended.map((outcome) => [outcome.change.sha, outcome])) }];
      }),
    );
    assert.deepEqual(insights({ ...history, outcomes }, question), [], 'fifteen without subagents are left');
  });

  it('are silent on nineteen, on nine that stayed, on nine weeks, on less than a quarter, and without prices', () => {
    const of = (changes: readonly WorkedChange[]): readonly Advice[] => insights(workHistory(changes), question);
    const dear = { subagentOutput: 10_000 };
    assert.equal(of(twoGroups(20, {}, dear)).length, 1);
    assert.deepEqual(of(twoGroups(19, {}, dear)), []);
    const fewStayed = twoGroups(20, {}, dear).map((change, index) => ({ ...change, stayed: index >= 20 || index < 9 }));
    assert.deepEqual(of(fewStayed), []);
    const close = twoGroups(40, {}, dear).map((change, index) => ({ ...change, daysAgo: 20 + (index % 55) }));
    assert.deepEqual(of(close), []);
    assert.deepEqual(of(twoGroups(30, {}, dear, 0.9)), [], 'a sixth more is not worth a word');
    assert.deepEqual(of(twoGroups(30, {}, { ...dear, model: 'claude-next-9' })), []);
  });
});

describe('costs that are compared', () => {
  it('hold with an interval on one side of no difference, the surer ones first', () => {
    // The first split is sure; the second then is held to the whole twentieth, and its interval is of half of one.
    for (let scale = 26; scale <= 34; scale += 1) {
      const [outcome] = workHistory(manyChanges(1, opus)).outcomes.get(loom)?.changes ?? [];
      assert.ok(outcome);
      const changes = Array.from({ length: 240 }, (_, index): CostedChange => {
        const [sure, unsure, spread] = [index % 2, (index >> 1) % 2, ((index * 37) % 101) / 20];
        const nanodollars = (1 + 3 * sure) * (1 + (unsure * scale) / 40) * (0.2 + spread ** 2);
        return {
          ...{ outcome, stayed: true, model: null, kind: null, sessionId: String(index), subagents: 0 },
          ...{ nanodollars, week: `2026-W${String(10 + ((index * 11) % 24))}` },
        };
      });
      const groupBy = (bit: number) => ({
        groupOf: ({ sessionId }: CostedChange) => ((Number(sessionId) >> bit) % 2 === 0 ? ('one' as const) : ('other' as const)),
      });
      for (const { ratio, low, high } of compareCosts(changes, [groupBy(0), groupBy(1)]))
        assert.ok(ratio > 1 ? low >= 1 : high <= 1, `${String(scale)}: ${String(low)} to ${String(high)}`);
    }
  });
});

describe('the middle of some numbers', () => {
  it('is one of them, and splits them', () => {
    assert.deepEqual([middleOf([]), middleOf([3]), middleOf([9, 1]), middleOf([5, 1, 9]), middleOf([4, 3, 2, 1])], [0, 3, 1, 5, 2]);
  });
});
