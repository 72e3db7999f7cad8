/**
 * Mutated transcripts. `PAYOFF_FUZZ_RECORDS` and `PAYOFF_FUZZ_SEED` ask for more of them and for others. What was found is kept in
 * `test/fuzz/corpus/regressions`, one small file each.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { madeLines } from '../../fuzz/madeRecords.ts';
import { fuzzedFile } from '../../fuzz/mutate.ts';
import { assertColumns, assertReading, assertReports } from '../../fuzz/properties.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { ledgerFacts } from '../../support/ledgerFacts.ts';
import { apiRequest, assistant, costState, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';

const records = Number(process.env.PAYOFF_FUZZ_RECORDS ?? 100_000);
const firstSeed = Number(process.env.PAYOFF_FUZZ_SEED ?? 20261122);
const recordsPerFile = 250;
const filesPerLedger = 16;

const corpusFolder = join(import.meta.dirname, '../../fuzz/corpus');
const regressionFolder = join(corpusFolder, 'regressions');
const corpus = [...readFileSync(join(corpusFolder, 'current.jsonl'), 'utf8').trimEnd().split('\n'), ...madeLines];

const cleanSession = 'cccccccc-0000-4000-8000-00000000000c';
const cleanFile = jsonl(
  prompt('Weave', { sessionId: cleanSession, uuid: 'clean-1' }),
  assistant({
    sessionId: cleanSession,
    id: 'msg_clean_1',
    content: [toolUse('toolu_clean', 'Bash', { command: 'git commit -m "Weave"' })],
  }),
  toolResult('toolu_clean', { stdout: '[main abc1234] Weave\n' }, { sessionId: cleanSession, uuid: 'clean-2' }),
  assistant({ sessionId: cleanSession, id: 'msg_clean_2', stopReason: null, uuid: 'clean-3' }),
  costState({ 'claude-opus-5-5': { output: 1000 } }, cleanSession),
);

describe('mutated transcripts', function () {
  // Only a net for what hangs.
  this.timeout(60_000 + records * 5);
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const sessionOf = (index: number): string => `dddddddd-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const pathOf = (index: number): string =>
    index % 5 === 4 ? `-p/${sessionOf(index - 1)}/subagents/agent-${String(index)}.jsonl` : `-p/${sessionOf(index)}.jsonl`;

  /** Writes and reads the files beside a clean one; all that has to hold of a ledger holds. */
  const assertLedger = async (files: readonly Buffer[], placeOf: (index: number) => string = pathOf): Promise<void> => {
    await rig.close();
    rig = await EngineRig.make();
    const clean = join(rig.root, 'clean.sqlite');
    const cleanPath = await rig.write(`-clean/${cleanSession}.jsonl`, cleanFile);
    await rig.ingest({ ledger: clean });
    const paths = [cleanPath];
    for (const [index, bytes] of files.entries()) paths.push(await rig.write(placeOf(index), bytes));
    const engine = await rig.open();
    const result = await engine.ingest({});
    assert.deepEqual([result.complete, result.problems], [true, []]);
    assertColumns(rig.ledger);
    await assertReports(engine);
    assert.deepEqual(ofSession(rig.ledger, cleanSession), ofSession(clean, cleanSession), 'a fact of another file changed');
    // The other way round: what several files repeat belongs to the same one.
    for (const [index, path] of paths.entries()) await utimes(path, 1_700_000_000 + index, 1_700_000_000 + index);
    const reversed = join(rig.root, 'reversed.sqlite');
    await rig.ingest({ ledger: reversed });
    assert.deepEqual(ledgerFacts(rig.ledger), ledgerFacts(reversed), 'the order of reading changed what is held');
    await engine.close();
  };

  it(`keep every promise of the reader and of the ledger, ${String(records)} of them`, async () => {
    const perLedger = recordsPerFile * filesPerLedger;
    for (let done = 0; done < records; done += perLedger) {
      const seeds = Array.from({ length: filesPerLedger }, (_, index) => firstSeed + done / recordsPerFile + index);
      const files = seeds.map((seed) => fuzzedFile(corpus, seed, recordsPerFile).bytes);
      for (const [index, bytes] of files.entries())
        await assertReading(join(rig.root, 'reading.jsonl'), bytes).catch((error: unknown) => {
          throw new Error(`The file of seed ${String(seeds[index])}`, { cause: error });
        });
      await assertLedger(files).catch((error: unknown) => {
        throw new Error(`The ledger of the ${String(filesPerLedger)} files from seed ${String(seeds[0])} on`, { cause: error });
      });
    }
  });

  // Files whose names differ only in the number before their end are of one session: the first its own, the others subagents'.
  const regressions = new Map<string, string[]>();
  for (const file of readdirSync(regressionFolder).sort()) {
    const name = file.replace(/(?:-\d+)?\.jsonl$/, '').replaceAll('-', ' ');
    regressions.set(name, [...(regressions.get(name) ?? []), file]);
  }
  for (const [name, group] of regressions)
    it(`keep every promise that was once broken: ${name}`, async () => {
      const files = group.map((file) => readFileSync(join(regressionFolder, file)));
      for (const bytes of files) await assertReading(join(rig.root, 'reading.jsonl'), bytes);
      await assertLedger(files, (index) =>
        index === 0 ? `-p/${sessionOf(0)}.jsonl` : `-p/${sessionOf(0)}/subagents/agent-${String(index)}.jsonl`,
      );
    });

  const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
  const bash = (id: string, command: string): object => assistant({ content: [toolUse(id, 'Bash', { command })] });
  const excesses: Readonly<Record<string, () => readonly object[]>> = {
    'lines of one response that never ends': () =>
      many(60_000, (index) => assistant({ id: 'msg_01x', uuid: `uuid-${String(index).padStart(31, '0')}`, stopReason: null })),
    'ids as long as books': () =>
      many(40, (index) => {
        const id = `${String(index)}${'x'.repeat(20_000)}`;
        return [
          { ...apiRequest(id), sessionId: id },
          assistant({
            id,
            uuid: id,
            sessionId: id,
            more: { requestRef: id, cwd: `/${id}`, gitBranch: id },
            content: [toolUse(id, 'Edit', {})],
            stopReason: null,
          }),
          prompt('x', { uuid: id, more: { promptId: id } }),
        ];
      }).flat(),
    'calls that commit hundreds of times': () =>
      many(260, (index) => bash(`toolu_${String(index)}`, 'git commit -m x;npm test;'.repeat(300))),
    'types of records that nobody knows': () =>
      many(20_000, (index) => ({ type: `type-${String(index)}`, timestamp: '2026-11-20T12:00:00Z' })),
  };
  for (const [name, lines] of Object.entries(excesses))
    it(`cost no more memory than others: ${name}`, async () => {
      await assertReading(join(rig.root, 'reading.jsonl'), Buffer.from(jsonl(...lines())));
    });
});

/** The rows of one session. */
function ofSession(ledger: string, sessionId: string): unknown {
  return Object.fromEntries(
    Object.entries(ledgerFacts(ledger)).map(([table, rows]) => [
      table,
      (rows as readonly { readonly session_id: string }[]).filter((row) => row.session_id === sessionId),
    ]),
  );
}
