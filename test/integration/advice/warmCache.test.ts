/** Until when a cache is warm, as a window is told it: from the transcript to the snapshot. */
import assert from 'node:assert/strict';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { statusBarView } from '../../../src/core/report/statusBar.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, prompt, sessionA } from '../../support/transcriptLines.ts';

const minuteMs = 60_000;
/** Half past midnight: the session began the day before. */
const now = Date.parse('2026-11-20T00:30:00Z');

describe('a session that is left for now', () => {
  let rig: EngineRig;
  beforeEach(async () => (rig = await EngineRig.make()));
  afterEach(() => rig.close());

  async function snapshotAt(minutes: number, folders: readonly string[] | null = null): Promise<LiveSnapshot> {
    const engine = await rig.open();
    await engine.ingest({});
    const snapshot = await engine.snapshot({ folders, nowMs: now + minutes * minuteMs });
    await engine.close();
    return snapshot;
  }

  beforeEach(async () => {
    const usage = (read: number, short: number, hour: number) => ({
      cache_read_input_tokens: read,
      cache_creation_input_tokens: short + hour,
      cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: hour },
    });
    const at = (minutes: number): string => new Date(now + minutes * minuteMs).toISOString();
    await rig.write(
      `-loom/${sessionA}.jsonl`,
      jsonl(
        prompt('Weave.', { at: at(-60) }),
        assistant({ at: at(-60), usage: usage(0, 0, 100_000) }),
        assistant({ at: at(-15), usage: usage(100_000, 0, 0) }),
      ),
    );
  });

  it('is in the tooltip for as long as its cache is warm, by what it wrote the day before', async () => {
    const { live, resting = [], ...rest } = await snapshotAt(0);
    assert.deepEqual([live.length, resting.map(({ sessionId }) => sessionId)], [0, [sessionA]]);
    const { tooltip, plainTooltip } = statusBarView({ live, resting, ...rest }, { show: 'auto', demo: false, links: [] });
    assert.ok(tooltip.length <= 9);
    assert.match(plainTooltip, /^main · Cache warm until 01:15: the next turn starts at about \$0\.02, after that at \$0\.80$/m);
    assert.equal((await snapshotAt(44.9)).resting?.length, 1);
    assert.deepEqual((await snapshotAt(45)).resting, []);
  });

  it('is live and not twice while it is live, and is no other folder’s', async () => {
    const { live, resting } = await snapshotAt(-14);
    assert.deepEqual([live.map(({ cache }) => cache?.warmUntilMs), resting], [[now + 45 * minuteMs], []]);
    assert.deepEqual((await snapshotAt(0, [rig.root])).resting, []);
  });
});
