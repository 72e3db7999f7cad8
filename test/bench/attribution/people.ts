/** What people do beside the sessions: they write, commit by hand, tidy up, merge, revert, and work on the same branches. */
import { createFile, anyFile, editFile, format, moveLines, partOf, person, put, renameFile, rewrite } from './pens.ts';
import { unowned } from './lines.ts';
import { Change } from './repository.ts';
import type { Commit, Person, Repository, WorkTree } from './repository.ts';
import { pathsChanged, replay } from './tree.ts';
import type { Tree } from './tree.ts';
import { hour, minute } from './world.ts';
import type { World } from './world.ts';

/** Whether there is anything to commit. */
export function isDirty({ head, files }: WorkTree): boolean {
  return pathsChanged(head.tree, files).length > 0;
}

/** Something between two commits that changes files. */
export function tinker(world: World, where: WorkTree): void {
  const { random } = world;
  const kind = random.below(20);
  const path = anyFile(random, where);
  if (path === null || kind < 2) createFile(random, where, person);
  else if (kind < 10) editFile(random, where, person, path);
  else if (kind < 13) rewrite(random, where, random.of([1, 3, 3, 10]));
  else if (kind < 15) moveLines(random, where, person);
  else if (kind < 16) renameFile(random, where);
  else if (kind < 17) discard(world, where);
  else if (world.style.formats) format(random, where);
}

/** Throws away what is not committed: of one file, or of all. */
export function discard(world: World, where: WorkTree): void {
  const paths = pathsChanged(where.head.tree, where.files);
  const thrown = world.chance(25) ? paths : paths.slice(0, 1);
  for (const path of thrown) put(where, path, where.head.tree.get(path), '');
}

/** Commits by hand: everything, or a part and now and then the rest after it. */
export function commitByHand(world: World, where: WorkTree): void {
  const { random } = world;
  if (world.style.formats && world.chance(40)) format(random, where);
  if (!isDirty(where)) return;
  const part = world.chance(30) ? partOf(random, where) : null;
  const last = where.head;
  const canAmend =
    last.parents.length === 1 &&
    last.change.members.length === 0 &&
    where.branch !== 'main' &&
    last.author.name === 'Ada' &&
    !isPublished(where);
  if (part === null && canAmend && world.chance(12)) {
    where.repository.amend(where, where.files, { subject: last.subject, atMs: world.pass(minute, 10 * minute) });
    return;
  }
  const kinds = ['byHand', ...(part === null ? [] : ['partial'])];
  where.repository.commit(where, part ?? where.files, {
    subject: world.subject(),
    author: world.owner(),
    atMs: world.pass(20_000, 5 * minute),
    kinds,
  });
  if (canAmend && world.chance(6)) reword(world, where);
  if (canAmend && world.chance(6)) autosquash(world, where);
  if (part !== null && world.chance(70)) commitByHand(world, where);
}

function isPublished({ repository, head }: WorkTree): boolean {
  return repository.history(repository.tip('main')).has(head);
}

function reword(world: World, where: WorkTree): void {
  where.repository.amend(where, where.head.tree, { subject: world.subject(), atMs: world.pass(minute, hour) });
}

/** The last commit is folded into the one before it, as `git rebase --autosquash` does with a fixup. */
function autosquash(world: World, where: WorkTree): void {
  const { repository, head } = where;
  const [target] = head.parents;
  const [base] = target?.parents ?? [];
  if (target === undefined || base === undefined || target.parents.length !== 1 || target.change.root === head.change.root) return;
  if (target.author.name !== 'Ada' || target.change.members.length > 0 || repository.tip('main') === target) return;
  const atMs = world.pass(minute, 10 * minute);
  const folded = new Map(head.change.root.work);
  const merged = target.change.root;
  const both = repository.add({
    change: merged,
    subject: target.subject,
    parents: [base],
    tree: head.tree,
    author: target.author,
    authorMs: target.authorMs,
    atMs,
  });
  head.change.root.foldInto(merged);
  merged.kinds.add('autosquash');
  repository.judge(merged, base.tree, head.tree, where.removals);
  // What another working tree took away is known by the commits only.
  for (const [session, work] of folded) if (!merged.work.has(session) && work.lines > 0) merged.work.set(session, work);
  repository.move(where, both);
}

/** Puts a branch on a commit, with the working tree that stands on it. */
export function advance(repository: Repository, branch: string, to: Commit): void {
  const where = repository.workTrees.find((tree) => tree.branch === branch);
  if (where === undefined) repository.branches.set(branch, to);
  else repository.move(where, to);
}

