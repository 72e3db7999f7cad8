/** A session of Claude Code as it works, step by step, with its transcript. */
import { anyFile, createFile, editFile, format, moveLines, put, renameFile, repeatWork, tweaked } from './pens.ts';
import type { FileEdit, Writer } from './pens.ts';
import type { Commit, WorkTree } from './repository.ts';
import { textOf } from './tree.ts';
import type { Tree } from './tree.ts';
import type { Transcript } from './transcript.ts';
import { minute } from './world.ts';
import type { World } from './world.ts';

export interface SessionPlan {
  /** Where it was started, and where it works: mostly the same. */
  readonly started: WorkTree;
  readonly works: readonly WorkTree[];
  readonly steps: number;
  /** It reads and answers, and changes nothing. */
  readonly reads: boolean;
  /** It begins with what another one said and did. */
  readonly forks?: Session;
}

export class Session {
  readonly transcript: Transcript;
  readonly plan: SessionPlan;
  left: number;
  private readonly world: World;
  private readonly touched = new Map<WorkTree, Set<string>>();

  constructor(world: World, plan: SessionPlan) {
    this.world = world;
    this.plan = plan;
    this.left = plan.steps;
    this.transcript = world.transcript(plan.started, plan.forks?.transcript);
    this.transcript.asks(world.pass(1000, minute));
    const { started, works, forks } = plan;
    if (forks !== undefined) this.note('session: a fork');
    if (!works.includes(started)) this.note('session: started in another working tree');
    if (works.some(({ repository }) => repository !== works[0]?.repository)) this.note('session: over two repositories');
    else if (new Set(works).size > 1) this.note('session: over two working trees');
    if (world.style.workTrees !== 'none') this.note(`session: working tree ${world.style.workTrees === 'kept' ? 'kept' : 'removed since'}`);
  }

  get id(): string {
    return this.transcript.sessionId;
  }

  /** The next thing that it does. */
  step(): void {
    const { world, transcript } = this;
    const { random, style } = world;
    this.left -= 1;
    const where = random.of(this.plan.works);
    transcript.branch = this.plan.started.branch;
    const atMs = world.pass(3000, 90_000);
    if (this.plan.reads || world.chance(15)) {
      const path = anyFile(random, where);
      if (path === null || random.below(2) === 0) transcript.says(atMs);
      else transcript.reads(`${where.folder}/${path}`, atMs);
      return;
    }
    if (world.chance(style.sessionCommits / 3)) this.commit(where, atMs);
    else if (world.chance(style.bash)) this.byBash(where, atMs);
    else this.edit(where, atMs);
  }

  /** Says a last word; a session that commits at its end does so before. */
  end(): void {
    const where = this.world.random.of(this.plan.works);
    if (!this.plan.reads && this.world.chance(this.world.style.sessionCommits)) this.commit(where, this.world.pass(3000, 30_000));
    this.transcript.says(this.world.pass(2000, 20_000));
  }

  /** Comes back days later, with another prompt. */
  resume(steps: number): void {
    this.left = steps;
    this.note('session: resumed days later');
    this.transcript.asks(this.world.pass(1000, minute));
  }

  /** Does the task of another one in its own way. */
  repeat(where: WorkTree, work: { readonly from: Tree; readonly to: Tree }): void {
    for (const edit of repeatWork(this.world.random, where, { writer: this.id, shown: true }, work))
      this.record(where, edit, this.world.pass(3000, 60_000));
  }

  note(kind: string): void {
    this.world.note(this.id, kind);
  }

  private edit(where: WorkTree, atMs: number): void {
    const { random } = this.world;
    const by: Writer = { writer: this.id, shown: true };
    const path = anyFile(random, where);
    const kind = random.below(20);
    if (path === null || kind < 5) this.record(where, createFile(random, where, by), atMs);
    else if (kind < 6) {
      const moved = moveLines(random, where, by);
      if (moved === null) return;
      this.record(where, moved.from, atMs);
      this.record(where, moved.to, this.world.pass(2000, 9000));
    } else this.record(where, editFile(random, where, by, path, kind < 8 ? 3 : 1), atMs, kind < 8);
    if (this.world.style.formats && this.world.chance(20)) format(random, where, ['indentation', 'quotes', 'semicolons']);
  }

