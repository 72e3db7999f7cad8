/** One random history: sessions and people at work in one or two repositories over some weeks. */
import { advance, cherryPick, commitByHand, commitByTeammate, finish, isDirty, revert, tinker } from './people.ts';
import { put } from './pens.ts';
import type { Commit, Repository, WorkTree } from './repository.ts';
import { Session } from './session.ts';
import { pathsChanged } from './tree.ts';
import { day, hour, minute, World } from './world.ts';

/** Plays a history of a seed; `root` is where its repositories will be. */
export function playHistory(root: string, seed: number): World {
  const world = new World(root, seed);
  const scenes = 3 + world.random.below(4);
  for (let scene = 0; scene < scenes; scene += 1) {
    const repository = world.random.of(world.repositories);
    if (world.style.ending === 'trunk') onTrunk(world, repository);
    else onBranches(world, repository);
    world.pass(hour, world.random.of([4 * hour, day, 6 * day]));
    for (let times = world.style.teammates; times > 0; times -= 1) if (world.chance(60)) commitByTeammate(world, repository, 'main');
    const main = repository.workTrees[0];
    if (main?.branch === 'main' && world.chance(30)) aside(world, main);
    if (world.chance(15)) cherryPick(world, repository);
  }
  return world;
}

/** Work that no session has a part in, or that takes something back. */
function aside(world: World, where: WorkTree): void {
  if (world.chance(40)) revert(world, where);
  else {
    tinker(world, where);
    commitByHand(world, where);
  }
}

/** One or several sessions in one working tree, on the default branch. */
function onTrunk(world: World, repository: Repository): void {
  const [where] = repository.workTrees;
  if (where === undefined) return;
  work(world, [where], 1 + world.random.below(3));
  if (world.chance(85)) commitByHand(world, where);
}

interface Topic {
  readonly where: WorkTree;
  fork: Commit;
}

/** A branch or several side by side, each in a working tree of its own where the history has those, and the end of each. */
function onBranches(world: World, repository: Repository): void {
  const { random, style } = world;
  const topics: Topic[] = [];
  const [main] = repository.workTrees;
  if (main === undefined) return;
  for (let count = style.workTrees !== 'none' ? 1 + random.below(3) : 1; count > 0; count -= 1) {
    const branch = `topic-${String(world.number())}`;
    const fork = repository.tip('main');
    repository.branches.set(branch, fork);
    if (style.workTrees !== 'none') topics.push({ where: repository.checkOut(treeFolder(world, repository, branch), branch), fork });
    else {
      main.branch = branch;
      topics.push({ where: main, fork });
    }
  }
  const trees = topics.map(({ where }) => where);
  for (let rounds = 1 + random.below(2); rounds > 0; rounds -= 1) {
    work(world, trees, Math.max(trees.length, 1 + random.below(2)));
    for (const where of trees) if (world.chance(80)) commitByHand(world, where);
    if (style.teammates > 0 && world.chance(20)) commitByTeammate(world, repository, random.of(topics).where.branch);
    world.pass(10 * minute, random.of([hour, 12 * hour, 3 * day]));
    for (const topic of topics) if (world.chance(20)) rebase(world, topic);
  }
  for (const topic of topics) {
    const { where, fork } = topic;
    if (isDirty(where) && world.chance(80)) commitByHand(world, where);
    if (style.teammates > 0 && world.chance(40)) commitByTeammate(world, repository, 'main');
    if (!world.chance(88)) continue;
    if (style.ending === 'rebase') rebase(world, topic);
    finish(world, where, fork, world.owner());
    if (world.chance(75)) repository.branches.delete(where.branch);
  }
  if (style.workTrees === 'none') {
    const left = main.branch;
    main.branch = 'main';
    const tip = repository.tip('main');
    repository.move(main, tip);
    if (repository.branches.get(left) === tip) repository.branches.delete(left);
  }
}

function treeFolder({ style }: World, { path }: Repository, branch: string): string {
  return style.workTrees === 'inside' ? `${path}/.claude/worktrees/${branch}` : `${path}-trees/${branch}`;
}

/** The branch's commits, one by one, upon what main is by now. */
function rebase(world: World, topic: Topic): void {
  const { where } = topic;
  const { repository, branch } = where;
  const main = repository.tip('main');
  const own = repository.own(branch, 'main');
  if (own.length === 0 || own.some(({ parents }) => parents.length !== 1) || main === topic.fork) return;
  const atMs = world.pass(minute, hour);
  let onto = main;
  for (const commit of own) {
    commit.change.kinds.add('rebased');
    onto = repository.copy(commit, onto, atMs);
  }
  repository.move(where, onto);
  advance(repository, branch, onto);
  topic.fork = main;
}

/** Sessions take turns with their person until each has said its last word. */
function work(world: World, trees: readonly WorkTree[], count: number): void {
  const { random } = world;
  const sessions = Array.from({ length: count }, (_, at) => begin(world, trees, at));
  if (count > 1) for (const session of sessions) session.note('session: side by side with others');
  const running = [...sessions];
  while (running.length > 0) {
    const session = random.of(running);
    session.step();
    if (world.chance(6)) tinker(world, random.of(trees));
    if (world.chance(4)) commitByHand(world, random.of(trees));
    if (session.left > 0) continue;
    session.end();
    running.splice(running.indexOf(session), 1);
  }
  if (world.chance(50)) {
    world.pass(minute, random.of([10 * minute, 3 * hour, 40 * hour]));
    for (let times = random.below(3); times > 0; times -= 1) tinker(world, random.of(trees));
  }
  if (world.chance(12)) again(world, trees);
  if (world.chance(6)) {
    const forks = random.of(sessions);
    const session = new Session(world, { ...forks.plan, forks });
    for (let times = 2 + random.below(6); times > 0; times -= 1) session.step();
    session.end();
  }
  if (!world.chance(10)) return;
  if (world.chance(70)) for (const where of trees) commitByHand(world, where);
  world.pass(day, 4 * day);
  const session = random.of(sessions);
  session.resume(2 + random.below(6));
  while (session.left > 0) session.step();
  session.end();
}

/** The same task once more: in another working tree at the same time's commit, or here, after what there was is thrown away. */
function again(world: World, trees: readonly WorkTree[]): void {
  const [first, other] = trees;
  if (first === undefined) return;
  const work = { from: first.head.tree, to: new Map(first.files) };
  const where = other ?? first;
  if (other === undefined) for (const path of pathsChanged(first.head.tree, first.files)) put(first, path, first.head.tree.get(path), '');
  const session = new Session(world, { started: where, works: [where], steps: 0, reads: false });
  session.note('session: a task done once more');
  session.repeat(where, work);
  session.end();
}

function begin(world: World, trees: readonly WorkTree[], at: number): Session {
  const { random } = world;
  const own = trees[at % trees.length] ?? random.of(trees);
  const everywhere = world.repositories.flatMap(({ workTrees }) => workTrees);
  const others = everywhere.filter((where) => where !== own);
  const [wrong, several] = [others.length > 0 && world.chance(10), others.length > 0 && world.chance(10)];
  const started = wrong ? random.of(others) : own;
  const works = several ? [own, own, random.of(others)] : [own];
  return new Session(world, { started, works, steps: 3 + random.below(14), reads: world.chance(15) });
}
