/** A merged ledger says what one machine's would say that had read everything, in whatever order and however often it was merged. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { sessionIds, someRecords } from '../../support/anyTranscript.ts';
import { TransferRig } from '../../support/transferRig.ts';
import type { Machine } from '../../support/transferRig.ts';
import { assistant, costState, jsonl } from '../../support/transcriptLines.ts';

const history = fc.array(
  fc.record({
    session: fc.nat(2),
    /** Read by the first machine, the second, or a synchronized folder by both. */
    folder: fc.constantFrom('a', 'b', 'both'),
    agent: fc.constantFrom('', '', 'sub'),
    // No client writes two calls under one id: of such which are not the same it is not said which one counts.
    records: fc.uniqueArray(someRecords, { minLength: 1, maxLength: 7, selector: (some) => callOf(String(some)) ?? some }),
    /** How many records are there when the first machine reads for the first time. */
    early: fc.nat(7),
  }),
  { minLength: 1, maxLength: 5 },
);

/** The call that makes the commit of a drawn record; null of any other record. */
function callOf(drawn: string): string | null {
  return /"kind":"commit","id":\d+/.exec(drawn)?.[0] ?? null;
}

type Drawn = typeof history extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

function placeOf({ session, agent }: Drawn, index: number): string {
  const id = sessionIds[session] ?? '';
  return agent === '' ? `-p${String(index)}/${id}.jsonl` : `-p${String(index)}/${id}/subagents/agent-${String(index)}.jsonl`;
}

/** The file as it is in the end, and as it was when the first machine read it for the first time. */
function textsOf({ session, records, early }: Drawn): { readonly early: string; readonly all: string } {
  const lines = records.map((some) => jsonl(...some(sessionIds[session] ?? '')));
  return { early: lines.slice(0, early).join(''), all: lines.join('') };
}

/** One transcript as three machines met it, written anew in between: each a part of its records in their order, with totals between them. */
const versions = fc.tuple(
  ...[0, 1, 2].map(() => fc.array(fc.record({ id: fc.nat(4), total: fc.nat(9), model: fc.nat(1) }), { maxLength: 6 })),
);

type Version = typeof versions extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

function versionText(records: Version): string {
  const lines = [...records]
    .sort((one, other) => one.id - other.id)
    .flatMap(({ id, total, model }) => {
      const models = { [model === 0 ? 'claude-opus-5-5' : 'claude-haiku-4-5']: { output: 500 * total } };
      return [assistant({ id: `msg_01${String(id)}`, sessionId: sessionIds[0] }), costState(models, sessionIds[0])];
    });
  return jsonl(...lines);
}

/** The same key everywhere, so that hashes can be compared too. */
async function withKey(machine: Machine): Promise<void> {
  await machine.with(() => Promise.resolve());
  const database = new DatabaseSync(machine.ledger);
  database.prepare('UPDATE hash_key SET secret = ?').run(new Uint8Array(32));
  database.close();
}

/** What the reports say, to the nanodollar. */
function totals(machine: Machine): Promise<unknown> {
  return machine.with(async (engine) => {
    const said: unknown[] = [];
    for (const by of ['day', 'model', 'session', 'branch'] as const) {
      const { rows, totals: sum } = await engine.report({ by, sinceMs: null, untilMs: null });
      said.push([by, rows, sum]);
    }
    return said;
  });
}

describe('merging histories', function () {
  this.timeout(400_000);

  it('gives what one machine would have that had read everything', () =>
    fc.assert(
      fc.asyncProperty(history, fc.boolean(), async (files, mergedFirst) => {
        const rig = await TransferRig.make();
        try {
          const first = await rig.machine('first', ['a', 'both']);
          const second = await rig.machine('second', ['b', 'both']);
          const whole = await rig.machine('whole', ['a', 'b', 'both']);
          const third = await rig.machine('third', ['none']);
          for (const machine of [first, second, whole, third]) await withKey(machine);
          // All files exist from the start, in one order: which one is older by birth must not change.
          for (const [index, file] of files.entries()) await rig.write(file.folder, placeOf(file, index), '');
          const texts = files.map((file, index) => ({ ...textsOf(file), folder: file.folder, path: placeOf(file, index) }));
          for (const { folder, path, early } of texts) await rig.write(folder, path, early);
          await first.read();
          const early = await first.export('early');
          for (const { folder, path, all } of texts) await rig.write(folder, path, all);
          for (const machine of [first, second, whole]) await machine.read();

          const expected = whole.contents({ hashes: true });
          const expectedTotals = await totals(whole);
          const says = async (machine: Machine, when: string): Promise<void> => {
            assert.deepEqual(machine.contents({ hashes: true }), expected, when);
            assert.deepEqual(await totals(machine), expectedTotals, when);
          };
          const own = await first.export('own');
          const others = await second.export('others');
          for (const path of mergedFirst ? [own, early, others] : [others, early, own]) await third.import(path);
          await says(third, 'a third machine merges both and an older one');
          await first.import(others);
          await says(first, 'the first merges the second');
          const before = first.contents({ hashes: true, cursors: true });
          for (const path of [own, others, early, await first.export('again')]) {
            const { newRequests } = await first.import(path);
            assert.equal(newRequests, 0);
          }
          assert.deepEqual(first.contents({ hashes: true, cursors: true }), before, 'merging again changes nothing');
          await second.import(await third.export('all'));
          await says(second, 'the second merges what the third has of all');
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 12 },
    ));

  it('gives the same in any order where they hold differently rewritten versions of one transcript', () =>
    fc.assert(
      fc.asyncProperty(versions, async (drawn) => {
        const rig = await TransferRig.make();
        try {
          const machines: Machine[] = [];
          const exports: string[] = [];
          for (const [index, version] of drawn.entries()) {
            const machine = await rig.machine(`machine${String(index)}`, ['shared']);
            await withKey(machine);
            await rig.write('shared', `-p/${sessionIds[0]}.jsonl`, versionText(version));
            await machine.read();
            machines.push(machine);
            exports.push(await machine.export());
          }
          const said: unknown[] = [];
          const orders = [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
          ];
          for (const order of orders) {
            const fresh = await rig.machine(`fresh${order.join('')}`, ['none']);
            for (const index of order) await fresh.import(exports[index] ?? '');
            machines.push(fresh);
          }
          for (const [index, machine] of machines.slice(0, 3).entries())
            for (const other of [index + 1, index + 2]) await machine.import(exports[other % 3] ?? '');
          for (const machine of machines) {
            const { costStates, requests } = machine.contents();
            said.push([costStates, requests, await totals(machine)]);
          }
          for (const other of said) assert.deepEqual(other, said[0]);
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 6 },
    ));
});
