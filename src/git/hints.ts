/** What a commit's author and message say that outcomes are judged by; nothing else of them is kept. */
import type { CommitHints } from '../core/attribution/gitFacts.ts';
import { mergeMessage } from './mergeMessage.ts';
import { trailerValues } from './message.ts';

export interface CommitText {
  readonly authorName: string;
  readonly authorAddress: string;
  /** git's `%s`, trimmed. */
  readonly subject: string;
  /** git's `%b`. */
  readonly body: string;
}

/** See `CommitHints`. */
export function hintsOf({ authorName, authorAddress, subject, body }: CommitText): CommitHints {
  const merge = mergeMessage(subject, body);
  const named = merge === null ? [subject] : [merge.branch, merge.title];
  return {
    bot: isProgram(authorName, authorAddress),
    mergedBranch: merge?.branch ?? '',
    mergedInto: merge?.into ?? '',
    hotfix: named.some(saysHotfix),
    withClaude: isClaude(authorName, authorAddress) || trailerValues(body, 'Co-Authored-By').some(namesClaude),
  };
}

/** Programs that make commits of their own accord and are not called a bot by their name or address. */
const programs =
  /^(?:dependabot|renovate|github[- ]actions?|gitlab[- ](?:ci|runner|dependency)|semantic[- ]release|release[- ]please|greenkeeper|mergify|snyk|pyup|imgbot|weblate|allcontributors|pre-commit[- ]ci|crowdin|codecov|jenkins|travis(?: ci)?|circleci|bors)(?![a-z])/i;

/** Their addresses, where those do not begin with the program's name. */
const addresses = /^(?:(?:\d+\+)?actions?@github\.com|(?:.*@)(?:dependabot\.com|renovateapp\.com|mend\.io|whitesourcesoftware\.com))$/i;

/**
 * Whether a program made the commit of its own accord: its name or address ends with `[bot]`, `-bot`, `_bot` or `-robot`, or is one of a list. A commit
 * by Claude itself is not one: somebody asked for it.
 */
function isProgram(name: string, address: string): boolean {
  if (isClaude(name, address)) return false;
  // GitHub puts a number and `+` before an account's name.
  const account = address.replace(/@.*$/, '').replace(/^\d+\+/, '');
  return (
    addresses.test(address.trim()) ||
    [name.trim(), account].some((each) => /(?:\[bot\]|[-_](?:ro)?bot|^bot)$/i.test(each) || programs.test(each))
  );
}

/** `Name <address>` of a trailer. */
function namesClaude(value: string): boolean {
  const [, name = '', address = ''] = /^([^<]*)(?:<([^>]*)>)?/.exec(value) ?? [];
  return isClaude(name, address);
}

/** Claude by its address, or by a name that has nothing in it but a product and a model: it is a first name of people too. */
function isClaude(name: string, address: string): boolean {
  if (/@(?:[\w-]+\.)*anthropic\.com$/i.test(address.trim()) || /^(?:\d+\+)?claude\[bot\]@/i.test(address.trim())) return true;
  return /^claude(?:\[bot\])?(?: code)?(?: (?:opus|sonnet|haiku|\d).*)?$/i.test(name.trim());
}

/** `hotfix`, `hot-fix`, `hot fix` and their plurals, in a title or a branch's name. `fix` alone is none, nor is what takes a hotfix back. */
function saysHotfix(text: string): boolean {
  return !/^revert\b/i.test(text) && /(?<![a-z])hot[-_ ]?fix(?:es|ed|ing)?(?![a-z])/i.test(text);
}
