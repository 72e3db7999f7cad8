import { t } from '../l10n/message.ts';
import { markPeriods, markScope, markUnits } from './mark.ts';
import type { Mark } from './mark.ts';

/** The marks that hold, and a sentence for each entry that does not. */
export interface ParsedMarks {
  readonly marks: readonly Mark[];
  readonly problems: readonly string[];
}

/** More marks than this nobody keeps in mind; each is reckoned with every change. */
export const mostMarks = 20;
/** Dollars that are still exact as nanodollars. */
export const mostDollars = 1_000_000;

const knownKeys: readonly string[] = ['period', 'first', 'second', 'unit', 'repository', 'branch'];

/** Reads the setting `payoff.marks`. A wrong entry is left out with a sentence that names it; the others hold. */
export function parseMarks(value: unknown): ParsedMarks {
  if (value === undefined || value === null) return { marks: [], problems: [] };
  if (!Array.isArray(value))
    return { marks: [], problems: [t('payoff.marks is a list of marks, such as [{ "period": "day", "first": 10 }].')] };
  const entries: readonly unknown[] = value;
  const marks: Mark[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  entries.forEach((entry, index) => {
    const read = parseMark(entry);
    if (typeof read === 'string') return void problems.push(t('Mark {0} is left out: {1}', index + 1, read));
    const key = JSON.stringify([markScope(read), read.first, read.second]);
    if (seen.has(key)) return; // the same in the user's settings and in the workspace's
    seen.add(key);
    if (marks.length < mostMarks) marks.push(read);
    else problems.push(t('Mark {0} is left out: there are at most {1}.', index + 1, mostMarks));
  });
  return { marks, problems };
}

/** The mark, or what is wrong with it. */
function parseMark(entry: unknown): Mark | string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return t('it is no object.');
  const given = new Map<string, unknown>(Object.entries(entry));
  for (const key of given.keys())
    if (!knownKeys.includes(key)) return t('it has no “{0}”, only period, first, second, unit, repository and branch.', key);
  const period = markPeriods.find((known) => known === given.get('period'));
  if (period === undefined) return t('its period is one of {0}.', markPeriods.join(', '));
  const unit = given.has('unit') ? markUnits.find((known) => known === given.get('unit')) : 'dollars';
  if (unit === undefined) return t('its unit is one of {0}.', markUnits.join(', '));
  const most = unit === 'percent' ? 100 : mostDollars;
  const first = amount(given.get('first'), most);
  if (first === null)
    return unit === 'percent'
      ? t('its first amount is a percentage, above 0 and at most 100.')
      : t('its first amount is a number of US dollars, above 0 and at most 1,000,000.');
  const second = given.has('second') ? amount(given.get('second'), most) : null;
  if (given.has('second') && (second === null || second <= first))
    return t('its second amount is larger than its first, and at most {0}.', most);
  const repository = name(given.get('repository'));
  if (repository === undefined) return t('its repository is a folder, or the last part of its path.');
  const branch = name(given.get('branch'));
  if (branch === undefined) return t('its branch is a name, in which * stands for anything.');
  if (unit === 'percent' && period !== 'fiveHours' && period !== 'week')
    return t('a percentage is of the plan’s own windows, so its period is fiveHours or week.');
  if (unit === 'dollars' && period === 'fiveHours') return t('five hours are a window of the plan, so its unit is percent.');
  if (unit === 'percent' && (repository !== null || branch !== null))
    return t('a plan’s window counts everything, so a percentage has neither repository nor branch.');
  return { period, unit, first, second, repository, branch };
}

/** Null where it is none. */
function amount(value: unknown, most: number): number | null {
  // Less than a billionth of a dollar is nothing.
  return typeof value === 'number' && value >= 1e-9 && value <= most ? value : null;
}

/** Null where none is given, undefined where what is given is none. */
function name(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value.length > 1000) return undefined;
  const trimmed = value.trim();
  return trimmed === '' ? undefined : trimmed;
}
