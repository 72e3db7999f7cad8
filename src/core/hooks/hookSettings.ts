/**
 * Payoff's hooks in a settings file of Claude Code: put in behind what is there, and taken out again, character by character what it was. A list or
 * object that was empty gets its content right behind its bracket, one that is made here has white space there: so it is known which to take away.
 */
import { jsonTree, memberOf, withoutMark } from './jsonText.ts';
import type { JsonNode } from './jsonText.ts';

export const hookEvents = ['SessionStart', 'SessionEnd'] as const;
export type HookEvent = (typeof hookEvents)[number];

/** The command line of each hook. */
export type HookCommands = Readonly<Record<HookEvent, string>>;

/** How the file is to be: null for no file. */
export type HookChange = { readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly problem: string };

/** What is there of ours: the commands of each event. */
export type FoundHooks = Readonly<Record<HookEvent, readonly string[]>>;

/** Seconds. Ours are over in a tenth of one; Claude Code waits for all hooks of a session's end for as long as the longest may take. */
const timeout = 5;

const ours = /\bpayoff(?:\.cmd)?['"]? hook run session-(?:start|end)\b/;

interface Handler {
  readonly command: string;
  readonly event: string;
  /** The handler, and what it lies in: its group's list, the event's list, `hooks`, the whole; each with the index of the next. */
  readonly way: readonly (readonly [node: JsonNode, index: number])[];
}

/** The file with both hooks; null stands for a file that is not there. */
export function withHooks(text: string | null, commands: HookCommands): HookChange {
  if (text === null) return { ok: true, text: `${JSON.stringify({ hooks: groups(commands) }, null, 2)}\n` };
  const problem = problemOf(text);
  if (problem !== null) return { ok: false, problem };
  const found = hooksIn(text);
  if (hookEvents.every((event) => found[event].length === 1 && found[event][0] === commands[event])) return { ok: true, text };
  const bare = withoutHooks(text);
  if (!bare.ok || bare.text === null) return bare.ok ? withHooks(null, commands) : bare;
  let changed = bare.text;
  const hooks = memberOf(treeOf(changed), 'hooks');
  if (hooks === undefined) return { ok: true, text: added(changed, treeOf(changed), made(changed, groups(commands), 'hooks')) };
  for (const event of hookEvents) {
    const into = memberOf(treeOf(changed), 'hooks')?.value;
    if (into === undefined) break;
    const list = memberOf(into, event);
    changed =
      list === undefined
        ? added(changed, into, made(changed, groups(commands)[event], event))
        : added(changed, list.value, made(changed, group(commands[event]), null));
  }
  return { ok: true, text: changed };
}

/** The file without any of ours; `text: null` where nothing would be left of a file that ours made. */
export function withoutHooks(text: string): HookChange {
  const problem = problemOf(text);
  if (problem !== null) return { ok: false, problem };
  for (let rest = text; ;) {
    const handler = handlersIn(rest).at(-1);
    if (handler === undefined) return { ok: true, text: rest };
    const less = removed(rest, handler);
    if (less === null) return { ok: true, text: null };
    rest = less;
  }
}

/** Ours in a settings file; none where it is not as it should be. */
export function hooksIn(text: string): FoundHooks {
  const handlers = handlersIn(text);
  const commandsOf = (wanted: HookEvent): readonly string[] =>
    handlers.filter(({ event }) => event === wanted).map(({ command }) => command);
  return { SessionStart: commandsOf('SessionStart'), SessionEnd: commandsOf('SessionEnd') };
}

/** Whether the file itself says that no hook runs. */
export function hooksAreDisabled(text: string): boolean {
  try {
    const value: unknown = JSON.parse(withoutMark(text));
    return typeof value === 'object' && value !== null && 'disableAllHooks' in value && value.disableAllHooks === true;
  } catch {
    return false;
  }
}

function group(command: string): object {
  return { hooks: [{ type: 'command', command, timeout }] };
}

function groups(commands: HookCommands): Readonly<Record<HookEvent, readonly object[]>> {
  return { SessionStart: [group(commands.SessionStart)], SessionEnd: [group(commands.SessionEnd)] };
}

function problemOf(text: string): string | null {
  const tree = jsonTree(text);
  if (tree === null) return 'it is not JSON';
  if (tree.kind !== 'object') return 'it holds no settings';
  const hooks = memberOf(tree, 'hooks')?.value;
  if (hooks === undefined) return null;
  if (hooks.kind !== 'object') return 'its "hooks" are not an object';
  const odd = hookEvents.find((event) => (memberOf(hooks, event)?.value.kind ?? 'array') !== 'array');
  return odd === undefined ? null : `its "${odd}" is not a list`;
}

function treeOf(text: string): JsonNode {
  const tree = jsonTree(text);
  if (tree === null) throw new Error('What was JSON is none any more.');
  return tree;
}

function handlersIn(text: string): readonly Handler[] {
  const tree = jsonTree(text);
  const hooksAt = tree?.children.findLastIndex(({ key }) => key === 'hooks') ?? -1;
  const hooks = tree?.children[hooksAt]?.value;
  if (tree === null || hooks?.kind !== 'object') return [];
  return hooks.children.flatMap(({ key: event, value: list }, eventAt) =>
    list.children.flatMap(({ value: groupNode }, groupAt) => {
      const inner = memberOf(groupNode, 'hooks')?.value;
      return (inner?.children ?? []).flatMap(({ value: handler }, handlerAt) => {
        const command = memberOf(handler, 'command')?.value;
        const line: unknown = command === undefined ? null : JSON.parse(text.slice(command.start, command.end));
        if (inner === undefined || typeof line !== 'string' || !ours.test(line)) return [];
        return [
          {
            command: line,
            event,
            way: [
              [inner, handlerAt],
              [list, groupAt],
              [hooks, eventAt],
              [tree, hooksAt],
            ] as const,
          },
        ];
      });
    }),
  );
}

/** The text without a handler, and without whatever was made for it; null where that is all. */
function removed(text: string, { way }: Handler): string | null {
  for (const [depth, [node, index]] of way.entries()) {
    const child = node.children[index];
    if (child === undefined) return null;
    const before = node.children[index - 1];
    const after = node.children[index + 1];
    if (after !== undefined) return text.slice(0, child.start) + text.slice(after.start);
    if (before !== undefined) return text.slice(0, before.value.end) + text.slice(child.value.end);
    // A group without a handler is nothing; a list or object stays if it was there, empty.
    if (depth > 0 && child.start === node.start + 1) return text.slice(0, child.start) + text.slice(child.value.end);
  }
  return null;
}

interface Added {
  /** Over several lines, behind white space of its own. */
  readonly lines: (indent: string) => string;
  readonly line: string;
}

function made(text: string, value: object, key: string | null): Added {
  const { unit, end } = styleOf(text);
  const name = key === null ? '' : JSON.stringify(key);
  return {
    lines: (indent) => `${name === '' ? '' : `${name}: `}${JSON.stringify(value, null, unit).replaceAll('\n', `${end}${indent}`)}`,
    line: `${name === '' ? '' : `${name}: `}${spaced(value)}`,
  };
}

/** In one line, with a space behind the bracket of each list and object that is made here. */
function spaced(value: object): string {
  if (Array.isArray(value)) return `[ ${value.map((item) => JSON.stringify(item)).join(', ')} ]`;
  if ('hooks' in value) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item as object)}`);
  return `{ ${members.join(', ')} }`;
}

/** Puts something behind the last child of a container. */
function added(text: string, node: JsonNode, { lines, line }: Added): string {
  const last = node.children.at(-1);
  if (last === undefined) return `${text.slice(0, node.start + 1)}${line}${text.slice(node.start + 1)}`;
  const at = last.value.end;
  const indent = /\n([ \t]*)$/.exec(text.slice(node.start, last.start))?.[1];
  if (indent === undefined) return `${text.slice(0, at)}, ${line}${text.slice(at)}`;
  return `${text.slice(0, at)},${styleOf(text).end}${indent}${lines(indent)}${text.slice(at)}`;
}

/** How the file is indented, and how its lines end. */
function styleOf(text: string): { readonly unit: string; readonly end: string } {
  return { unit: /\n([ \t]+)"/.exec(text)?.[1]?.slice(0, 10) ?? '  ', end: text.includes('\r\n') ? '\r\n' : '\n' };
}
