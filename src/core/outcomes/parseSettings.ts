/** Reads `.payoff.json`: what is right in it holds, what is wrong has its default and a sentence. */
import * as v from 'valibot';
import { kept, saidKept } from '../l10n/keptText.ts';
import type { KeptMessage, KeptText } from '../l10n/keptText.ts';
import { parseCommentedJson, pointerPart, shortened } from './commentedJson.ts';
import type { CommentedJson } from './commentedJson.ts';
import { defaultSettings } from './repositorySettings.ts';
import type { CordonRule, ObservationWindow, RepositorySettings, ShippedRef } from './repositorySettings.ts';
import { hotfix, knownKeys, lists, mostEntries, values } from './settingsShape.ts';

/** Bytes of a file that is read; a settings file has a few hundred. */
export const longestSettingsFile = 64 * 1024;

export interface SettingsProblem {
  /** Where, from 1 on. */
  readonly line: number;
  /** What, as a JSON pointer; `''` is the whole. */
  readonly pointer: string;
  /** Of what kind: `shape` is what the JSON schema refuses too; it cannot see the others. */
  readonly kind: 'syntax' | 'shape' | 'meaning';
  /** With what holds instead. Names keys of the file, and no value. */
  readonly text: KeptText;
}

export interface ParsedSettings {
  readonly settings: RepositorySettings;
  /** In order of their lines. */
  readonly problems: readonly SettingsProblem[];
}

/** Never throws. `text` is the file's, of at most `longestSettingsFile` bytes. */
export function parseSettings(text: string): ParsedSettings {
  const json = parseCommentedJson(text);
  if (!json.ok) {
    const text = [json.message, kept('Until it can be read, the defaults hold.')];
    return { settings: defaultSettings, problems: [{ line: json.line, pointer: '', kind: 'syntax', text }] };
  }
  const parser = new Parser(json);
  return { settings: parser.settings(), problems: parser.problems.sort((left, right) => left.line - right.line) };
}

const mostSaid = 5;

/** The problems as one text for people; null when there are none. */
export function problemText(problems: readonly SettingsProblem[]): string | null {
  return problems.length === 0 ? null : saidKept(keptProblems(problems));
}

/** The problems as one text that can be kept; empty when there are none. */
export function keptProblems(problems: readonly SettingsProblem[]): KeptText {
  const said = problems.slice(0, mostSaid).map(({ line, text }) => kept('Line {0}: {1}', line, text));
  return problems.length > mostSaid ? [...said, kept('And {0} more.', problems.length - mostSaid)] : said;
}

type Json = Extract<CommentedJson, { readonly ok: true }>;

class Parser {
  readonly problems: SettingsProblem[] = [];
  private readonly json: Json;
  private readonly given: Readonly<Record<string, unknown>>;

  constructor(json: Json) {
    this.json = json;
    this.given = this.object(json.value, '', [kept('The settings have to be one object in { }.'), kept('The defaults hold.')]) ?? {};
    for (const pointer of json.twice) this.complain(pointer, 'meaning', [kept('{0} is there twice; the last one holds.', nameOf(pointer))]);
    for (const key of Object.keys(this.given)) if (!knownKeys.has(key)) this.unknown(pointerPart(key), [...knownKeys]);
  }

  settings(): RepositorySettings {
    this.value('$schema', values.$schema);
    const style = this.value('style', values.style);
    const shipped = this.value('shippedRef', values.shippedRef);
    return {
      windows: this.windows(),
      hotfix: this.hotfix(),
      reverts: this.value('reverts', values.reverts) ?? defaultSettings.reverts,
      style: style === undefined || style === 'auto' ? defaultSettings.style : style,
      shippedRef: shipped === undefined ? defaultSettings.shippedRef : shippedRef(shipped),
      cordon: this.entries('/cordon', lists.cordon).flatMap(({ value, pointer }) => this.cordonRule(value, pointer)),
      verification: this.texts('/verification', lists.verification).map((command) => command.trim().replaceAll(/\s+/g, ' ')),
      exclude: this.texts('/exclude', lists.exclude),
      ...this.team(),
    };
  }

  private windows(): readonly ObservationWindow[] {
    const [first] = defaultSettings.windows;
    const days = this.value('window', values.window) ?? first?.days ?? 14;
    const changes = new Map<number, ObservationWindow>();
    for (const { value, pointer } of this.entries('/windowChanges', lists.windowChanges)) {
      const fromMs = startOf(value.from);
      if (changes.has(fromMs))
        this.complain(`${pointer}/from`, 'meaning', [kept('Two windows begin on the same day; the last one of them holds from it on.')]);
      changes.set(fromMs, { days: value.days, fromMs, reason: value.reason.trim() });
    }
    const later = [...changes.values()].sort((left, right) => (left.fromMs ?? 0) - (right.fromMs ?? 0));
    return [{ days, fromMs: null, reason: '' }, ...later];
  }

  private team(): Pick<RepositorySettings, 'team' | 'collector'> {
    const given = this.value('team', values.team) ?? defaultSettings.team;
    return typeof given === 'string' ? { team: given.trim(), collector: '' } : { team: given.name, collector: given.endpoint };
  }

