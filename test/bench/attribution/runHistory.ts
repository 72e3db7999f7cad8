/** Runs the real product over one history, and the usual rule beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { gitEnvironment } from '../../support/gitWork.ts';
import { playHistory } from './history.ts';
import { importRepository } from './importRepository.ts';
import type { Imported } from './importRepository.ts';
import { judge, truthOf } from './judge.ts';
import type { Judged, Said } from './judge.ts';
import type { Commit } from './repository.ts';
import { hour } from './world.ts';
import type { World } from './world.ts';

export interface HistoryResult {
  /** What it can be played again by. */
  readonly name: string;
  readonly sessions: number;
  readonly commits: number;
  /** All that the product says, and of that what it has proof of: tiers 1 to 5. */
  readonly product: Judged;
  readonly proven: Judged;
  readonly usual: Judged;
  readonly ownAddresses: ReadonlySet<string>;
  readonly sessionKinds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly reachable: readonly Commit[];
  /** Kept for whoever looks for the reason of a wrong or a missing pair. */
  readonly shaOf: Imported['shaOf'];
}

/** From a session's first record to its last. */
export interface SessionWindow {
  readonly sessionId: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface RunChoices {
  /** Leave the files in place, to look at them; their folder is printed. */
  readonly keep?: boolean;
}

interface FoundLink {
  readonly sha: string;
  readonly sessionId: string;
  readonly tier: number;
}

/** Everything that is linked once the transcripts and git were read. @throws where something could not be read */
export async function linksOf(engine: Engine): Promise<readonly FoundLink[]> {
  await engine.ingest({});
  for (const { problem } of await engine.readGit({ folders: null })) if (problem !== null) throw new Error(problem);
  const { rows } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false });
  return rows.flatMap(({ sha, links }) => links.map(({ sessionId, tier }) => ({ sha, sessionId, tier })));
}

interface Judgeable {
  readonly links: readonly FoundLink[];
  readonly bySha: ReadonlyMap<string, Commit>;
  readonly reachable: readonly Commit[];
  readonly usual: readonly Said[];
}

export function judgeAll({
  links,
  bySha,
  reachable,
  usual,
}: Judgeable): Pick<HistoryResult, 'reachable' | 'commits' | 'product' | 'proven' | 'usual'> {
  const truth = truthOf(reachable);
  const said = links.flatMap(({ sha, sessionId, tier }): readonly Said[] => {
    const commit = bySha.get(sha);
    return commit === undefined ? [] : [{ sessionId, tier, change: commit.change.root }];
  });
  const proven = said.filter(({ tier }) => tier <= 5);
  return {
    reachable,
    commits: reachable.length,
    product: judge(truth, said),
    proven: judge(truth, proven),
    usual: judge(truth, usual),
  };
}

/** Plays the history of a seed, lets the product read it, and compares. @throws where the product says that it could not read something. */
export async function runHistory(seed: number, { keep = false }: RunChoices = {}): Promise<HistoryResult> {
  const rig = await EngineRig.make();
  try {
    const world = playHistory(rig.root, seed);
    const environment = gitEnvironment(rig);
    writeFileSync(join(rig.home, '.gitconfig'), `[user]\n\temail = ${world.addresses.at(-1) ?? ''}\n`);
    const choices = {
      environment,
      address: world.addresses[0] ?? '',
      onlyReachable: seed % 2 === 0,
      withoutWorkTrees: world.style.workTrees !== 'kept',
    };
    const imported = world.repositories.map((repository) => importRepository(repository, choices));
    const shaOf = shaOfAll(world, imported);
    const projects = join(rig.configuration, 'projects', '-loom');
    mkdirSync(projects, { recursive: true });
    for (const transcript of world.transcripts) writeFileSync(join(projects, `${transcript.sessionId}.jsonl`), transcript.text(shaOf));

    // Who looks at sessions of working trees that are gone says where they were.
    const gone =
      world.style.workTrees === 'removed'
        ? world.repositories.flatMap(({ path, workTrees }) => workTrees.slice(1).map(({ folder }) => ({ from: folder, to: path })))
        : [];
    const links = await linksOf(await rig.open({ environment, mappings: gone }));
    const bySha = new Map(imported.flatMap((one) => [...one.bySha]));
    const reachable = world.repositories.flatMap((repository) => [...repository.reachable()]);
    const name = `seed ${String(seed)}`;
    const sessions = world.transcripts.length;
    return {
      ...judgeAll({ links, bySha, reachable, usual: usualRule(world) }),
      name,
      sessions,
      shaOf,
      ownAddresses: new Set(world.addresses),
      sessionKinds: world.sessionKinds,
    };
  } finally {
    if (keep) process.stderr.write(`${rig.root}\n`);
    else await rig.close();
  }
}

function shaOfAll({ repositories }: World, imported: readonly Imported[]): Imported['shaOf'] {
  const of = new Map(repositories.flatMap(({ commits }, at) => commits.map((commit) => [commit, imported[at]] as const)));
  return (commit) => of.get(commit)?.shaOf(commit) ?? '';
}

function usualRule({ repositories, transcripts }: World): readonly Said[] {
  return repositories.flatMap((repository) => {
    const { path } = repository;
    const here = transcripts.filter(({ cwd }) => cwd === path || cwd.startsWith(`${path}-trees/`) || cwd.startsWith(`${path}/`));
    return tightestWindows(here, repository.reachable());
  });
}

/** The field's usual rule: a commit is that session's whose time, and an hour more, holds its committer time; of several the shortest. */
export function tightestWindows(windows: readonly SessionWindow[], commits: Iterable<Commit>): readonly Said[] {
  const said: Said[] = [];
  for (const { committerMs, parents, change } of commits) {
    if (parents.length > 1) continue;
    const inTime = windows.filter(
      ({ firstMs, lastMs }) => committerMs >= Math.floor(firstMs / 1000) * 1000 && committerMs <= lastMs + hour,
    );
    const [tightest] = inTime.sort((left, right) => left.lastMs - left.firstMs - (right.lastMs - right.firstMs));
    if (tightest !== undefined) said.push({ sessionId: tightest.sessionId, tier: 0, change: change.root });
  }
  return said;
}
