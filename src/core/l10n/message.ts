/** Messages in the user's language: English in the code, and a bundle from English to each other language (`l10n/bundle.l10n.*.json`). */
import { display } from './display.ts';

/** What may stand in a message's places; a number stands there as it is given, so format it before. */
export type MessagePart = string | number;

/**
 * A message with its places filled, in the user's language: `t('{0} of {1}', part, whole)`. The first argument is always a literal: a test finds every
 * message by it and holds each bundle complete. A whole sentence is one message, so that a language may have its own order.
 */
export function t(message: string, ...parts: readonly MessagePart[]): string {
  return filled(translated(message), parts);
}

/** A message that was kept in English, as it is said now, with its places filled. */
export function tKept(message: string, ...parts: readonly MessagePart[]): string {
  return filled(translated(message), parts);
}

/**
 * The message for one or the one for any other count, in the language's own sense of one; both are literals. `{0}` is the count as formatted by the
 * caller, further places follow: `plural(count, '{0} commit', '{0} commits', formatCount(count))`.
 */
export function plural(count: number, one: string, other: string, ...parts: readonly MessagePart[]): string {
  return filled(translated(isOne(count) ? one : other), parts);
}

function translated(message: string): string {
  const { messages } = display();
  return Object.hasOwn(messages, message) ? (messages[message] ?? message) : message;
}

function filled(message: string, parts: readonly MessagePart[]): string {
  if (parts.length === 0) return message;
  return message.replace(/\{(\d+)\}/g, (place, index: string) => {
    const part = parts[Number(index)];
    return part === undefined ? place : String(part);
  });
}

let rules: { readonly locale: string; readonly of: Intl.PluralRules } | null = null;

function isOne(count: number): boolean {
  const { locale } = display();
  // English is asked for again and again by terminals, and its rule is short.
  if (locale === 'en') return count === 1;
  if (rules?.locale !== locale) rules = { locale, of: new Intl.PluralRules(locale) };
  return rules.of.select(count) === 'one';
}
