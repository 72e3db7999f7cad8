/**
 * A history with a word of its own in every string that anybody could have written: of transcripts, of git, of settings, and in names of files. Whoever lets
 * something leave looks for them in every byte of it (`assertNone`).
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { EngineRig } from './engineRig.ts';
import { gitEnvironment, GitWork } from './gitWork.ts';
import { assistant, costState, jsonl, prompt, toolResult, toolUse } from './transcriptLines.ts';

const letters = 'bcdfghjklmnpqrstvwxz';

/** Words that stand nowhere else, each remembered with the place where it was put. */
export class Canaries {
  readonly #planted = new Map<string, string>();
  readonly #seed: string;

  constructor(seed: number) {
    this.#seed = `${String(seed)} `;
  }

  /** A new word of twelve small letters for a place. */
  word(place: string): string {
    const digest = createHash('sha256')
      .update(`${this.#seed}${String(this.#planted.size)}`)
      .digest();
    const word = `zq${[...digest.subarray(0, 10)].map((byte) => letters[byte % letters.length] ?? '').join('')}`;
    this.#planted.set(word, place);
    return word;
  }

  /** Remembers what git or the client made up by itself: ids, addresses, names of machines. */
  remember(word: string, place: string): string {
    this.#planted.set(word, place);
    return word;
  }

  get count(): number {
    return this.#planted.size;
  }

  /** Fails where any of them is in the bytes, in capitals or small, turned into hexadecimal or Base64, or as a hash that has no key. */
  assertNone(bytes: string | Uint8Array, where: string): void {
    const text = (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1')).toLowerCase();
    for (const [word, place] of this.#planted)
      for (const form of formsOf(word)) assert.ok(!text.includes(form.toLowerCase()), `${place} is in ${where}, as ${form}.`);
  }
}

/** As it may hide. Of Base64 the middle, which is the same whatever stands before it, at each of three places. */
function formsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word);
  const base64 = ['', 'a', 'aa'].map((before) =>
    Buffer.from(before + word)
      .toString('base64')
      .slice(4, -4),
  );
  const hashes = ['sha1', 'sha256', 'md5'].map((name) => createHash(name).update(word).digest());
  return [
    word,
    Array.from(word).reverse().join(''),
    bytes.toString('hex'),
    ...base64.filter((form) => form.length > 6),
    ...hashes.flatMap((hash) => [hash.toString('hex').slice(0, 12), hash.toString('base64').slice(0, 12)]),
  ];
}

