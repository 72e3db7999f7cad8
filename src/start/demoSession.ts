/** Sessions of the demo: what a thread reads, edits, tests and commits, with what Claude Code records of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoHistory } from './demoHistory.ts';
import type { DemoCommit } from './demoStory.ts';
import { DemoThread } from './demoTranscript.ts';
import type { DemoPlace, Meter } from './demoTranscript.ts';
import type { Chance } from './random.ts';

const models: readonly [string, ...string[]] = [
  'claude-opus-5-5',
  'claude-opus-5-5',
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-sonnet-5-5',
  'claude-fable-5-2',
  'claude-haiku-5-5',
];
const exploringModel = 'claude-haiku-4-5-20251001';
/** A context of so many tokens is summed up. */
const fullContext = 165_000;

/** Most answers are read at once; some come after a while, when the shorter cache is cold. */
const longThought = 600;

const wishes = ['Simplify that.', 'Handle the empty case, too.', 'The tests fail: look again.', 'Name it better.', 'Go on.'] as const;

/** Where a session works, and what it is written to. */
export interface DemoWorkplace extends DemoPlace {
  /** Claude Code's configuration folder. */
  readonly configuration: string;
  /** Of the repository; null where the folder is in none. */
  readonly history: DemoHistory | null;
  /** How tests are run. */
  readonly test: string;
  /** Begins the addresses of the repository's pull requests. */
  readonly pulls: string;
}

interface Beginning {
  readonly startMs: number;
  readonly model?: string;
  readonly cache?: '5m' | '1h';
}

export class DemoSession {
  readonly #place: DemoWorkplace;
  readonly #chance: Chance;
  readonly #sessionId: string;
  readonly #meter: Meter = new Map();
  readonly #main: DemoThread;