/** A commit by somebody else, on a branch as it is there: it may change, move and format what sessions wrote before. */
export function commitByTeammate(world: World, repository: Repository, branch: string): void {
  const head = repository.tip(branch);
  const { random } = world;
  const where: WorkTree = { folder: '', repository, branch, head, files: new Map(head.tree), removals: new Map() };
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const path = anyFile(random, where);
    if (path === null || random.below(4) === 0) createFile(random, where, person);
    else if (random.below(5) === 0) moveLines(random, where, person);
    else editFile(random, where, person, path);
  }
  const change = new Change(world.subject());
  change.kinds.add('teammate');
  repository.judge(change, head.tree, where.files, new Map());
  const author = world.teammate();
  const atMs = world.pass(minute, 20 * minute);
  advance(repository, branch, repository.add({ change, subject: change.title, parents: [head], tree: where.files, author, atMs }));
}

/** Takes a commit of the branch back; a while later maybe that is taken back again. Nobody's session writes any of it. */
export function revert(world: World, where: WorkTree): void {
  const { repository } = where;
  const candidates = [...repository.history(where.head)].filter(({ parents }) => parents.length === 1).sort((a, b) => b.mark - a.mark);
  const [undone] = candidates.length === 0 || isDirty(where) ? [] : [world.random.of(candidates.slice(0, 4))];
  if (undone === undefined) return;
  const base = undone.parents[0]?.tree ?? new Map();
  const back = commitTree(
    world,
    where,
    foreign(replay(undone.tree, base, where.head.tree), where.head.tree),
    `Revert "${undone.subject}"`,
    'revert',
  );
  if (back === null || !world.chance(50)) return;
  world.pass(hour, 20 * hour);
  if (world.chance(30)) commitByTeammate(world, repository, where.branch);
  const before = where.head;
  const again = foreign(replay(back.tree, back.parents[0]?.tree ?? new Map(), before.tree), before.tree);
  commitTree(world, where, again, `Reapply "${undone.subject}"`, 'reland');
}

function commitTree(world: World, where: WorkTree, tree: Tree, subject: string, kind: string): Commit | null {
  if (pathsChanged(where.head.tree, tree).length === 0) return null;
  return where.repository.commit(where, tree, { subject, author: world.owner(), atMs: world.pass(minute, hour), kinds: [kind] });
}

/** The same files, with nobody's name on the lines that come back. */
function foreign(tree: Tree, before: Tree): Tree {
  const known = new Set([...before.values()].flat());
  const fresh = new Map(tree);
  for (const path of pathsChanged(before, tree)) {
    const lines = tree.get(path);
    if (lines !== undefined)
      fresh.set(
        path,
        lines.map((line) => (known.has(line) ? line : unowned(line))),
      );
  }
  return fresh;
}

/** Picks a commit onto a branch for releases, which is made where there is none. */
export function cherryPick(world: World, repository: Repository): void {
  const main = [...repository.history(repository.tip('main'))]
    .filter(({ parents }) => parents.length === 1)
    .sort((a, b) => b.mark - a.mark);
  const [picked] = main.length < 2 ? [] : [world.random.of(main.slice(0, 3))];
  if (picked === undefined) return;
  const branch = 'release';
  const onto = repository.branches.get(branch) ?? main.at(-1);
  if (onto === undefined || repository.history(onto).has(picked)) return;
  picked.change.kinds.add('picked');
  const copy = repository.copy(picked, onto, world.pass(minute, hour));
  if (pathsChanged(onto.tree, copy.tree).length > 0) advance(repository, branch, copy);
}

/** Ends a branch in the way of the history: what it had is on main then. */
export function finish(world: World, where: WorkTree, fork: Commit, owner: Person): void {
  const { repository, branch } = where;
  const own = repository.own(branch, 'main');
  if (own.length === 0) return;
  const main = repository.tip('main');
  const [tip, atMs] = [repository.tip(branch), world.pass(minute, 30 * hour)];
  const ending = world.style.ending === 'trunk' ? 'merge' : world.style.ending;
  if (ending === 'merge') {
    const tree = replay(fork.tree, tip.tree, main.tree);
    const subject = `Merge branch '${branch}'`;
    const change = new Change(subject);
    change.kinds.add('merge');
    for (const commit of own) commit.change.kinds.add('merged');
    advance(repository, 'main', repository.add({ change, subject, parents: [main, tip], tree, author: owner, atMs }));
  } else if (ending === 'squash') {
    const tree = replay(fork.tree, tip.tree, main.tree);
    const subject = `${own[0]?.subject ?? branch} (#${String(world.number())})`;
    const change = new Change(subject);
    change.kinds.add('squash');
    change.members.push(...new Set(own.map((commit) => commit.change.root)));
    repository.judge(change, main.tree, tree, where.removals);
    for (const member of change.members) for (const maker of member.makers) change.made(maker);
    advance(repository, 'main', repository.add({ change, subject, parents: [main], tree, author: owner, atMs }));
  } else {
    let onto = main;
    for (const commit of own) {
      if (commit.parents.length !== 1) continue;
      const copy = onto === commit.parents[0] ? commit : repository.copy(commit, onto, atMs);
      if (copy !== commit) commit.change.kinds.add('rebased');
      onto = copy;
    }
    repository.move(where, onto);
    advance(repository, 'main', onto);
  }
}
