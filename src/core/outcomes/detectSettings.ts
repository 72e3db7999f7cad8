/** What `.payoff.json` of a repository could say, as its history suggests, each value with what it is based on. */
import { inARow, listed } from '../report/words.ts';
import { formatCount } from '../report/money.ts';
import { changeCount, dayCount } from '../report/counts.ts';
import { t, plural } from '../l10n/message.ts';
import type { Cadence } from '../report/outcomes/outcomesView.ts';
import type { ChangeStyle } from './changes.ts';
import { defaultSettings } from './repositorySettings.ts';
import type { ObservationWindow, ShippedRef } from './repositorySettings.ts';
import { windowLengths } from './settingsShape.ts';

export interface HistoryFacts {
  /** Of everybody, oldest first. */
  readonly changes: readonly { readonly style: ChangeStyle }[];
  /** How long after a change its reverts and hotfixes came, milliseconds. */
  readonly comeBacks: readonly { readonly kind: 'reverted' | 'hotfixed'; readonly afterMs: number }[];
  /** Names of the branches that merges on the default branch say they brought. */
  readonly mergedBranches: readonly string[];
  /** Names of the branches that are there, without their remotes. */
  readonly branches: readonly string[];
  readonly tags: readonly { readonly name: string; readonly atMs: number }[];
  readonly defaultBranch: string;
  readonly cadence: Cadence | null;
  readonly nowMs: number;
}

/** `history`: told from it. `default`: the history does not tell. `choice`: only offered, for what no history can tell. */
export type Basis = 'history' | 'default' | 'choice';

export interface Detected<Value> {
  readonly value: Value;
  readonly basis: Basis;
  /** A sentence for people, of figures and names of branches and tags alone. */
  readonly reason: string;
}

export interface DetectedSettings {
  readonly window: Detected<ObservationWindow['days']>;
  readonly style: Detected<ChangeStyle | 'auto'>;
  readonly hotfix: Detected<{ readonly hours: number; readonly branches: readonly string[] }>;
  /** Null: nothing suggests one. */
  readonly shippedRef: Detected<ShippedRef | null>;
  /** Branches that could be set aside; none by default. */
  readonly cordon: Detected<readonly string[]>;
  /** How often something ships, in a sentence; `''` where that is not known yet. */
  readonly cadence: string;
}

const dayMs = 86_400_000;
/** Fewer reverts and hotfixes do not tell when they usually come. */
const leastComeBacks = 5;
/** The window is to see this share of them. */
const seenShare = 0.9;
/** A style is everybody's from this share of so many changes on. */
const styleShare = 0.95;
const styleChanges = 200;
const leastStyleChanges = 10;
const leastTags = 3;
const tagsWithinMs = 365 * dayMs;

export function detectSettings(facts: HistoryFacts): DetectedSettings {
  return {
    window: windowOf(facts),
    style: styleOf(facts),
    hotfix: hotfixOf(facts),
    shippedRef: shippedRefOf(facts),
    cordon: cordonOf(facts),
    cadence: cadenceText(facts.cadence),
  };
}

function windowOf({ changes, comeBacks }: HistoryFacts): DetectedSettings['window'] {
  const fallback = 14;
  const shipped = changeCount(changes.length);
  if (comeBacks.length < leastComeBacks) {
    const few = plural(
      comeBacks.length,
      '{0} in {1} is too few to tell how late they come',
      '{0} in {1} are too few to tell how late they come',
      comeBackWords(comeBacks),
      shipped,
    );
    const why =
      changes.length === 0
        ? t('No change is known yet')
        : comeBacks.length === 0
          ? t('Of {0} none is known to have come back', shipped)
          : few;
    return { value: fallback, basis: 'default', reason: t('{0}: {1} days is the default.', why, fallback) };
  }
  const days = comeBacks.map(({ afterMs }) => Math.max(1, Math.ceil(afterMs / dayMs))).sort((left, right) => left - right);
  const late = days[Math.ceil(seenShare * days.length) - 1] ?? fallback;
  const value = windowLengths.find((length) => length >= late) ?? 21;
  const within = Math.min(late, value);
  const seen = days.filter((each) => each <= within).length;
  const share =
    seen === days.length
      ? t('all within {0}', dayCount(within))
      : t('{0} of the {1} within {2}', formatCount(seen), formatCount(days.length), dayCount(within));
  const verdict =
    late > value
      ? t('even the longest window, {0} days, misses some', formatCount(value))
      : t('a window of {0} days is enough', formatCount(value));
  return { value, basis: 'history', reason: t('{0} in {1}, {2}: {3}.', comeBackWords(comeBacks), shipped, share, verdict) };
}

function comeBackWords(comeBacks: HistoryFacts['comeBacks']): string {
  const reverts = comeBacks.filter(({ kind }) => kind === 'reverted').length;
  const hotfixes = comeBacks.length - reverts;
  const words = [
    ...(reverts > 0 ? [plural(reverts, '{0} revert', '{0} reverts', formatCount(reverts))] : []),
    ...(hotfixes > 0 ? [plural(hotfixes, '{0} hotfix', '{0} hotfixes', formatCount(hotfixes))] : []),
  ];
  return words.length === 0 ? '' : words.reduce((before, each) => t('{0} and {1}', before, each));
}

const styleWords: Readonly<Record<ChangeStyle, () => string>> = {
  merge: () => t('merge commits'),
  squash: () => t('squashed pull requests'),
  rebase: () => t('rebased pull requests'),
  trunk: () => t('commits on the default branch'),
};

