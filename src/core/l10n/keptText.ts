/**
 * Sentences that are kept, in the ledger, and said later in the language of whoever reads them: the English message and what stands in its places, not
 * what one process made of them.
 */
import { inARow } from '../report/words.ts';
import { tKept } from './message.ts';
import type { MessagePart } from './message.ts';

/** An English message and the parts of its places; a part may be a text of its own. */
export type KeptMessage = readonly [message: string, ...parts: readonly (MessagePart | KeptText)[]];
/** Sentences, one behind the other. */
export type KeptText = readonly KeptMessage[];

/** A message to be said later: the first argument is a literal, by which a test finds it, as that of `t`. */
export function kept(message: string, ...parts: readonly (MessagePart | KeptText)[]): KeptMessage {
  return [message, ...parts];
}

/** The text in the user's language, now. */
export function saidKept(text: KeptText): string {
  return inARow(...text.map(([message, ...parts]) => said(message, parts)));
}

function said(message: string, parts: readonly (MessagePart | KeptText)[]): string {
  return tKept(message, ...parts.map((part) => (typeof part === 'object' ? saidKept(part) : part)));
}

/** As the ledger keeps it. */
export function storedText(text: KeptText): string {
  return JSON.stringify(text);
}

/** A stored text in the user's language; one that is none is a sentence itself, as ledgers had them before. */
export function saidStored(stored: string): string {
  if (!stored.startsWith('[[')) return stored;
  try {
    const parsed: unknown = JSON.parse(stored);
    return isKeptText(parsed) ? saidKept(parsed) : stored;
  } catch {
    return stored;
  }
}

function isKeptText(value: unknown): value is KeptText {
  return Array.isArray(value) && value.every(isKeptMessage);
}

function isKeptMessage(value: unknown): value is KeptMessage {
  if (!Array.isArray(value)) return false;
  const [message, ...parts] = value as readonly unknown[];
  return typeof message === 'string' && parts.every((part) => typeof part === 'string' || typeof part === 'number' || isKeptText(part));
}
