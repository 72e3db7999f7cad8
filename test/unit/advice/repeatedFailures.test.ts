import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { failureRuns, fewestFailures, fewestWithEdits } from '../../../src/core/advice/failureRuns.ts';
import { repeatedFailuresAdvice } from '../../../src/core/advice/repeatedFailures.ts';
import type { Advice } from '../../../src/core/advice/advice.ts';
import type { CommandTry, FailedEdit } from '../../../src/core/attribution/repetition.ts';
import { noRepetition } from '../../../src/core/attribution/repetition.ts';
import type { EditCall } from '../../../src/core/attribution/gitFacts.ts';
import type { PlacedRequest } from '../../../src/core/attribution/history.ts';
import { aHistory, anEdit, aPlaced, loom, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

const minuteMs = 60_000;
const thread = { sessionId: 'session-1', agentId: '' };

function aTry(minute: number, succeeded: boolean | null = false, some: Partial<CommandTry> = {}): CommandTry {
  return { ...thread, atMs: noon + minute * minuteMs, command: 'npm test', succeeded, check: 'test', ...some };
}

function aFailedEdit(minute: number, some: Partial<FailedEdit> = {}): FailedEdit {
  const file = some.file ?? 'src/weave.ts';
  return { ...thread, atMs: noon + minute * minuteMs, path: `${loom}/${file}`, repository: loom, file, error: 'not found', ...some };
}

function editAt(minute: number, some: Partial<EditCall> = {}): EditCall {
  return anEdit({ toolUseId: `edit-${String(minute)}`, atMs: noon + minute * minuteMs, ...some });
}

/** A request of one dollar half a minute before each of these minutes. */
function requestsAt(...minutes: readonly number[]): readonly PlacedRequest[] {
  return minutes.map((minute) => aPlaced('noEdits', 1, { ...thread, atMs: noon + (minute - 0.5) * minuteMs }));
}

interface Happened {
  readonly tries?: readonly CommandTry[];
  readonly failed?: readonly FailedEdit[];
  readonly edits?: readonly EditCall[];
  readonly requests?: readonly PlacedRequest[];
}

function adviceOf({ tries = [], failed = [], edits = [], requests = requestsAt(1, 2, 3, 4, 5, 6, 7, 8, 9) }: Happened): Advice | undefined {
  const history = aHistory({ requests, edits, repetition: { ...noRepetition, commandTries: tries, failedEdits: failed } });
  const nowMs = noon + 60 * minuteMs;
  const question = { fromMs: noon, toMs: nowMs + 1, nowMs, timezone: 'Europe/Berlin' };
  const [advice, ...others] = repeatedFailuresAdvice({ history, repository: null, question, rate: testRate });
  assert.deepEqual(others, []);
  return advice;
}

const minutes = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('advice on the same failure again', () => {
  it('says what failed how often, and what it cost from the second failure to the last', () => {
    const tries = [1, 3, 5, 7].map((minute) => aTry(minute));
    assert.deepEqual(adviceOf({ tries }), {
      rule: 'repeatedFailures',
      id: `repeatedFailures session-1 ${String(noon + 7 * minuteMs)}`,
      sentence: 'The same command or edit failed 4 times in one conversation, without a success of it between.',
      action:
        'Stop such a run early and say what is missing: a file, a version, a permission, the way to run one test. A line in CLAUDE.md keeps it from the next session.',
      // Of the six requests behind the first failure three made the others.
      stake: { low: 3e9, high: 6e9, what: 'from the second failure to the last' },
      sample: null,
      evidence: [
        {
          text: 'Session of 14:07: tests failed 4 times, no edit between, $3.00 to $6.00',
          reference: { kind: 'session', sessionId: 'session-1' },
        },
      ],
      source: 'the-same-failure-again',
    });
  });

  it('is silent on three, and on four with a success, another command, folder, thread or session among them', () => {
    const tries = minutes(4).map((minute) => aTry(minute));
    assert.ok(adviceOf({ tries }));
    assert.equal(adviceOf({ tries: tries.slice(1) }), undefined);
    const others: readonly Partial<CommandTry>[] = [
      { succeeded: true },
      { succeeded: null },
      { command: 'npm run build' },
      { agentId: 'a1' },
      { sessionId: 'session-2' },
    ];
    for (const other of others)
      assert.equal(adviceOf({ tries: tries.map((each, index) => (index === 1 ? { ...each, ...other } : each)) }), undefined);
  });

  it('goes on over a call whose outcome is not known, and begins anew behind a success', () => {
    assert.ok(adviceOf({ tries: [aTry(1), aTry(2), aTry(3, null), aTry(4), aTry(5)] }));
    assert.equal(adviceOf({ tries: [aTry(1), aTry(2), aTry(3, true), aTry(4), aTry(5), aTry(6)] }), undefined);
  });

  it('takes a failure after an edit for work, unless it goes on for long', () => {
    const edited = (count: number) => ({
      tries: minutes(count).map((minute) => aTry(minute)),
      edits: minutes(count).map((minute) => editAt(minute + 0.5)),
    });
    assert.equal(adviceOf(edited(fewestWithEdits - 1)), undefined);
    assert.match(adviceOf(edited(fewestWithEdits))?.evidence[0]?.text ?? '', /tests failed 8 times, 7 edits between/);
    const late = { tries: minutes(5).map((minute) => aTry(minute)), edits: [editAt(4.5)] };
    assert.match(adviceOf(late)?.evidence[0]?.text ?? '', /tests failed 5 times, one edit between/);
    assert.ok(adviceOf({ ...late, edits: [editAt(2.5, { sessionId: 'session-2' })] }));
  });

  it('counts an edit that fails in the same way until the file was edited', () => {
    const failed = minutes(4).map((minute) => aFailedEdit(minute));
    assert.match(
      adviceOf({ failed })?.evidence[0]?.text ?? '',
      /an edit of src\/weave\.ts failed 4 times in the same way, no edit between/,
    );
    assert.equal(adviceOf({ failed, edits: [editAt(2.5)] }), undefined);
    assert.ok(adviceOf({ failed, edits: [editAt(2.5, { path: `${loom}/src/weft.ts`, file: 'src/weft.ts' })] }));
    const [first, ...rest] = failed;
    assert.ok(first !== undefined);
    assert.equal(adviceOf({ failed: [{ ...first, error: 'found twice' }, ...rest] }), undefined);
    assert.equal(adviceOf({ failed: [{ ...first, path: `${loom}/b.ts` }, ...rest] }), undefined);
  });

  it('counts each request once, however many runs it belongs to, and names no stake without a price', () => {
    const tries = minutes(4).flatMap((minute) => [aTry(minute), aTry(minute + 0.1, false, { command: 'npm run lint', check: 'lint' })]);
    const advice = adviceOf({ tries });
    assert.equal(
      advice?.sentence,
      '2 times the same command or edit failed again and again in one conversation, without a success of it between: 8 failures.',
    );
    assert.deepEqual([advice.stake?.low, advice.stake?.high], [3e9, 3e9]);
    const unpriced = requestsAt(1, 2, 3, 4).map((request) => ({ ...request, nanodollars: null }));
    const without = adviceOf({ tries, requests: unpriced });
    assert.equal(without?.stake, null);
    assert.match(without.evidence[0]?.text ?? '', /no price yet$/);
  });

  it('calls what was no check a command, and never by its text', () => {
    const tries = minutes(4).map((minute) => aTry(minute, false, { check: null, command: 'secret' }));
    assert.match(adviceOf({ tries })?.evidence[0]?.text ?? '', /one command failed 4 times/);
    assert.ok(!JSON.stringify(adviceOf({ tries })).includes('secret'));
  });

  it('never speaks on too little', () => {
    const outcome = fc.record({
      minute: fc.integer({ min: 1, max: 30 }),
      succeeded: fc.constantFrom(false, false, false, true, null),
      command: fc.constantFrom('a', 'b'),
      agentId: fc.constantFrom('', 'a1'),
    });
    const failure = fc.record({
      minute: fc.integer({ min: 1, max: 30 }),
      file: fc.constantFrom('x', 'y'),
      error: fc.constantFrom('e', 'f'),
    });
    fc.assert(
      fc.property(fc.array(outcome), fc.array(failure), fc.array(fc.integer({ min: 1, max: 30 })), (outcomes, failures, edited) => {
        const tries = outcomes
          .map(({ minute, succeeded, ...some }) => aTry(minute, succeeded, some))
          .sort((one, other) => one.atMs - other.atMs);
        const failed = failures.map(({ minute, ...some }) => aFailedEdit(minute, some)).sort((one, other) => one.atMs - other.atMs);
        const edits = edited.map((minute) => editAt(minute, { file: 'x', path: `${loom}/x` }));
        const history = aHistory({ edits, repetition: { ...noRepetition, commandTries: tries, failedEdits: failed } });
        for (const { failing, failedMs, sessionId, agentId } of failureRuns(history)) {
          assert.ok(failedMs.length >= fewestFailures);
          const [first = 0, last = 0] = [failedMs[0], failedMs.at(-1)];
          const inside = ({ atMs }: { readonly atMs: number }): boolean => atMs > first && atMs < last;
          if (failing.kind === 'edit') assert.ok(!edits.some((edit) => inside(edit) && edit.path === failing.path));
          else {
            const own = tries.filter(
              (each) => each.sessionId === sessionId && each.agentId === agentId && each.atMs >= first && each.atMs <= last,
            );
            // One of the two commands failed each of these times and did not succeed between.
            assert.ok(
              ['a', 'b'].some((command) => {
                const same = own.filter((each) => each.command === command);
                return (
                  same.filter(({ succeeded }) => succeeded === false).length >= failedMs.length &&
                  !same.some((each) => inside(each) && each.succeeded === true)
                );
              }),
            );
          }
        }
      }),
    );
  });
});