function styleOf({ changes }: HistoryFacts): DetectedSettings['style'] {
  const last = changes.slice(-styleChanges);
  const counts = new Map<ChangeStyle, number>();
  for (const { style } of last) counts.set(style, (counts.get(style) ?? 0) + 1);
  const [most, ...others] = [...counts].sort(([, left], [, right]) => right - left);
  if (most === undefined || last.length < leastStyleChanges)
    return {
      value: 'auto',
      basis: 'default',
      reason:
        last.length === 0
          ? t('No change is known yet: told change by change.')
          : plural(
              last.length,
              'Only {0} change is known yet: told change by change.',
              'Only {0} changes are known yet: told change by change.',
              formatCount(last.length),
            ),
    };
  const [style, count] = most;
  if (count >= styleShare * last.length) {
    const all =
      count === last.length
        ? t('All of the last {0}', changeCount(count))
        : t('{0} of the last {1}', formatCount(count), changeCount(last.length));
    return { value: style, basis: 'history', reason: t('{0} came as {1}.', all, styleWords[style]()) };
  }
  const mixed = listed([most, ...others].map(([each, times]) => `${styleWords[each]()} (${String(times)})`));
  return {
    value: 'auto',
    basis: 'history',
    reason: t('The last {0} came as {1}: told change by change.', changeCount(last.length), mixed),
  };
}

const hotfixName = /^(?:hot-?fix(?:es)?|emergency|urgent)[/_-]/i;

function hotfixOf({ mergedBranches, branches }: HistoryFacts): DetectedSettings['hotfix'] {
  const { hours, branches: usual } = defaultSettings.hotfix;
  const found = countPrefixes([...mergedBranches, ...branches], hotfixName);
  if (found.length === 0)
    return {
      value: { hours, branches: usual },
      basis: 'default',
      reason: t(
        'No branch is named like a hotfix: these are the usual names. A subject that says hotfix counts as well, within {0} hours.',
        formatCount(hours),
      ),
    };
  const names = found.map(({ glob, times }) => `${glob} (${String(times)})`).join(', ');
  return {
    value: { hours, branches: found.map(({ glob }) => glob) },
    basis: 'history',
    reason: t('Branches are named {0}. A subject that says hotfix counts as well; {1} hours is the default.', names, formatCount(hours)),
  };
}

/** Globs of the beginnings that the pattern finds, the most frequent first. */
function countPrefixes(names: readonly string[], pattern: RegExp): readonly { readonly glob: string; readonly times: number }[] {
  const times = new Map<string, number>();
  for (const name of new Set(names)) {
    const prefix = pattern.exec(name)?.[0];
    if (prefix !== undefined) times.set(`${prefix}*`, (times.get(`${prefix}*`) ?? 0) + 1);
  }
  const found = [...times].map(([glob, count]) => ({ glob, times: count }));
  return found.sort((left, right) => right.times - left.times || (left.glob < right.glob ? -1 : 1)).slice(0, 5);
}

const deployedNames = ['production', 'prod', 'live', 'stable', 'release', 'deploy'];

function shippedRefOf({ tags, branches, defaultBranch, nowMs }: HistoryFacts): DetectedSettings['shippedRef'] {
  const branch = deployedNames.find((name) => branches.includes(name) && name !== defaultBranch);
  const take = t('If merging is not shipping here, take it in: a change then ships once it is in there.');
  if (branch !== undefined)
    return { value: { kind: 'branch', pattern: branch }, basis: 'choice', reason: inARow(t('There is a branch {0}.', branch), take) };
  const recent = tags.filter(({ atMs }) => nowMs - atMs <= tagsWithinMs);
  const [most] = countPrefixes(
    recent.map(({ name }) => name),
    /^\D{0,30}?(?=\d+\.\d)/,
  );
  if (most === undefined || most.times < leastTags) {
    const why = t('No tags of releases and no branch called production: a change ships when it comes on to the default branch.');
    return { value: null, basis: 'default', reason: why };
  }
  const pattern = most.glob === '*' ? '*.*' : most.glob;
  return {
    value: { kind: 'tag', pattern },
    basis: 'choice',
    reason: inARow(
      plural(
        most.times,
        '{0} tag of the last year is named {1}.',
        '{0} tags of the last year are named {1}.',
        formatCount(most.times),
        pattern,
      ),
      take,
    ),
  };
}

const spikeName = /^(?:spikes?|prototypes?|poc|experiments?|playground|sandbox)[/_-]/i;

function cordonOf({ mergedBranches, branches }: HistoryFacts): DetectedSettings['cordon'] {
  const found = countPrefixes([...mergedBranches, ...branches], spikeName);
  if (found.length === 0)
    return {
      value: [],
      basis: 'default',
      reason: t('Nothing is set aside. Spikes and prototypes may be: their cost is shown, and they are in no figure per change.'),
    };
  const names = found.map(({ glob, times }) => `${glob} (${String(times)})`).join(', ');
  return {
    value: found.map(({ glob }) => glob),
    basis: 'choice',
    reason: t(
      'Branches are named {0}. If what is made there is not meant to stay, set it aside: its cost is shown, and it is in no figure per change.',
      names,
    ),
  };
}

const bandWords: Readonly<Record<Cadence['band'], () => string>> = {
  daily: () => t('on three days of a week or more'),
  weekly: () => t('on one to three days of a week'),
  monthly: () => t('on one to three days of a month'),
  rarer: () => t('less than once a month'),
};

function cadenceText(cadence: Cadence | null): string {
  if (cadence === null) return '';
  const { band, shippingDays, days } = cadence;
  return t('Something shipped on {0} of the last {1}: {2}.', formatCount(shippingDays), dayCount(days), bandWords[band]());
}
