/** The real engine beside the real ccusage, over the same made-up transcripts. */
import path from 'node:path';
import type { Comparison } from '../../src/core/report/compare/comparison.ts';
import type { CompareQuery } from '../../src/engine/compareTypes.ts';
import type { EngineOptions } from '../../src/engine/types.ts';
import { EngineRig } from './engineRig.ts';
import { installTool } from './installTool.ts';

export interface CompareRig {
  readonly rig: EngineRig;
  /** Path of ccusage's own script. */
  readonly ccusage: string;
  /** Reads everything and compares with what ccusage says now. @throws where nothing can be compared. */
  readonly compare: (
    query?: Partial<Extract<CompareQuery, { readonly figure: 'ccusage' }>>,
    options?: Partial<EngineOptions>,
  ) => Promise<Comparison>;
}

/** A rig with these transcripts, by their paths below `projects`; close `rig` afterwards. */
export async function startCompareRig(files: Readonly<Record<string, string>>): Promise<CompareRig> {
  const ccusage = path.join(await installTool('ccusage'), 'ccusage/src/cli.js');
  const rig = await EngineRig.make();
  for (const [name, content] of Object.entries(files)) await rig.write(name, content);
  return {
    rig,
    ccusage,
    compare: async (query = {}, options = {}) => {
      const engine = await rig.open({ environment: { PATH: process.env.PATH }, ...options });
      await engine.ingest({});
      const answer = await engine.compare(
        { figure: 'ccusage', report: null, command: ccusage, sinceMs: null, untilMs: null, ...query },
        {},
      );
      await engine.close();
      if ('problem' in answer) throw new Error(answer.problem);
      return answer;
    },
  };
}
