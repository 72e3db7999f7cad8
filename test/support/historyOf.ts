import type { History } from '../../src/core/attribution/history.ts';
import { loadRate } from '../../src/core/pricing/rate.ts';
import { PayoffEngine } from '../../src/engine/engine.ts';
import { GitFacts } from '../../src/engine/gitFacts.ts';
import { HistoryKeeper } from '../../src/engine/history.ts';
import { Places } from '../../src/engine/places.ts';
import { SideCalls } from '../../src/engine/sideCallRows.ts';
import { repositoryOf } from '../../src/git/identity.ts';
import { EngineRig } from './engineRig.ts';

/** The history that the engine makes of the transcripts of a configuration folder, read over the whole way at list prices. */
export async function historyOf(claudeDirectory: string, nowMs = Date.now()): Promise<History> {
  const rig = await EngineRig.make();
  try {
    const engine = await rig.open({ claudeDirectories: [claudeDirectory] });
    if (!(engine instanceof PayoffEngine)) throw new TypeError('The engine is another one.');
    await engine.ingest({});
    const { database } = engine.ledger;
    const [places, rate] = [new Places([], repositoryOf), await loadRate()];
    return await new HistoryKeeper({ database, places, sideCalls: new SideCalls(database), rate, git: new GitFacts(database, []) }).read(
      nowMs,
    );
  } finally {
    await rig.close();
  }
}
