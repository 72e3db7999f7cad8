/** Settings of a repository as a ledger keeps them, and as another ledger's file may bring them: checked, because it may be any. */
import * as v from 'valibot';
import { defaultSettings } from './repositorySettings.ts';
import type { RepositorySettings } from './repositorySettings.ts';
import { windowLengths } from './settingsShape.ts';

const ms = v.nullable(v.pipe(v.number(), v.safeInteger()));
const texts = v.array(v.string());

const stored = v.object({
  windows: v.pipe(v.array(v.object({ days: v.picklist(windowLengths), fromMs: ms, reason: v.string() })), v.minLength(1)),
  hotfix: v.object({ hours: v.pipe(v.number(), v.minValue(0)), branches: texts }),
  reverts: v.picklist(['lines', 'files']),
  style: v.nullable(v.picklist(['merge', 'squash', 'rebase', 'trunk'])),
  shippedRef: v.nullable(v.object({ kind: v.picklist(['branch', 'tag']), pattern: v.string() })),
  cordon: v.array(v.object({ kind: v.picklist(['branch', 'path']), glob: v.string(), fromMs: ms, untilMs: ms })),
  verification: texts,
  exclude: texts,
  team: v.string(),
  collector: v.string(),
  from: v.exactOptional(v.picklist(['workingTree', 'defaultBranch'])),
}) satisfies v.GenericSchema<unknown, RepositorySettings>;

const fromText = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** The settings of a text that `JSON.stringify` made of them; what it does not have yet has its default. Null for any other text. */
export function storedSettings(text: string): RepositorySettings | null {
  const json = text === '' ? null : v.safeParse(fromText, text);
  const result = json?.success === true ? v.safeParse(stored, { ...defaultSettings, ...json.output }) : null;
  return result?.success === true ? result.output : null;
}
