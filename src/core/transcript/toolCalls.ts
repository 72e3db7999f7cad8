/** Joins each tool call with its result: edits, commits, pushes, pull requests, checks and calls of a shell (TRANSCRIPTS sections 5 to 7). */
import { editLines, isScratchPath } from './editLines.ts';
import type { Context, Fact, PrintedCommit } from './facts.ts';
import { asCount, asFields, asId, asList, asName, asPath, asString } from './fields.ts';
import type { Fields } from './fields.ts';
import { editTools, failedEdit, fileCall, largeRead, largeReadCharacters, wasHeldBack } from './fileCalls.ts';
import { packHashes } from './hashedLine.ts';
import type { HashText } from './hashedLine.ts';
import { hexOf } from './hex.ts';
import { valueOf } from './inPlace.ts';
import type { OpenCall, OpenFileCall, OpenShellCall, ReaderState } from './readerState.ts';
import { analyseShell } from './shell/analyse.ts';
import type { CommitCommand } from './shell/git.ts';
import { hashNames, hashWords, powerShellNames } from './shellFacts.ts';
import { webAddress } from './webAddress.ts';
import { printedCommits, printedPullRequests } from './shell/printed.ts';

const shells: ReadonlySet<string> = new Set(['Bash', 'PowerShell']);

/** Tools of whose calls something is remembered: those that edit files, the one that reads them, and the shells. */
export const followedTools: ReadonlySet<string> = new Set([...editTools, ...shells, 'Read']);

/** Open calls that are remembered; a result that comes later still gives its facts, only without the call's own. */
const rememberedCalls = 256;

/** So many commits and checks of one call are looked at: no command line that somebody wrote holds more. */
const mostOfCall = 50;

/** Where a call was made. */
export interface CallOrigin {
  readonly messageId: string;
  readonly atMs: number;
  readonly context: Context;
}

/** A result of a tool that changed no file. */
export interface PlainResult {
  readonly toolUseId: string;
  readonly failed: boolean;
  /** Whether it says only that the call was started. */
  readonly background: boolean;
  /** At least as many as its text has characters. */
  readonly mostCharacters: number;
  readonly atMs: number;
  readonly context: Context;
}

export class ToolCalls {
  private readonly state: ReaderState;
  private readonly hash: HashText;
  private readonly facts: Fact[];

  constructor(state: ReaderState, hash: HashText, facts: Fact[]) {
    this.state = state;
    this.hash = hash;
    this.facts = facts;
  }

  /** Remembers what an assistant line's `tool_use` blocks ask for. */
  readCalls(message: Fields, origin: CallOrigin): void {
    for (const item of asList(message.content)) {
      const block = asFields(item);
      if (block?.type !== 'tool_use') continue;
      const id = asId(block.id);
      if (id !== '') this.readCall(id, asString(block.name), asFields(block.input) ?? noInput, origin);
    }
  }

  /** Remembers what one block asks for. */
  readCall(id: string, tool: string, input: Fields, { messageId, atMs, context }: CallOrigin): void {
    if (!followedTools.has(tool)) return;
    if (shells.has(tool)) {
      const command = asString(input.command);
      const { cwd } = context;
      const shell = tool === 'Bash' ? this.shellCall(command, cwd) : this.powerShellCall(command, cwd);
      this.remember(id, { messageId, atMs, context, shell, file: null });
    } else this.remember(id, { messageId, atMs, context, shell: null, file: fileCall(tool, input) });
  }

  /** Adds the facts of a result that changed no file and of which no git operation is recorded; false, and nothing is done, when it takes the record to tell. */
  readPlainResult(result: PlainResult): boolean {
    const { toolUseId } = result;
    const call = this.state.calls.get(toolUseId);
    if (call === undefined) return true;
    const { shell, file } = call;
    if (shell !== null && (result.failed || shell.commits.length > 0 || shell.createsPullRequest)) return false;
    if (file !== null && (file.tool === 'Read' ? result.mostCharacters >= largeReadCharacters : result.failed)) return false;
    this.state.calls.delete(toolUseId);
    if (shell !== null) this.addShellCall(shell, call.context, result);
    return true;
  }

  /** Adds the facts of a `user` line that carries a tool's result. */
  readResult(record: Fields, atMs: number, context: Context): void {
    const result = resultOf(record);
    if (result === null) return;
    const call = this.state.calls.get(result.toolUseId) ?? null;
    this.state.calls.delete(result.toolUseId);
    if (!result.failed) this.readEdit(result, call, atMs, context);
    this.readFileResult(result, call?.file ?? null, atMs, context);
    this.readShellResult(result, call, atMs, context);
  }

  private remember(id: string, call: OpenCall): void {
    this.state.calls.set(id, call);
    if (this.state.calls.size <= rememberedCalls) return;
    const [oldest] = this.state.calls.keys();
    if (oldest !== undefined) this.state.calls.delete(oldest);
  }

