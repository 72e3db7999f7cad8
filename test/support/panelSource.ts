/** What answers the panel's questions in its tests: the engine itself, over the demo or over nothing, at one time and in one zone. */
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataHandlers } from '../../src/engine/dataHandlers.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { writeDemo } from '../../src/start/demo.ts';
import type { EngineOptions } from '../../src/engine/types.ts';
import type { DataMethod } from '../../src/protocol/dataMethods.ts';
import type { PanelContract, PanelSettings } from '../../src/protocol/panel.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';

export const panelZone = 'Europe/Berlin';
export const panelNowMs = Date.UTC(2026, 10, 22, 15, 20);

export type Answers = Pick<Handlers<PanelContract>, DataMethod>;

export interface PanelSource {
  readonly answers: Answers;
  /** What the window says with these figures. */
  readonly settings: Partial<PanelSettings>;
  close(): Promise<void>;
}

/** Where the demo seems to be: the temporary folder is another in every run. */
export const shownHome = '/home/ada/work';

/** The demo's two months, read from its transcripts and repositories by the engine that ships. */
export async function openDemoSource(): Promise<PanelSource> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'payoff-panel-')));
  const demo = writeDemo(root, panelNowMs);
  const { answers, close } = await answersOf(root, { ledger: join(root, 'ledger.sqlite'), environment: demo.environment });
  const folder = demo.folder.replace(root, shownHome);
  return { answers: moved(answers, root, shownHome), settings: { demo: true, folders: [{ folder, repository: folder }] }, close };
}

/** A machine on which Claude Code was never used. */
export async function openEmptySource(): Promise<PanelSource> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'payoff-panel-')));
  const { answers, close } = await answersOf(root, { ledger: join(root, 'ledger.sqlite'), environment: {} });
  return { answers: moved(answers, root, shownHome), settings: { empty: true, folders: [] }, close };
}

async function answersOf(
  root: string,
  { ledger, environment }: Pick<EngineOptions, 'ledger' | 'environment'>,
): Promise<Pick<PanelSource, 'answers' | 'close'>> {
  const home = join(root, 'home');
  await mkdir(home);
  const engine = await openEngine({
    ...{ claudeDirectories: [], ledger, exclude: [], timezone: panelZone, mappings: [], identities: [], home, holder: 'test' },
    environment: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...environment },
  });
  if ('sentence' in engine) throw new Error(engine.sentence);
  await engine.ingest({});
  await engine.readGit({ folders: null });
  await engine.survival.read({ folders: null, nowMs: panelNowMs });
  return {
    answers: dataHandlers({ engine: () => engine, nowMs: () => panelNowMs, folders: () => null, git: () => true }),
    close: async () => {
      await engine.close();
      await rm(root, { recursive: true });
    },
  };
}

/** The answers with every path below `from` said as below `to`, and understood as such. */
function moved(answers: Answers, from: string, to: string): Answers {
  const say = (value: unknown, one: string, other: string): unknown => JSON.parse(JSON.stringify(value ?? null).replaceAll(one, other));
  const ask = answers as Readonly<Record<DataMethod, (params: unknown, signal: AbortSignal) => Promise<unknown>>>;
  return Object.fromEntries(
    (Object.keys(ask) as DataMethod[]).map((method) => [
      method,
      async (params: unknown, signal: AbortSignal) => say(await ask[method](say(params, to, from), signal), from, to),
    ]),
  ) as Answers;
}
