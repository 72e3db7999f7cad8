/**
 * A history that the real Claude Code plays in a real repository, with a person's real git beside it: what each session wrote and what a person
 * did with it is drawn by the seed, and the subject of a commit tells which change it is.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openEngine } from '../../../src/engine/engine.ts';
import type { ScriptedReply } from '../../support/messagesApi.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { randomFrom } from '../random.ts';
import type { Random } from '../random.ts';
import { makeLines } from './lines.ts';
import { person } from './pens.ts';
import { Change } from './repository.ts';
import type { Commit } from './repository.ts';
import { judgeAll, linksOf, tightestWindows } from './runHistory.ts';
import type { HistoryResult, SessionWindow } from './runHistory.ts';

const model = 'claude-opus-5-5';
const address = 'tester@example.invalid';

/** How a session commits: the command, given its subject. */
const ways: readonly ((subject: string) => string)[] = [
  (subject) => `git add -A && git commit -m "${subject}"`,
  (subject) => `git add -A && git commit -q -m "${subject}"`,
  (subject) => `git add -A && git commit -q -F - <<'EOF'\n${subject}\n\nWith a body.\nEOF`,
  (subject) => `git add -A && git commit -m "$(cat <<'EOF'\n${subject}\nEOF\n)"`,
];

class RealHistory {
  readonly windows: SessionWindow[] = [];
  private readonly claude: RealClaude;
  private readonly random: Random;
  private readonly say: (steps: readonly ScriptedReply[]) => void;
  private readonly changes = new Map<string, Change>();

  constructor(claude: RealClaude, random: Random, say: (steps: readonly ScriptedReply[]) => void) {
    this.claude = claude;
    this.random = random;
    this.say = say;
  }

  /** What is committed under a subject; `sessions` have worked on it. */
  expect(subject: string, kinds: readonly string[], ...sessions: readonly string[]): Change {
    const change = this.changes.get(subject) ?? new Change(subject);
    this.changes.set(subject, change);
    for (const kind of ['real', ...kinds]) change.kinds.add(kind);
    for (const session of sessions) {
      const work = change.workOf(session);
      work.lines += 1;
      work.shown += 1;
      work.plain += 1;
    }
    return change;
  }

  git(...args: readonly string[]): Promise<string> {
    return this.claude.git(...args);
  }

  code(count: number): string {
    return makeLines(this.random, count, { ...person, path: '' })
      .map(({ text }) => `${text}\n`)
      .join('');
  }

  append(file: string, content = this.code(4)): void {
    mkdirSync(dirname(join(this.claude.work, file)), { recursive: true });
    appendFileSync(join(this.claude.work, file), content);
  }