  private shellCall(command: string, cwd: string): OpenShellCall {
    const { commits, pullRequests, checks, names } = analyseShell(command, cwd);
    const { fileHashes, runHashes } = hashNames(names, this.hash);
    return {
      commits: commits.length === 0 ? [] : this.openCommits(commits),
      createsPullRequest: pullRequests.length > 0,
      checks: checks.length <= mostOfCall ? checks : checks.slice(0, mostOfCall),
      fileHashes,
      runHashes,
      commandHash: hashWords('command', command, this.hash),
    };
  }

  private openCommits(commits: readonly CommitCommand[]): OpenShellCall['commits'] {
    return commits.slice(0, mostOfCall).map(({ directory, amend, subject, decisive }) => ({
      directory: asPath(directory),
      amend,
      subjectHash: this.subjectHash(subject),
      decisive,
    }));
  }

  /** Its commands are read as far as they are words: what they name. */
  private powerShellCall(command: string, cwd: string): OpenShellCall {
    const hashes = { ...hashNames(powerShellNames(command, cwd), this.hash), commandHash: hashWords('command', command, this.hash) };
    return { commits: [], createsPullRequest: false, checks: [], ...hashes };
  }

  private subjectHash(subject: string | null): string {
    return subject === null || subject === '' ? '' : hexOf(this.hash(subject));
  }

  private readEdit(result: ToolResult, call: OpenCall | null, atMs: number, context: Context): void {
    const edit = editLines(result.structured);
    if (edit === null || isScratchPath(edit.path)) return;
    this.facts.push({
      kind: 'edit',
      toolUseId: result.toolUseId,
      messageId: call?.messageId ?? '',
      atMs,
      tool: edit.tool,
      path: edit.path,
      linesAdded: edit.added.length,
      linesRemoved: edit.removed.length,
      addedHashes: packHashes(edit.added, this.hash),
      removedHashes: packHashes(edit.removed, this.hash),
      context,
    });
  }

  /** What is told of a read, or of an edit that failed. */
  private readFileResult(result: ToolResult, file: OpenFileCall | null, atMs: number, context: Context): void {
    if (file === null || result.heldBack || (!result.failed && file.tool !== 'Read')) return;
    const said = { toolUseId: result.toolUseId, text: textOf(result.content), atMs, context };
    const fact = result.failed ? failedEdit(file, said, this.hash) : largeRead(file, said);
    if (fact !== null) this.facts.push(fact);
  }

  private readShellResult(result: ToolResult, call: OpenCall | null, atMs: number, context: Context): void {
    const structured = asFields(result.structured);
    const operation = asFields(structured?.gitOperation);
    const shell = call?.shell ?? null;
    if (operation === null && shell === null) return;
    const isOfGit = operation !== null || (shell !== null && (shell.commits.length > 0 || shell.createsPullRequest));
    const output = isOfGit ? outputOf(structured, result.content) : '';
    const base = { toolUseId: result.toolUseId, messageId: call?.messageId ?? '', atMs, context };
    this.readCommits({ ...base, startedAtMs: call?.atMs ?? atMs, succeeded: !result.failed }, shell, asFields(operation?.commit), output);
    const branch = asPath(asFields(operation?.push)?.branch);
    if (branch !== '') this.facts.push({ kind: 'push', toolUseId: base.toolUseId, atMs, branch, context });
    this.readPullRequest(base, shell, asFields(operation?.pr), result.failed ? '' : output);
    if (shell === null) return;
    const background = asString(structured?.backgroundTaskId) !== '';
    const tried = result.heldBack ? { ...shell, commandHash: noHash } : shell;
    this.addShellCall(tried, call?.context ?? context, { toolUseId: base.toolUseId, failed: result.failed, background, atMs, context });
  }

  /** What is kept of a shell call that made no commit: the names in it and the checks that it ran. */
  private addShellCall(shell: OpenShellCall, calledIn: Context, { toolUseId, failed, background, atMs, context }: CallResult): void {
    this.facts.push({
      kind: 'shellCall',
      toolUseId,
      atMs,
      succeeded: failed ? false : background ? null : true,
      fileHashes: shell.fileHashes,
      runHashes: shell.runHashes,
      commandHash: shell.commandHash,
      // A result is written where the command has led.
      context: calledIn,
    });
    // A call in the background has no outcome yet: its result says only that it was started.
    if (background) return;
    for (const [index, { check, decisive }] of shell.checks.entries())
      this.facts.push({ kind: 'check', toolUseId, index, atMs, check, succeeded: failed ? false : decisive ? true : null, context });
  }

