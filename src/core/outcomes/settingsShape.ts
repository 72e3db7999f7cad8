/** What each part of `.payoff.json` may be. `schemas/payoff.schema.json` says the same to editors; a test holds them equal. */
import * as v from 'valibot';
import { kept } from '../l10n/keptText.ts';
import type { KeptMessage } from '../l10n/keptText.ts';
import type { ChangeStyle } from './changes.ts';

/** Entries of a list, and characters of a text, at the most. */
export const mostEntries = 100;
export const longestText = 200;
export const longestHotfixHours = 504;
export const windowLengths = [7, 14, 21] as const;
const styles = ['auto', 'merge', 'squash', 'rebase', 'trunk'] as const satisfies readonly (ChangeStyle | 'auto')[];

/** Characters as people count them, and as a JSON schema does: not the halves of one beyond the first plane. */
function isShort(text: string): boolean {
  return Array.from(text).length <= longestText;
}

/** What a schema says is an English message whose place is the name of what is wrong. */
function saying([message]: KeptMessage): string {
  return message;
}

function textThat(words: KeptMessage, pattern: RegExp): v.GenericSchema<string> {
  const message = saying(words);
  return v.pipe(v.string(message), v.check(isShort, message), v.regex(pattern, message));
}

const glob = textThat(kept('{0} has to be a pattern such as "hotfix/*", at most 200 characters long.', ''), /\S/);
const reason = textThat(kept('{0} has to be a reason in words, at most 200 characters long.', ''), /\S/);
const command = textThat(
  kept('{0} has to be the first words of a command, three at the most, such as "make smoke", at most 200 characters long.', ''),
  /^\s*\S+(?:\s+\S+){0,2}\s*$/,
);
const teamMessage = kept('{0} has to be a name, or { "name": "payments", "endpoint": "https://payoff.example.com" }.', '');
const team = v.union(
  [
    textThat(teamMessage, /^/),
    v.strictObject({
      name: textThat(teamMessage, /^[a-z0-9][a-z0-9-]{0,62}$/),
      // Plain http only on this machine.
      endpoint: textThat(teamMessage, /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$))[^\s@?#]*$/),
    }),
  ],
  saying(teamMessage),
);
const dayMessage = saying(kept('{0} has to be a day such as "2026-10-01".', ''));
export const day = v.pipe(v.string(dayMessage), v.regex(/^\d{4}-\d\d-\d\d$/, dayMessage), v.check(isDay, dayMessage));
const days = v.picklist(windowLengths, saying(kept('{0} has to be 7, 14 or 21 (days).', '')));
const hoursMessage = saying(kept('{0} has to be a whole number of hours from 0 to 504.', ''));
const hours = v.pipe(
  v.number(hoursMessage),
  v.integer(hoursMessage),
  v.minValue(0, hoursMessage),
  v.maxValue(longestHotfixHours, hoursMessage),
);

const branchRule = v.strictObject({ branch: glob, from: v.exactOptional(day), until: v.exactOptional(day) });
const pathRule = v.strictObject({ path: glob, from: v.exactOptional(day), until: v.exactOptional(day) });
const cordonMessage = saying(
  kept('{0} has to be a branch such as "spike/*", or an object with either a branch or a path, and perhaps from and until.', ''),
);
const shippedMessage = saying(kept('{0} has to be { "tag": "v*" } or { "branch": "production" }.', ''));

/** A list is checked entry by entry, so that one that is wrong does not take the others along. */
export const lists = {
  windowChanges: v.strictObject({ from: day, days, reason }),
  cordon: v.union([glob, branchRule, pathRule], cordonMessage),
  verification: command,
  exclude: glob,
} as const;

/** What is one value, and wrong or right as a whole. */
export const values = {
  $schema: v.string(saying(kept('{0} has to be a text.', ''))),
  window: days,
  reverts: v.picklist(['lines', 'files'], saying(kept('{0} has to be "lines" or "files".', ''))),
  style: v.picklist(styles, saying(kept('{0} has to be one of "auto", "merge", "squash", "rebase", "trunk".', ''))),
  shippedRef: v.union([v.strictObject({ tag: glob }), v.strictObject({ branch: glob })], shippedMessage),
  team,
} as const;

/** The parts of the rule for hotfixes, each wrong or right for itself. */
export const hotfix = { hours, branches: glob } as const;

export const knownKeys: ReadonlySet<string> = new Set([...Object.keys(values), ...Object.keys(lists), 'hotfix']);

/** Whether the text names a day that there is: no 30th of February. */
function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
