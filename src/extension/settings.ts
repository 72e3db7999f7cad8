/** The settings, read once per change into one plain object that is handed down; whatever is of another type than agreed is its default. */
import type { Currency } from '../core/l10n/display.ts';
import { parseCurrency } from '../core/marks/currencySetting.ts';
import { parseMarks } from '../core/marks/parseMarks.ts';
import { parseTimeSaved } from '../core/marks/timeSaved.ts';
import { planSettings } from '../core/plan/planSetting.ts';
import type { PlanSetting } from '../core/plan/planSetting.ts';
import type { MarkSettings } from '../protocol/markSchemas.ts';

export const shownFigures = ['auto', 'session', 'today', 'limit'] as const;
export type ShownFigure = (typeof shownFigures)[number];

export interface Settings {
  readonly claudeDirectories: readonly string[];
  readonly exclude: readonly string[];
  readonly timezone: string;
  /** Null: US dollars. */
  readonly currency: Currency | null;
  /** Marks and the estimate of time saved, with a sentence for each setting of them (and of the currency) that does not hold. */
  readonly marks: MarkSettings;
  readonly plan: PlanSetting;
  /** Null: the default place. */
  readonly ledger: string | null;
  /** Whether advice is given at all. */
  readonly advice: boolean;
  /** Addresses that are this user's beside git's own; `any` for everybody's. */
  readonly identities: readonly string[];
  readonly mappings: readonly { readonly from: string; readonly to: string }[];
  /** Whether a team that was joined may be told anything, and repositories apart. */
  readonly team: { readonly reporting: boolean; readonly repositories: boolean };
  readonly statusBar: {
    readonly enabled: boolean;
    readonly alignment: 'left' | 'right';
    readonly show: ShownFigure;
    /** Whether a commit that was recorded is shown for a moment. */
    readonly showCommits: boolean;
  };
}

/** Every setting's id, as package.json declares it; a test keeps them together. */
export const settingIds = [
  'payoff.advice',
  'payoff.claudeDirectories',
  'payoff.currency',
  'payoff.exclude',
  'payoff.identities',
  'payoff.ledger',
  'payoff.marks',
  'payoff.pathAliases',
  'payoff.plan',
  'payoff.statusBar.alignment',
  'payoff.statusBar.enabled',
  'payoff.statusBar.show',
  'payoff.statusBar.showCommits',
  'payoff.team.reporting',
  'payoff.team.repositories',
  'payoff.timeSaved',
  'payoff.timezone',
] as const;
export type SettingId = (typeof settingIds)[number];

/** The settings as `get` gives them; `home` stands for a leading `~`. */
export function readSettings(get: (id: SettingId) => unknown, home: string): Settings {
  const ledger = text(get('payoff.ledger'));
  const { currency, problem } = parseCurrency(get('payoff.currency'));
  return {
    claudeDirectories: texts(get('payoff.claudeDirectories')).map((folder) => atHome(folder, home)),
    exclude: texts(get('payoff.exclude')).map((glob) => atHome(glob, home)),
    timezone: text(get('payoff.timezone')),
    currency,
    marks: markSettings(get, problem),
    plan: oneOf(planSettings, get('payoff.plan')),
    ledger: ledger === '' ? null : atHome(ledger, home),
    advice: get('payoff.advice') !== false,
    identities: texts(get('payoff.identities')),
    mappings: aliases(get('payoff.pathAliases')),
    team: { reporting: get('payoff.team.reporting') !== false, repositories: get('payoff.team.repositories') === true },
    statusBar: {
      enabled: get('payoff.statusBar.enabled') !== false,
      alignment: get('payoff.statusBar.alignment') === 'right' ? 'right' : 'left',
      show: oneOf(shownFigures, get('payoff.statusBar.show')),
      showCommits: get('payoff.statusBar.showCommits') !== false,
    },
  };
}

/** The marks of the user and those of the workspace, which stand beside them. */
export function joinedMarks(user: unknown, ofWorkspace: unknown): readonly unknown[] {
  return [user, ofWorkspace].flatMap((value): readonly unknown[] =>
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value],
  );
}

function markSettings(get: (id: SettingId) => unknown, currencyProblem: string | null): MarkSettings {
  const { marks, problems } = parseMarks(get('payoff.marks'));
  const { timeSaved, problem } = parseTimeSaved(get('payoff.timeSaved'));
  return { marks, timeSaved, problems: [...problems, problem, currencyProblem].filter((sentence) => sentence !== null) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text).filter((item) => item !== '') : [];
}

function aliases(value: unknown): Settings['mappings'] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .map(([from, to]) => ({ from: from.trim(), to: text(to) }))
    .filter(({ from, to }) => from !== '' && to !== '');
}

/** The value where it is one of `values`, else the first of them, which is the default. */
function oneOf<const Value extends string>(values: readonly [Value, ...Value[]], value: unknown): Value {
  return values.find((known) => known === value) ?? values[0];
}

function atHome(file: string, home: string): string {
  return file === '~' || file.startsWith('~/') || file.startsWith('~\\') ? home + file.slice(1) : file;
}
