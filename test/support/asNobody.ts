import { execFileSync } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Doctor, IngestResult } from '../../src/engine/types.ts';
import type { EngineRig } from './engineRig.ts';

/**
 * Reads the rig's transcripts as a user who is not root, for whom permissions count, into a ledger of that user's own. Only root can ask for it.
 * @param removed paths that are deleted before a second look at everything
 */
export async function ingestAsNobody(
  rig: EngineRig,
  removed: readonly string[] = [],
): Promise<{ readonly result: IngestResult; readonly doctor: Doctor }> {
  await chmod(rig.root, 0o755);
  const folder = join(rig.root, 'nobody');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
  const script = `
    import { rmSync } from 'node:fs';
    import { openEngine } from ${JSON.stringify(new URL('../../src/engine/engine.ts', import.meta.url).href)};
    const { folder, configuration, removed } = JSON.parse(process.argv[1]);
    const engine = await openEngine({ claudeDirectories: [configuration], ledger: folder + '/ledger.sqlite', exclude: [], timezone: 'UTC',
      mappings: [], identities: [], environment: {}, home: '/nonexistent', holder: 'test' });
    let result = await engine.ingest({});
    for (const path of removed) rmSync(path);
    if (removed.length > 0) result = await engine.ingest({});
    console.log(JSON.stringify({ result, doctor: await engine.doctor() }));
    await engine.close();`;
  const given = JSON.stringify({ folder, configuration: rig.configuration, removed });
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script, given], {
    uid: 65534,
    gid: 65534,
    encoding: 'utf8',
  });
  return JSON.parse(out) as { readonly result: IngestResult; readonly doctor: Doctor };
}