  private readCommits(
    call: { toolUseId: string; messageId: string; startedAtMs: number; atMs: number; succeeded: boolean; context: Context },
    shell: OpenShellCall | null,
    operation: Fields | null,
    output: string,
  ): void {
    const sha = asName(operation?.sha);
    const recorded = sha === '' ? null : { sha, kind: asName(operation?.kind) };
    // A script or an alias that commits is known by the recorded operation alone.
    const unseen =
      recorded === null ? [] : [{ directory: call.context.cwd, amend: recorded.kind === 'amended', subjectHash: '', decisive: true }];
    const commits = shell !== null && shell.commits.length > 0 ? shell.commits : unseen;
    if (commits.length === 0) return;
    const printed = printedCommits(output)
      .slice(0, mostOfCall)
      .map(({ branch, sha: short, subject }): PrintedCommit => ({
        branch,
        sha: short,
        subjectHash: this.subjectHash(subject),
      }));
    const recordedAt = recorded === null ? -1 : positionOf(recorded.sha, commits, printed);
    for (const [index, commit] of commits.entries()) {
      // With as many lines as commits each line is its commit's; otherwise the first fact carries them all.
      const shown = printed.length === commits.length ? printed.slice(index, index + 1) : index === 0 ? printed : [];
      const operation = index === recordedAt ? recorded : null;
      const isKnown = operation !== null || (shown.length > 0 && printed.length === commits.length);
      this.facts.push({
        kind: 'commit',
        toolUseId: call.toolUseId,
        index,
        messageId: call.messageId,
        startedAtMs: call.startedAtMs,
        endedAtMs: call.atMs,
        succeeded: isKnown || (call.succeeded && commit.decisive) ? true : null,
        amend: commit.amend,
        directory: commit.directory,
        subjectHash: commit.subjectHash,
        printed: shown,
        operation,
        context: call.context,
      });
    }
  }

  private readPullRequest(
    call: { toolUseId: string; atMs: number; context: Context },
    shell: OpenShellCall | null,
    operation: Fields | null,
    output: string,
  ): void {
    const url = webAddress(asString(operation?.url));
    const action = operation?.action;
    if (url !== '' && (action === 'created' || action === 'edited' || action === 'commented')) {
      const number = asCount(operation?.number, Number.MAX_SAFE_INTEGER) ?? 0;
      this.facts.push({ kind: 'pullRequest', source: call.toolUseId, atMs: call.atMs, url, number, action, context: call.context });
      return;
    }
    if (shell?.createsPullRequest !== true) return;
    const created = printedPullRequests(output).at(-1);
    if (created !== undefined)
      this.facts.push({
        kind: 'pullRequest',
        source: call.toolUseId,
        atMs: call.atMs,
        url: webAddress(created.url),
        number: created.number,
        action: 'created',
        context: call.context,
      });
  }
}

/** Which of a call's commits the client recorded: it keeps one, the first that git announces. */
function positionOf(sha: string, commits: OpenShellCall['commits'], printed: readonly PrintedCommit[]): number {
  const line = printed.findIndex((each) => each.sha.startsWith(sha) || sha.startsWith(each.sha));
  if (printed.length === commits.length && line >= 0) return line;
  // Some were quiet: the line tells its commit by the subject.
  const subjectHash = printed[line]?.subjectHash ?? '';
  return subjectHash === ''
    ? 0
    : Math.max(
        0,
        commits.findIndex((commit) => commit.subjectHash === subjectHash),
      );
}

type CallResult = Omit<PlainResult, 'mostCharacters'>;

const noInput: Fields = {};
const noHash = new Uint8Array(0);

interface ToolResult {
  readonly toolUseId: string;
  readonly failed: boolean;
  /** Of one that failed: it was not tried, or ended by somebody. */
  readonly heldBack: boolean;
  /** Its text, or the blocks of it. */
  readonly content: unknown;
  readonly structured: unknown;
}

/** The tool result that a `user` line carries, null when it carries none. */
function resultOf(record: Fields): ToolResult | null {
  for (const item of asList(asFields(record.message)?.content)) {
    const block = asFields(item);
    if (block?.type !== 'tool_result') continue;
    const toolUseId = asId(block.tool_use_id);
    if (toolUseId === '') return null;
    const structured = record.toolUseResult;
    const interrupted = asFields(structured)?.interrupted === true;
    const failed = block.is_error === true || typeof structured === 'string' || interrupted;
    const { content } = block;
    return { toolUseId, failed, heldBack: failed && wasHeldBack(record, textOf(content)), content, structured };
  }
  return null;
}

function textOf(content: unknown): string {
  const value = valueOf(content);
  if (typeof value === 'string') return value;
  return asList(value)
    .map((item) => asString(asFields(item)?.text))
    .join('\n');
}

/** What the command printed; the block's text where the structured result has none or was cut. */
function outputOf(structured: Fields | null, content: unknown): string {
  const printed = `${asString(structured?.stdout)}\n${asString(structured?.stderr)}`;
  return printed.trim() === '' ? textOf(content) : printed;
}