export interface CanaryHistory {
  readonly work: GitWork;
  /** What the repository's key would be made of. */
  readonly origin: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const hourMs = 3_600_000;

/**
 * A real repository and transcripts of real form below the rig's home: a first session weeks before, then one with edits, a commit that stays and a pull
 * request, and a headless one. `startMs` is when the second begins.
 */
export async function plantCanaries(rig: EngineRig, canaries: Canaries, startMs: number): Promise<CanaryHistory> {
  const word = (place: string): string => canaries.word(place);
  const work = new GitWork(rig, word('the folder of the repository'));
  const address = `${word('an e-mail address')}@${word('the host of an e-mail address')}.example`;
  const origin = `https://${word('the user of a remote')}@${word('the host of a remote')}.example/${word('the owner of a remote')}/${word('the name of a remote')}.git`;
  work.git('config', 'user.email', address);
  work.git('config', 'user.name', `${word('an author')} ${word('an author’s last name')}`);
  work.git('remote', 'add', word('a remote'), origin);
  const commit = (subject: string, atMs: number): string => remembered(canaries, work.commit(subject, atMs));

  const globs = { branch: `${word('a glob of branches')}/*`, path: `${word('a glob of paths')}/**` };
  work.write(
    '.payoff.json',
    JSON.stringify({
      windowChanges: [{ from: '2020-01-01', days: 7, reason: `${word('a reason')}, said` }],
      hotfix: { hours: 72, branches: [`${word('a hotfix branch')}/*`] },
      cordon: [globs.branch, { path: globs.path, from: '2020-01-01' }],
      verification: [`${word('a command')} run`],
      exclude: [`${word('an excluded path')}/**`],
      team: word('a team’s name').slice(0, 20),
    }),
  );
  work.write('.gitattributes', `${word('an attribute’s path')}/* linguist-generated\n`);
  commit(word('a subject of settings'), startMs - 20 * 24 * hourMs);

  const file = `${word('a folder')}/${word('a file')}.ts`;
  const branch = word('a branch');
  const content = Array.from({ length: 12 }, (_, line) => `export const ${word('a line of code')} = ${String(line)};`).join('\n') + '\n';
  const subject = `${word('a subject')} the ${word('more of a subject')}`;
  const sessions = { first: idOf(canaries, 1), second: idOf(canaries, 2), headless: idOf(canaries, 3) };
  const line = (sessionId: string, atMs: number, entrypoint = 'cli') => ({
    ...{ sessionId, at: new Date(atMs).toISOString(), id: canaries.remember(`msg_01${word('a message’s id')}`, 'a message') },
    uuid: word('a uuid'),
    more: { cwd: work.clone, gitBranch: branch, entrypoint, slug: word('a slug'), version: '2.1.330', requestId: word('a request’s id') },
  });
  const [first, edit, committed] = [
    line(sessions.first, startMs - 14 * 24 * hourMs),
    line(sessions.second, startMs),
    line(sessions.second, startMs + hourMs),
  ];
  const [toolEdit, toolCommit] = [`toolu_${word('a tool use')}`, `toolu_${word('a tool use')}`];
  const path = join(work.clone, file);
  const command = `git commit -m "${subject}" # ${word('a comment in a command')}`;
  work.write(file, content);
  const sha = commit(subject, startMs + hourMs + 1000);
  work.git('branch', branch);
  work.git('tag', word('a tag'));
  work.git('notes', 'add', '-m', word('a note'));

  const say = (record: object): object => planted(record, canaries);
  const stdout = `[main ${sha.slice(0, 7)}] ${subject}\n 1 file changed\n`;
  const second = [
    prompt(`${word('a prompt')}: weave.`, edit),
    assistant({
      ...edit,
      content: [{ type: 'thinking', thinking: word('a thought') }, toolUse(toolEdit, 'Write', { file_path: path, content })],
      stopReason: 'tool_use',
    }),
    toolResult(
      toolEdit,
      { type: 'create', filePath: path, content, structuredPatch: [], originalFile: null },
      { ...edit, uuid: word('a uuid') },
    ),
    assistant({
      ...committed,
      content: [toolUse(toolCommit, 'Bash', { command, description: word('a description') })],
      stopReason: 'tool_use',
    }),
    toolResult(
      toolCommit,
      { stdout, stderr: word('an error'), interrupted: false, gitOperation: { commit: { sha: sha.slice(0, 7), kind: 'committed' } } },
      { ...line(sessions.second, startMs + hourMs + 3000), uuid: word('a uuid') },
    ),
    {
      type: 'pr-link',
      sessionId: sessions.second,
      prNumber: 7,
      prUrl: `https://${word('a forge')}.example/pull/7`,
      prRepository: word('a repository of a pull request'),
      timestamp: committed.at,
    },
    { type: 'ai-title', sessionId: sessions.second, aiTitle: word('a title') },
    { type: 'custom-title', sessionId: sessions.second, customTitle: word('a title of one’s own') },
    { type: 'summary', summary: word('a summary'), leafUuid: word('a uuid') },
    { type: word('a type of record'), sessionId: sessions.second, text: word('a record that nobody knows') },
    assistant({ ...line(sessions.second, startMs + 2 * hourMs), content: [{ type: 'text', text: word('an answer') }] }),
    assistant({ ...line(sessions.second, startMs + 2 * hourMs), model: `claude-${word('a model')}` }),
    assistant({ ...line(sessions.second, startMs + 2 * hourMs, word('an entrypoint')), model: word('another model') }),
    assistant({
      ...line(sessions.second, startMs + 2 * hourMs),
      usage: { inference_geo: word('a place'), service_tier: word('a tier'), speed: word('a speed') },
    }),
    costState({ 'claude-haiku-4-5': { input: 1000, output: 100 }, [`claude-${word('a model of side calls')}`]: {} }, sessions.second),
  ].map(say);
  const headless = [
    prompt(word('a headless prompt'), line(sessions.headless, startMs + 3 * hourMs, 'sdk-cli')),
    assistant(line(sessions.headless, startMs + 3 * hourMs, 'sdk-cli')),
  ].map(say);
  const project = `-${word('the folder of a project')}`;
  await rig.write(`${project}/${sessions.first}.jsonl`, jsonl(say(prompt(word('a first prompt'), first)), say(assistant(first))));
  await rig.write(`${project}/${sessions.second}.jsonl`, jsonl(...second));
  await rig.write(`${project}/${sessions.headless}.jsonl`, jsonl(...headless));
  const agent = { ...line(sessions.second, startMs + 1000) };
  await rig.write(
    `${project}/${sessions.second}/subagents/agent-${word('a subagent')}.jsonl`,
    jsonl(say(assistant({ ...agent, more: { ...agent.more, isSidechain: true, agentId: word('a subagent') } }))),
  );
  return { work, origin, environment: gitEnvironment(rig) };
}

/** A commit's SHA, of which the beginning is looked for. */
function remembered(canaries: Canaries, sha: string): string {
  canaries.remember(sha.slice(0, 10), 'a commit');
  return sha;
}

/** A session's id as the client makes them, of which every part is looked for. */
function idOf(canaries: Canaries, number: number): string {
  const hex = createHash('sha256').update(canaries.word('a session’s id')).update(String(number)).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
  canaries.remember(hex.slice(18, 30), 'the end of a session’s id');
  return canaries.remember(id, 'a session’s id');
}

/** The record with one field more in every object of it, at every depth, whose name and value are canaries. */
function planted(record: object, canaries: Canaries): object {
  const deeper = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(deeper);
    return typeof value === 'object' && value !== null ? planted(value, canaries) : value;
  };
  const fields = Object.entries(record).map(([name, value]): [string, unknown] => [name, deeper(value)]);
  return Object.fromEntries([...fields, [canaries.word('a field that nobody knows'), canaries.word('what such a field says')]]);
}