  private record(where: WorkTree, edit: FileEdit, atMs: number, whole = false): void {
    this.touch(where, edit.path);
    const path = `${where.folder}/${edit.path}`;
    if (edit.isNew) this.transcript.creates(path, edit.after, atMs);
    else if (edit.hunks.length > 0) this.transcript.changes(path, { ...edit, whole }, atMs);
  }

  private byBash(where: WorkTree, atMs: number): void {
    const { world, transcript } = this;
    const { random } = world;
    const by: Writer = { writer: this.id, shown: false };
    const at = where === this.plan.started ? '' : `cd ${where.folder} && `;
    const kind = random.below(10);
    if (kind < 4) {
      const { path, after } = createFile(random, where, by);
      this.touch(where, path);
      transcript.runs(`${at}cat > ${path} <<'EOF'\n${textOf(after)}EOF`, atMs);
    } else if (kind < 6) {
      const path = anyFile(random, where);
      if (path === null) return;
      const lines = where.files.get(path) ?? [];
      const after = lines.map((line) => (random.below(8) === 0 && line.telling ? tweaked(random, line, { ...by, path }) : line));
      put(where, path, after, this.id);
      this.touch(where, path);
      transcript.runs(`${at}sed -i 's/ledger/ledgerNow/' ${path}`, atMs);
    } else if (kind < 7) {
      const { path } = createFile(random, where, by);
      this.touch(where, path);
      transcript.runs(`${at}npm run generate`, atMs, 'Generated.\n');
    } else if (kind < 8) {
      const renamed = renameFile(random, where);
      if (renamed === null) return;
      this.touch(where, renamed.to);
      transcript.runs(`${at}git mv ${renamed.from} ${renamed.to}`, atMs);
    } else if (kind < 9) {
      // It throws away what is not committed of a file, whoever wrote it.
      const path = anyFile(random, where);
      const committed = path === null ? undefined : where.head.tree.get(path);
      if (path === null || committed === undefined) return;
      put(where, path, committed, '');
      transcript.runs(`${at}git checkout -- ${path}`, atMs);
    } else {
      if (world.style.formats) format(random, where);
      transcript.runs(`${at}npx prettier --write .`, atMs);
    }
  }

  private touch(where: WorkTree, path: string): void {
    const paths = this.touched.get(where) ?? new Set<string>();
    this.touched.set(where, paths.add(path));
  }

  /** Commits everything, or only what it touched itself; loud or quiet, in one of the ways in which the client's commits look. */
  private commit(where: WorkTree, atMs: number): void {
    const { world, transcript } = this;
    const { random } = world;
    const { repository, head, files } = where;
    const own = this.touched.get(where) ?? new Set<string>();
    const tree: Tree = random.below(2) === 0 ? files : onlyPaths(head.tree, files, own);
    if ([...new Set([...tree.keys(), ...head.tree.keys()])].every((path) => tree.get(path) === head.tree.get(path))) return;
    const isPublished = where.branch !== 'main' && repository.history(repository.tip('main')).has(head);
    const amend = !isPublished && head.change.makers.has(this.id) && head.parents.length === 1 && world.chance(15);
    const subject = amend ? head.subject : world.subject();
    const quiet = world.chance(60);
    const made: Commit = amend
      ? repository.amend(where, tree, { subject, atMs, session: this.id })
      : repository.commit(where, tree, { subject, author: { name: 'Ada', address: world.addresses[0] ?? '' }, atMs, session: this.id });
    made.change.kinds.add(quiet ? 'quiet' : 'loud');
    const at = where === this.plan.started ? '' : `cd ${where.folder} && `;
    const commit = `git commit ${quiet ? '-q ' : ''}`;
    const command = amend
      ? `${commit}--amend --no-edit`
      : random.of([
          `${commit}-m "${subject}"`,
          `${commit}-m "$(cat <<'EOF'\n${subject}\n\nCo-Authored-By: Claude <noreply@anthropic.com>\nEOF\n)"`,
          `${commit}-F - <<'EOF'\n${subject}\nEOF`,
        ]);
    transcript.commits(`${at}git add -A && ${command}`, [{ commit: made, branch: where.branch, quiet, amend }], atMs);
  }
}

function onlyPaths(before: Tree, after: Tree, paths: ReadonlySet<string>): Tree {
  const tree = new Map(before);
  for (const path of paths) {
    const lines = after.get(path);
    if (lines === undefined) tree.delete(path);
    else tree.set(path, lines);
  }
  return tree;
}
