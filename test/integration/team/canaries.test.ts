import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import * as v from 'valibot';
import { normalOrigin } from '../../../src/core/team/repositoryKey.ts';
import { previewMarkdown, previewText } from '../../../src/core/team/preview.ts';
import { teamWeekSchema, teamWeekSchemaName } from '../../../src/core/team/teamWeek.ts';
import type { TeamWeek } from '../../../src/core/team/teamWeek.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { Canaries, plantCanaries } from '../../support/teamCanaries.ts';

const dayMs = 86_400_000;

describe('what leaves the machine', function () {
  this.timeout(120_000);

  it('holds nothing of what anybody wrote: no word of transcripts, git, settings or names of files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, repositories) => {
        const canaries = new Canaries(seed);
        const rig = await EngineRig.make();
        try {
          const startMs = Date.now() - 27 * dayMs;
          const { work, origin, environment } = await plantCanaries(rig, canaries, startMs);
          const prices = { table: { version: '1', asOf: '2026-11-20' }, models: [] };
          const engine = await rig.open({ environment, prices });
          await engine.ingest({});
          await engine.readGit({ folders: [work.clone] });
          await engine.survival.read({ folders: [work.clone], nowMs: Date.now() });
          const weeks = await engine.teamWeeks({ salt: 'salt', repositories, weeks: 13, nowMs: Date.now() });
          assert.ok(weeks !== null);
          for (const [word, place] of [
            [rig.root, 'a folder'],
            [hostname(), 'the host'],
            [userInfo().username, 'the user'],
            [normalOrigin(origin), 'the remote'],
          ] as const)
            // A short name may be in a number or a key by chance.
            if (word.length >= 8) canaries.remember(word, place);
          assert.ok(canaries.count > 100, String(canaries.count));

          // Something is said at all, and of all that was planted.
          const buckets = weeks.flatMap((week) => week.buckets);
          const sum = (of: (bucket: (typeof buckets)[number]) => number): number => buckets.reduce((all, bucket) => all + of(bucket), 0);
          assert.ok(weeks.length >= 4 && sum(({ interactiveCost }) => interactiveCost) > 0);
          assert.equal(
            sum(({ headlessCost }) => headlessCost),
            10_000_000,
          );
          assert.equal(
            sum(({ changes }) => changes.verified),
            1,
          );
          assert.equal(
            sum(({ shippedLines }) => shippedLines),
            12,
          );
          assert.equal(
            sum(({ models }) => models.find(({ model }) => model === 'other')?.unpriced ?? 0),
            2,
          );
          assert.equal(
            buckets.every(({ repository }) => (repositories ? /^[0-9a-f]{16}$/ : /^$/).test(repository)),
            true,
          );

          canaries.assertNone(JSON.stringify(weeks), 'the weeks');
          for (const [index, body] of weeks.entries()) {
            const { schema, week, ...rest } = body;
            const who = { team: 'weavers', reporter: '0'.repeat(32), device: '1'.repeat(16), sequence: index + 1 };
            const whole: TeamWeek = { schema, week, ...who, ...rest };
            assert.deepEqual(v.parse(teamWeekSchema, whole), whole);
            assert.equal(schema, teamWeekSchemaName);
            canaries.assertNone(previewText(whole), 'the preview');
            canaries.assertNone(previewMarkdown(whole), 'the preview');
          }
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 4 },
    );
  });

  it('would be found if it held anything', () => {
    const canaries = new Canaries(1);
    const word = canaries.word('a place');
    const forms = [
      word,
      word.toUpperCase(),
      Buffer.from(word).toString('hex'),
      Buffer.from(`x${word}`).toString('base64'),
      Array.from(word).reverse().join(''),
    ];
    for (const form of forms) assert.throws(() => canaries.assertNone(`{"a":"${form}"}`, 'it'), /a place is in it/);
    assert.doesNotThrow(() => canaries.assertNone('{"a":1}', 'it'));
  });
});