  private hotfix(): RepositorySettings['hotfix'] {
    const { hours, branches } = defaultSettings.hotfix;
    if (this.given.hotfix === undefined) return { hours, branches };
    const given = this.object(this.given.hotfix, '/hotfix', [kept('hotfix has to be an object with hours and branches.'), itsDefault]);
    if (given === null) return { hours, branches };
    for (const key of Object.keys(given)) if (!Object.hasOwn(hotfix, key)) this.unknown(`/hotfix${pointerPart(key)}`, Object.keys(hotfix));
    return {
      hours: this.checked(given.hours, '/hotfix/hours', hotfix.hours) ?? hours,
      branches: given.branches === undefined ? branches : this.texts('/hotfix/branches', hotfix.branches, given.branches),
    };
  }

  /** What ends before it begins sets nothing aside. */
  private cordonRule(value: v.InferOutput<typeof lists.cordon>, pointer: string): readonly CordonRule[] {
    if (typeof value === 'string') return [{ kind: 'branch', glob: value.trim(), fromMs: null, untilMs: null }];
    const fromMs = value.from === undefined ? null : startOf(value.from);
    const untilMs = value.until === undefined ? null : startOf(value.until);
    if (fromMs !== null && untilMs !== null && untilMs <= fromMs) {
      this.complain(pointer, 'meaning', [kept('{0} ends before it begins; it is left out.', nameOf(pointer))]);
      return [];
    }
    const [kind, glob] = 'branch' in value ? (['branch', value.branch] as const) : (['path', value.path] as const);
    return [{ kind, glob: glob.trim(), fromMs, untilMs }];
  }

  private value<Value>(key: string, schema: v.GenericSchema<unknown, Value>): Value | undefined {
    return this.checked(this.given[key], pointerPart(key), schema);
  }

  private texts(pointer: string, schema: v.GenericSchema<unknown, string>, given?: unknown): readonly string[] {
    return this.entries(pointer, schema, given).map(({ value }) => value.trim());
  }

  /** The entries that are right; each other one has its sentence. */
  private entries<Value>(
    pointer: string,
    schema: v.GenericSchema<unknown, Value>,
    given: unknown = this.given[pointer.slice(1)],
  ): readonly { readonly value: Value; readonly pointer: string }[] {
    if (given === undefined) return [];
    if (!Array.isArray(given)) {
      this.complain(pointer, 'shape', [kept('{0} has to be a list in [ ].', nameOf(pointer)), leftOut(pointer)]);
      return [];
    }
    if (given.length > mostEntries)
      this.complain(pointer, 'shape', [kept('{0} may have {1} entries; those behind are left out.', nameOf(pointer), mostEntries)]);
    return given.slice(0, mostEntries).flatMap((entry: unknown, index) => {
      const place = `${pointer}/${String(index)}`;
      const value = this.checked(entry, place, schema, leftOut(place));
      return value === undefined ? [] : [{ value, pointer: place }];
    });
  }

  /** Undefined where nothing is given, or something wrong, which has its sentence then. */
  private checked<Value>(
    given: unknown,
    pointer: string,
    schema: v.GenericSchema<unknown, Value>,
    instead: KeptMessage = itsDefault,
  ): Value | undefined {
    if (given === undefined) return undefined;
    const result = v.safeParse(schema, given);
    if (result.success) return result.output;
    const [issue] = result.issues;
    const inner = pathOf(issue);
    const place = pointer + inner;
    if (issue.expected === 'never') this.complain(place, 'shape', [kept('{0} is not known here.', nameOf(place)), leftOut(pointer)]);
    else if (inner !== '' && issue.received === 'undefined')
      this.complain(pointer, 'shape', [kept('{0} needs {1}.', nameOf(pointer), nameOf(inner)), instead]);
    else this.complain(place, 'shape', [[issue.message, nameOf(place)], inner === '' ? instead : leftOut(pointer)]);
    return undefined;
  }

  private object(value: unknown, pointer: string, text: KeptText): Readonly<Record<string, unknown>> | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
    this.complain(pointer, 'shape', text);
    return null;
  }

  private unknown(pointer: string, known: readonly string[]): void {
    const names = known.filter((key) => key !== '$schema').join(', ');
    this.complain(pointer, 'shape', [kept('{0} is not known here and is ignored; known are {1}.', nameOf(pointer), names)]);
  }

  private complain(pointer: string, kind: SettingsProblem['kind'], text: KeptText): void {
    this.problems.push({ line: this.json.lineOf(pointer), pointer, kind, text });
  }
}

const itsDefault = kept('Its default holds.');

function leftOut(pointer: string): KeptMessage {
  return kept('{0} is left out.', nameOf(pointer));
}

/** `cordon[1].from` for `/cordon/1/from`. */
function nameOf(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = parts.map((part, index) => (/^\d+$/.test(part) && index > 0 ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`)).join('');
  return /^[\w$.[\]]{1,60}$/.test(name) ? name : shortened(name);
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? []).map(({ key }) => pointerPart(String(key))).join('');
}

/** Days are UTC, so that one file means the same to everybody. */
function startOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function shippedRef(value: v.InferOutput<typeof values.shippedRef>): ShippedRef {
  return 'tag' in value ? { kind: 'tag', pattern: value.tag.trim() } : { kind: 'branch', pattern: value.branch.trim() };
}