  change(file: string, change: (text: string) => string): void {
    const path = join(this.claude.work, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  /** A session that writes files, edits the first of them, and commits where it is told a subject; its id. */
  async session(files: readonly string[], subject?: string): Promise<string> {
    const contents = files.map(() => this.code(8 + this.random.below(12)));
    const path = (file: string): string => join(this.claude.work, file);
    const [first = '', firstFile = ''] = [contents[0], files[0]];
    const last = first.trimEnd().split('\n').at(-1) ?? '';
    const tool = (name: string, input: object): ScriptedReply => ({ tools: [{ name, input }] });
    const steps = files.map((file, at) => tool('Write', { file_path: path(file), content: contents[at] ?? '' }));
    const edited = `${first.trimEnd().slice(0, -last.length)}${last}\n${this.code(5)}`;
    steps.push(tool('Edit', { file_path: path(firstFile), old_string: first, new_string: edited }));
    if (subject !== undefined) steps.push(tool('Bash', { command: this.random.of(ways)(subject), description: 'Commit' }));
    this.say(steps);
    const firstMs = Date.now();
    const { session_id: sessionId, is_error: failed, result } = await this.claude.run({ prompt: 'Do it.', model });
    if (failed) throw new Error(`A session ended with an error: ${result}`);
    this.windows.push({ sessionId, firstMs, lastMs: Date.now() });
    if (subject !== undefined) this.expect(subject, ['byClaude'], sessionId).made(sessionId);
    return sessionId;
  }

  /** Everything that git has on branches, as changes. */
  async commits(): Promise<ReadonlyMap<string, Commit>> {
    const log = await this.git('log', '--branches', '--format=%H%x09%P%x09%at%x09%ct%x09%s');
    const rows = log.split('\n').map((line) => line.split('\t'));
    return new Map(
      rows.map(([sha = '', parents = '', authored, committed, subject = ''], mark) => {
        const change = this.expect(subject, []);
        const times = { authorMs: Number(authored) * 1000, committerMs: Number(committed) * 1000 };
        const author = { name: 'Tester', address };
        // Of parents only their number tells anything: two make a merge.
        const before: Commit = { mark: 0, change, subject: '', parents: [], tree: new Map(), author, authorMs: 0, committerMs: 0 };
        return [sha, { mark, change, subject, parents: parents.split(' ').map(() => before), tree: new Map(), author, ...times }];
      }),
    );
  }
}

/** Three sessions and a person. Each commit's subject is its own. */
async function play(history: RealHistory, random: Random): Promise<void> {
  history.append('src/base.ts', history.code(20));
  await history.git('add', '-A');
  await history.git('commit', '-q', '-m', 'Add base');
  await history.git('checkout', '-q', '-b', 'topic');

  const first = await history.session(['src/weave.ts', 'src/dye.ts'], random.below(2) === 0 ? 'Add weave' : undefined);
  const isCommitted = (await history.git('status', '--porcelain')) === '';
  if (!isCommitted) {
    // One file at a time, the first with lines of a person's own and another indentation.
    history.change('src/weave.ts', (text) => `// By hand.\n${text.replaceAll('  ', '\t')}`);
    await history.git('add', 'src/weave.ts');
    await history.git('commit', '-q', '-m', 'Weave by hand');
    history.expect('Weave by hand', ['byHand', 'partial'], first);
    await history.git('add', '-A');
    await history.git('commit', '-q', '-m', 'Dye by hand');
    history.expect('Dye by hand', ['byHand'], first);
  }
  history.append('src/base.ts');
  await history.git('commit', '-q', '-a', '-m', 'Only by hand');

  const second = await history.session(['src/spin.ts']);
  await history.git('add', '-A');
  await history.git('commit', '-q', '-m', 'Spin by hand');
  history.expect('Spin by hand', ['byHand'], second);
  if (random.below(2) === 0) {
    history.append('src/spin.ts');
    await history.git('commit', '-q', '-a', '--fixup', 'HEAD');
    await history.git('-c', 'sequence.editor=true', 'rebase', '-q', '-i', '--autosquash', 'main');
    history.expect('Spin by hand', ['autosquash']);
  }
  await history.git('checkout', '-q', 'main');
  history.append('src/elsewhere.ts');
  await history.git('add', '-A');
  await history.git('commit', '-q', '-m', 'Elsewhere by hand');

  const ending = random.of(['rebase', 'squash', 'merge', 'pick']);
  if (ending === 'rebase') {
    await history.git('rebase', '-q', 'main', 'topic');
    await history.git('checkout', '-q', 'main');
    await history.git('merge', '-q', '--ff-only', 'topic');
  } else if (ending === 'squash') {
    await history.git('merge', '-q', '--squash', 'topic');
    await history.git('commit', '-q', '-m', 'Squash topic (#7)');
    history.expect('Squash topic (#7)', ['squash'], first, second);
  } else if (ending === 'merge') await history.git('merge', '-q', '--no-ff', '-m', 'Merge topic', 'topic');
  else await history.git('cherry-pick', 'main..topic');
  await history.git('branch', '-q', '-D', 'topic');

  const third = await history.session(['src/knot.ts'], 'Add knot');
  history.change('src/knot.ts', (text) => `${text}// The last word is a person’s.\n`);
  await history.git('commit', '-q', '-a', '-m', 'Mend knot by hand');
  await history.git('revert', '--no-edit', 'HEAD');
  if (random.below(2) === 0) {
    history.append('src/elsewhere.ts');
    await history.git('commit', '-q', '-a', '--amend', '-m', 'Amended by hand');
  }
  history.expect('Add knot', [], third);
}

/** Plays the history of a seed with the real client, lets the product read it, and compares. */
export async function runRealHistory(seed: number): Promise<HistoryResult> {
  const random = randomFrom(seed * 104_729 + 3);
  let steps: readonly ScriptedReply[] = [];
  const claude = await startRealClaude({ reply: ({ turn }) => steps[turn] ?? { text: 'Done.' } });
  try {
    const history = new RealHistory(claude, random, (next) => (steps = next));
    await play(history, random);
    const environment = { PATH: process.env.PATH, HOME: claude.home, GIT_CONFIG_NOSYSTEM: '1' };
    const ledger = join(claude.home, '.payoff', 'ledger.sqlite');
    const places = { claudeDirectories: [], ledger, exclude: [], mappings: [], identities: [] };
    const engine = await openEngine({ ...places, timezone: 'UTC', environment, home: claude.home, holder: 'bench' });
    if ('sentence' in engine) throw new Error(engine.sentence);
    try {
      const bySha = await history.commits();
      const reachable = [...bySha.values()];
      const judged = judgeAll({ links: await linksOf(engine), bySha, reachable, usual: tightestWindows(history.windows, reachable) });
      const shaOf = (commit: Commit): string => [...bySha].find(([, one]) => one === commit)?.[0] ?? '';
      return {
        ...judged,
        name: `real, seed ${String(seed)}`,
        sessions: history.windows.length,
        shaOf,
        ownAddresses: new Set([address]),
        sessionKinds: new Map(),
      };
    } finally {
      await engine.close();
    }
  } finally {
    await claude.close();
  }
}
