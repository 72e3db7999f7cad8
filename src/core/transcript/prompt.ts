import { asFields, asId, asList, asString } from './fields.ts';

/** A human prompt, or a slash command typed by a human. */
export interface Prompt {
  readonly kind: 'prompt' | 'command';
  /** The text without what the client put in front of it. */
  readonly text: string;
  /** One id per human turn from Claude Code 2.1.91 on, else `''`. */
  readonly promptId: string;
}

/** Notes that the client puts in front of a prompt. */
const clientNotes = ['system-reminder', 'ide_opened_file', 'ide_selection'];

/** How the texts begin that the client logs as if a human had written them. */
const clientTexts = [
  '<local-command-stdout>',
  '<local-command-stderr>',
  '<task-notification>',
  '<bash-input>',
  '<bash-stdout>',
  '<bash-stderr>',
  'Caveat:',
  '[Request interrupted',
  'This session is being continued from a previous conversation',
];

/** Newer clients put the name behind the message, older ones before it. */
const commandTexts = ['<command-name>', '<command-message>'];

/**
 * Whether a `user` record is a human prompt or a slash command (TRANSCRIPTS section 3); null for tool results, for what the client wrote itself, and
 * for what goes on inside a subagent.
 */
export function classifyPrompt(record: Record<string, unknown>): Prompt | null {
  if (record.type !== 'user' || record.isSidechain === true || record.isMeta === true || record.isCompactSummary === true) return null;
  if (record.toolUseResult !== undefined && record.toolUseResult !== null) return null;
  if (record.turnCompanion !== undefined && record.turnCompanion !== null && record.turnCompanion !== false) return null;
  const origin = asFields(record.origin)?.kind;
  if (origin !== undefined && origin !== null && origin !== 'human') return null;
  const content = asFields(record.message)?.content;
  const blocks = asList(content).map(asFields);
  if (blocks.some((block) => block?.type === 'tool_result')) return null;
  const text =
    typeof content === 'string'
      ? withoutNotes(content)
      : blocks.map((block) => withoutNotes(asString(block?.text))).find((part) => part !== '');
  const hasImage = blocks.some((block) => block?.type === 'image' || block?.type === 'document');
  const shown = text ?? '';
  if (shown === '' && !hasImage) return null;
  if (clientTexts.some((start) => shown.startsWith(start))) return null;
  const kind = commandTexts.some((start) => shown.startsWith(start)) ? 'command' : 'prompt';
  return { kind, text: shown, promptId: asId(record.promptId) };
}

function withoutNotes(text: string): string {
  let rest = text.trim();
  for (;;) {
    const note = clientNotes.find((name) => rest.startsWith(`<${name}>`));
    if (note === undefined) return rest;
    const end = rest.indexOf(`</${note}>`);
    if (end < 0) return '';
    rest = rest.slice(end + note.length + 3).trimStart();
  }
}

/** Within this time an equal prompt is the same one, logged again after an error of the API. */
const retryMs = 120_000;

type Asked = readonly { readonly atMs: number; readonly promptId: string; readonly textHash: string; readonly command: boolean }[];

/**
 * When each turn began, in order of time. Prompts with the same `promptId` are one turn; without one an equal text within two minutes of the last
 * is one. Slash commands are not counted: most of them ask nothing of the model.
 */
export function turnStarts(turns: Asked): readonly number[] {
  const ids = new Set<string>();
  const lastSeen = new Map<string, number>();
  const starts: number[] = [];
  for (const turn of turns.filter(({ command }) => !command).sort((one, other) => one.atMs - other.atMs)) {
    if (turn.promptId !== '') {
      if (!ids.has(turn.promptId)) starts.push(turn.atMs);
      ids.add(turn.promptId);
      continue;
    }
    const before = lastSeen.get(turn.textHash);
    if (before === undefined || turn.atMs - before > retryMs) starts.push(turn.atMs);
    lastSeen.set(turn.textHash, turn.atMs);
  }
  return starts;
}

/** How many times a human asked for something. */
export function countTurns(turns: Asked): number {
  return turnStarts(turns).length;
}
