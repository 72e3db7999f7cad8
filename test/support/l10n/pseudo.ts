/**
 * A language that nobody speaks: every letter of a message has an accent, every message is two fifths longer and stands in brackets. What has plain
 * letters in it was not translated, and what has no room in it would have none in German.
 */
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Display } from '../../../src/core/l10n/display.ts';
import type { Texts } from './bundles.ts';
import { extractAll, root } from './extract.ts';

/** As VS Code calls its own language of that kind. */
export const pseudoLocale = 'qps-ploc';

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = Array.from('áƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÁƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ');
/** What no language translates: places, code, links to commands, icons, names of products and files. */
const kept = /\{\d+\}|`[^`]+`|\((?:command|https?):[^)]+\)|\$\([\w~-]+\)|Claude Code|Claude|Payoff|VS Code|\.payoff\.json/g;

/** `⟦Öþéñ ţĥé þáñéļ ~~~~~⟧` for `Open the panel`. */
export function pseudoText(text: string): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(kept)) {
    result += inAccents(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return `⟦${result}${inAccents(text.slice(end))}${longer(text.length)}⟧`;
}

/** Two fifths more, in words of six letters: no language makes one word of all that it has more. */
function longer(length: number): string {
  const more = Math.ceil(length * 0.4);
  return more < 6 ? '~'.repeat(more) : ' ~~~~~'.repeat(Math.floor(more / 6)) + '~'.repeat(more % 6);
}

function inAccents(text: string): string {
  return Array.from(text, (character) => accented[plain.indexOf(character)] ?? character).join('');
}

/** All messages of the product, or all of some texts, in that language. */
export function pseudoTexts(texts: Texts = Object.fromEntries(extractAll().messages.map((message) => [message, message]))): Texts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudoText(text)]));
}

export function pseudoDisplay(): Display {
  return { locale: pseudoLocale, messages: pseudoTexts(), currency: null };
}

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
/** Words that are the same in every language, or are no words. */
const anywhere = new RegExp(
  [
    kept.source.split('|').slice(4).join('|'),
    `\\b(?:${months}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|AM|PM|UTC|Europe/Berlin)\\b`,
    '\\b(?:Fable|Opus|Sonnet|Haiku|Mythos) \\d(?:\\.\\d)?\\b|\\bclaude-[\\w-]+',
    '\\b(?:CSV|JSON|Markdown|PNG|ccusage|genai-prices|payoff (?:export|import) FILE|promptCacheTtl|1h)\\b',
    '\\b[0-9a-f]{7,40}\\b|\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b|\\b\\d{4}-Q\\d\\b|\\b\\d+(?:\\.\\d+)?[kM]\\b|\\b[kM]B\\b',
    '(?:https?:/)?(?:~|\\.\\.?)?/[\\w./*@-]+|\\b[\\w-]+/[\\w./-]+|\\b[\\w-]+\\.(?:ts|tsx|js|json|md|yml|css|html|py|rs|sql|toml|lock)\\b',
  ].join('|'),
  'g',
);

/** Everything that the demo calls by a name: subjects, titles, branches, repositories, files. */
export async function demoNames(): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const file of glob('src/start/demo*.ts', { cwd: root })) {
    const text = await readFile(path.join(root, file), 'utf8');
    for (const [, one = '', other = ''] of text.matchAll(/'((?:[^'\\\n]|\\.)+)'|`([^`$]+)`/g)) names.add(one || other);
  }
  for (const byGit of ['Merge pull request #', ' from ', 'Revert "']) names.add(byGit);
  return [...names].filter((name) => /[A-Za-z]{2}/.test(name)).sort((one, other) => other.length - one.length);
}

/** What of a text is in plain letters and no name; `''` where all of it was translated. */
export function untranslatedIn(text: string, names: readonly string[]): string {
  let rest = text.replace(anywhere, ' ');
  for (const name of names) if (name.length > 3 || rest.trim() === name) rest = rest.replaceAll(name, ' ');
  return /(?<!\p{L})[A-Za-z]{2,}(?!\p{L})/u.test(rest) ? text : '';
}