  constructor(place: DemoWorkplace, chance: Chance, { startMs, model, cache }: Beginning) {
    this.#place = place;
    this.#chance = chance;
    this.#sessionId = chance.uuid();
    this.#main = new DemoThread({
      ...{ chance, sessionId: this.#sessionId, agentId: '', meter: this.#meter, startMs, cwd: place.cwd, branch: place.branch },
      model: model ?? chance.of(models),
      cache: cache ?? chance.of(['5m', '1h']),
    });
  }

  /** When what was last written happened. */
  get nowMs(): number {
    return this.#main.nowMs;
  }

  /** Asks for something, and looks around before it is done. */
  ask(wish: string, { delegates = this.#chance.next() < 0.3 } = {}): void {
    this.#main.prompt(wish);
    if (delegates) this.#delegate();
    for (let step = this.#chance.between(1, 6); step > 0; step--) this.#look();
  }

  /** Edits each of the files some times, in turns between which a person thinks. */
  edit(files: readonly string[]): void {
    for (let turn = this.#chance.between(2, 5); turn > 0; turn--) {
      for (const file of files) for (let edit = this.#chance.between(1, 4); edit > 0; edit--) this.#editOnce(file);
      this.#runTests();
      if (turn > 1) this.say('Done.', this.#chance.of(wishes));
    }
  }

  /** Answers, and a person says what next; null ends the conversation. */
  say(answer: string, next: string | null): void {
    this.#main.answer(answer);
    if (next === null) return;
    const thinks = this.#chance.between(40, 900);
    this.#main.pause(thinks < longThought ? Math.round(thinks / 3) : thinks);
    if (this.#main.context > fullContext) this.#main.compact();
    if (this.#chance.next() < 0.1) this.#main.switchTo(this.#chance.of(models));
    this.#main.prompt(next);
  }

  commit({ subject, quiet }: DemoCommit): void {
    const { history, branch } = this.#place;
    const command = quiet === true ? `git add -A && git commit -q -m "${subject}"` : `git add -A && git commit -m "${subject}"`;
    this.#main.call('Bash', { command, description: 'Commit' }, (atMs) => {
      const sha = (history?.commit(branch, subject, atMs - 500) ?? '').slice(0, 7);
      if (quiet === true) return shellResult('');
      return { ...shellResult(`[${branch} ${sha}] ${subject}`), gitOperation: { commit: { sha, kind: 'committed' } } };
    });
  }

  /** Opens the branch's pull request. */
  propose(number: number, title: string): void {
    const url = `${this.#place.pulls}/${String(number)}`;
    const command = `git push -u origin HEAD && gh pr create --title "${title}" --body ""`;
    const gitOperation = { push: { branch: this.#place.branch }, pr: { number, url, action: 'created' } };
    this.#main.call('Bash', { command, description: 'Open a pull request' }, () => ({ ...shellResult(url), gitOperation }));
    this.#main.linkPullRequest(number, url);
  }

  /** Reads another's pull request. */
  review(number: number): void {
    this.#main.call('Bash', { command: `gh pr diff ${String(number)}`, description: 'Read it' }, () => shellResult('ok'));
    for (let step = this.#chance.between(2, 6); step > 0; step--) this.#look();
    this.#main.linkPullRequest(number, `${this.#place.pulls}/${String(number)}`);
  }

  /** Reads around at length, and answers. */
  explore(): void {
    for (let turn = this.#chance.between(1, 2); turn > 0; turn--) {
      for (let step = this.#chance.between(2, 8); step > 0; step--) this.#look();
      if (turn > 1) this.say('It is like this.', 'And what follows from it?');
    }
  }

  /** Ends the session, and writes it; one without an end is still running. */
  write(title: string, { ended }: { readonly ended: boolean }): void {
    if (ended) this.#main.end(title);
    else this.#main.name(title);
    this.#write(`${this.#sessionId}.jsonl`, this.#main.lines);
  }

  #look(): void {
    const file = path.join(this.#place.cwd, 'README.md');
    const lines = this.#chance.between(40, 400);
    this.#main.call('Read', { file_path: file }, () => ({
      type: 'text',
      file: { filePath: file, numLines: lines, startLine: 1, totalLines: lines },
    }));
  }

  #editOnce(name: string): void {
    const { cwd, branch, history } = this.#place;
    const filePath = path.join(cwd, name);
    const made = history?.edit(branch, name) ?? { hunk: null, content: 'A line of the talk.\n' };
    if (made.hunk === null) {
      const result = { type: 'create', filePath, content: made.content, structuredPatch: [], originalFile: null, userModified: false };
      this.#main.call('Write', { file_path: filePath }, () => result);
    } else {
      const result = { filePath, structuredPatch: [made.hunk], userModified: false, replaceAll: false };
      this.#main.call('Edit', { file_path: filePath }, () => result);
    }
  }

  #runTests(): void {
    const { test } = this.#place;
    if (test !== '') this.#main.call('Bash', { command: test, description: 'Run the tests' }, () => shellResult('ok'));
  }

  /** A subagent that reads around, in its own file. */
  #delegate(): void {
    const agentId = `a${this.#chance.hex(16)}`;
    const input = { description: 'look around', subagent_type: 'general-purpose' };
    this.#main.call('Agent', input, () => ({ isAsync: true, status: 'async_launched', agentId }));
    const { cwd, branch } = this.#place;
    const agent = new DemoThread({
      ...{ chance: this.#chance, sessionId: this.#sessionId, agentId, meter: this.#meter, cwd, branch },
      ...{ model: exploringModel, startMs: this.#main.nowMs, cache: '5m' },
    });
    agent.prompt('Look around.');
    for (let step = this.#chance.between(2, 8); step > 0; step--)
      agent.call('Grep', { pattern: 'made up' }, () => ({ mode: 'content', numFiles: 1, filenames: [] }));
    agent.answer('Found it.');
    this.#write(path.join(this.#sessionId, 'subagents', `agent-${agentId}.jsonl`), agent.lines);
    this.#main.pause((agent.nowMs - this.#main.nowMs) / 1000);
  }

  #write(name: string, lines: readonly string[]): void {
    const { configuration, cwd } = this.#place;
    const file = path.join(configuration, 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'), name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  }
}

function shellResult(stdout: string): Readonly<Record<string, unknown>> {
  return { stdout, stderr: '', interrupted: false, isImage: false };
}
