/** *Set up this repository*: the file that is proposed, and what each of its values is based on. */
import { t } from '../l10n/message.ts';
import { inARow } from '../report/words.ts';
import { parseCommentedJson } from './commentedJson.ts';
import type { Basis, Detected, DetectedSettings } from './detectSettings.ts';
import { parseSettings, problemText } from './parseSettings.ts';
import type { RepositorySettings } from './repositorySettings.ts';
import { completedSettingsText, newSettingsText } from './settingsText.ts';

export interface ProposedSetting {
  readonly key: 'window' | 'style' | 'hotfix' | 'shippedRef' | 'cordon';
  /** As the file writes it, in JSON; `''` where there is none. */
  readonly value: string;
  /** `file`: the file that is there says it, and keeps its word. */
  readonly basis: Basis | 'file';
  readonly reason: string;
}

export interface SetupProposal {
  readonly repository: string;
  /** Where the file is or would be, absolute. */
  readonly file: string;
  /** The text that is there; null without a file. */
  readonly existing: string | null;
  /** The text that would be written; that of `existing` where nothing is to be added, or nothing can be. */
  readonly proposed: string;
  /** What is wrong with the file that is there, in sentences; null when nothing is. */
  readonly problem: string | null;
  readonly settings: readonly ProposedSetting[];
  /** How often something ships, in a sentence; `''` where that is not known yet. */
  readonly cadence: string;
}

export interface ProposalInput {
  readonly repository: string;
  readonly file: string;
  readonly existing: string | null;
  readonly detected: DetectedSettings;
}

export function proposeSetup({ repository, file, existing, detected }: ProposalInput): SetupProposal {
  const place = { repository, file, existing, cadence: detected.cadence };
  const fresh: readonly ProposedSetting[] = [
    proposed('window', detected.window, String(detected.window.value)),
    proposed('style', detected.style, jsonText(detected.style.value)),
    proposed('hotfix', detected.hotfix, jsonText(detected.hotfix.value)),
    proposed('shippedRef', detected.shippedRef, refText(detected)),
    proposed('cordon', detected.cordon, jsonText(detected.cordon.value)),
  ];
  if (existing === null) return { ...place, proposed: newSettingsText(detected), problem: null, settings: fresh };
  const given = keysOf(existing);
  const { settings, problems } = parseSettings(existing);
  return {
    ...place,
    proposed: completedSettingsText(existing, detected) ?? existing,
    problem: problemText(problems),
    settings: fresh.map((setting) => (given.has(setting.key) ? ofFile(setting, given.get(setting.key), settings) : withoutWindow(setting))),
  };
}

/** Whether there is anything to write. */
export function isComplete({ existing, proposed: text }: Pick<SetupProposal, 'existing' | 'proposed'>): boolean {
  return existing === text;
}

function proposed(key: ProposedSetting['key'], { basis, reason }: Detected<unknown>, value: string): ProposedSetting {
  return { key, value, basis, reason };
}

function refText({ shippedRef: { value } }: DetectedSettings): string {
  return value === null ? '' : jsonText({ [value.kind]: value.pattern });
}

/** What the file says holds; beside it stands what the history alone would suggest. */
function ofFile(setting: ProposedSetting, given: unknown, { windows }: RepositorySettings): ProposedSetting {
  const value = jsonText(given);
  const changed = setting.key === 'window' && windows.length > 1 ? windows.at(-1) : undefined;
  const reasons = [
    ...(changed === undefined ? [] : [t('windowChanges makes it {0} days.', changed.days)]),
    setting.value === value
      ? t('The history suggests the same.')
      : t('The history alone suggests {0}: {1}', setting.value || t('none'), setting.reason),
  ];
  return { ...setting, value, basis: 'file', reason: inARow(...reasons) };
}

/** A file without a window has had the default all along: another one would be a change, with a date and a reason. */
function withoutWindow(setting: ProposedSetting): ProposedSetting {
  if (setting.key !== 'window' || setting.value === '14') return setting;
  const reason = t(
    '{0} Until now 14 days were in force: if you change that, add it to windowChanges with a date and a reason.',
    setting.reason,
  );
  return { ...setting, value: '14', basis: 'default', reason };
}

/** JSON on one line, with a space where people write one. */
function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${jsonText(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function keysOf(text: string): ReadonlyMap<string, unknown> {
  const json = parseCommentedJson(text);
  return new Map(json.ok && json.insideAt !== null ? Object.entries(json.value as object) : []);
}
