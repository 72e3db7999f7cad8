/**
 * What a bug report says of a machine. It is made of numbers and of words that Payoff itself knows: whatever was recorded or configured
 * (paths, names, ids, texts of errors) is compared with lists and counted, and never passed on. No sentence of a finding is in it.
 */
import { canonicalModel } from '../../pricing/modelName.ts';
import { overlay } from '../../pricing/overlay.ts';
import { newestKnownVersion, versionNumbers } from '../../transcript/clientVersion.ts';
import { factTypes, plainTypes } from '../../transcript/recordType.ts';
import { counted } from '../words.ts';
import { countNames, stateIds } from './finding.ts';
import type { CountName, Finding } from './finding.ts';
import { sizeText } from './doctorWords.ts';

export interface ReportedDoctor {
  readonly states: readonly Finding[];
  readonly files: number;
  readonly bytes: number;
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  readonly models: readonly { readonly model: string; readonly requests: number }[];
  readonly recordTypes: readonly { readonly type: string; readonly lines: number }[];
  readonly skippedReasons: readonly { readonly reason: string; readonly lines: number }[];
  readonly machine: Machine;
  readonly ledger: { readonly bytes: number; readonly schemaVersion: number; readonly requests: number; readonly sessions: number } | null;
}

/** Versions of what Payoff runs on, as they call themselves; `''` where one is not there. */
export interface Machine {
  readonly platform: string;
  readonly release: string;
  readonly architecture: string;
  readonly node: string;
  readonly sqlite: string;
  readonly git: string;
}

/** What the face knows that shows it. */
export interface ReportingFace {
  readonly payoff: string;
  /** Null in a terminal. */
  readonly editor: {
    readonly name: string;
    readonly version: string;
    readonly remote: string | null;
    readonly trusted: boolean;
    readonly changedSettings: readonly string[];
  } | null;
  /** Ids of the settings that there are. */
  readonly settingIds: readonly string[];
}

const platforms = ['linux', 'darwin', 'win32', 'freebsd', 'openbsd', 'sunos', 'aix', 'android'];
const architectures = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64'];
const editors = [
  'Visual Studio Code',
  'Visual Studio Code - Insiders',
  'VSCodium',
  'Code - OSS',
  'code-server',
  'Cursor',
  'Windsurf',
  'Positron',
];
const remotes = ['wsl', 'ssh-remote', 'dev-container', 'attached-container', 'codespaces', 'tunnel', 'github'];
const skipReasons = ['too-long', 'not-json', 'not-an-object', 'unreadable', 'usage', 'usage-large', 'time'];
const mostVersions = 5;

/** The report as Markdown, to be pasted into an issue. */
export function bugReport(doctor: ReportedDoctor, face: ReportingFace): string {
  const { machine, ledger, states } = doctor;
  const { editor } = face;
  const editorText =
    editor === null ? 'in a terminal' : `${knownOr(editors, editor.name, 'another editor')} ${versionText(editor.version)}`;
  return `${[
    '### Payoff bug report',
    'Versions, counts and states only: no path, name, branch, id or text of yours.',
    [
      `- Payoff ${versionText(face.payoff)}, ${editorText}, Node ${versionText(machine.node)}, SQLite ${versionText(machine.sqlite)}, git ${versionText(machine.git)}`,
      `- System: ${knownOr(platforms, machine.platform, 'another')} ${versionText(machine.release)} ${knownOr(architectures, machine.architecture, 'another')}`,
      ...(editor === null
        ? []
        : [`- Window: ${windowText(editor)}`, `- Settings that differ: ${settingsText(editor.changedSettings, face)}`]),
      `- Transcripts: ${counted(doctor.files, 'file')}, ${rounded(doctor.bytes)}`,
      `- Ledger: ${ledger === null ? 'cannot be used' : `${rounded(ledger.bytes)}, schema ${whole(ledger.schemaVersion)}, ${counted(ledger.requests, 'request')} of ${counted(ledger.sessions, 'session')}`}`,
      `- Claude Code: ${clientText(doctor.versions)}`,
      `- Models: ${modelText(doctor.models)}`,
      `- Records: ${namedCounts(doctor.recordTypes, (each) => (factTypes.has(each.type) || plainTypes.has(each.type) ? each.type : null), linesOf)}`,
      `- Skipped lines: ${namedCounts(doctor.skippedReasons, ({ reason }) => knownOr(skipReasons, reason, null), linesOf)}`,
    ].join('\n'),
    ['States:', ...stateLines(states)].join('\n'),
  ].join('\n\n')}\n`;
}

function windowText({ remote, trusted }: NonNullable<ReportingFace['editor']>): string {
  const where = remote === null ? 'local' : `remote (${knownOr(remotes, remote, 'another kind')})`;
  return trusted ? where : `${where}, Restricted Mode`;
}

function settingsText(changed: readonly string[], { settingIds }: ReportingFace): string {
  const known = settingIds.filter((id) => changed.includes(id));
  return known.length === 0 ? 'none' : known.join(', ');
}

/** Each state once, with how often it was found and the sums of what it counted. */
function stateLines(states: readonly Finding[]): readonly string[] {
  const lines: string[] = [];
  for (const severity of ['problem', 'notice'] as const)
    for (const id of stateIds) {
      const found = states.filter((state) => state.id === id && state.severity === severity);
      if (found.length === 0) continue;
      const times = found.length === 1 ? '' : ` ×${whole(found.length)}`;
      const counts = countNames.flatMap((name) => countText(name, found)).join(', ');
      const unexamined = found.some(({ examined }) => !examined) ? ' (not examined)' : '';
      lines.push(`- ${severity} ${id}${times}${unexamined}${counts === '' ? '' : `: ${counts}`}`);
    }
  const fine = stateIds.filter((id) => states.some((state) => state.id === id && state.severity === 'fine'));
  return [...lines, ...(fine.length === 0 ? [] : [`- fine: ${fine.join(', ')}`])];
}

function countText(name: CountName, found: readonly Finding[]): readonly string[] {
  const numbers = found.map(({ counts }) => counts[name]).filter((count) => typeof count === 'number');
  if (numbers.length === 0) return [];
  const sum = numbers.reduce((total, count) => total + count, 0);
  return [`${name} ${name.toLowerCase().endsWith('bytes') ? rounded(sum) : whole(sum)}`];
}

/** Only what looks like a released version of Claude Code, and is no newer than can be by much, is named. */
function clientText(versions: ReportedDoctor['versions']): string {
  const named = versions.map((each) => ({ ...each, numbers: versionNumbers(each.version) }));
  const known = named.flatMap(({ numbers, requests }) =>
    numbers !== null && numbers[0] <= newestKnownVersion[0] + 1 ? [{ numbers, requests }] : [],
  );
  known.sort(
    (first, second) => second.numbers[0] - first.numbers[0] || second.numbers[1] - first.numbers[1] || second.numbers[2] - first.numbers[2],
  );
  const shown = known.slice(0, mostVersions).map(({ numbers, requests }) => `${numbers.join('.')} (${whole(requests)})`);
  const others = versions.length - shown.length;
  return [...shown, ...(others > 0 ? [counted(others, 'other')] : [])].join(', ') || 'none';
}

/** By the names of our own table, never by what was recorded: an id may hold the number of an account. */
function modelText(models: ReportedDoctor['models']): string {
  const known = new Set(overlay.map(({ model }) => model));
  return namedCounts(
    models,
    ({ model }) => {
      const name = canonicalModel(model);
      return known.has(name) ? name : null;
    },
    ({ requests }) => requests,
  );
}

function namedCounts<Item>(items: readonly Item[], nameOf: (item: Item) => string | null, countOf: (item: Item) => number): string {
  const sums = new Map<string, number>();
  let [others, otherCount] = [0, 0];
  for (const item of items) {
    const name = nameOf(item);
    if (name === null) {
      others += 1;
      otherCount += countOf(item);
    } else sums.set(name, (sums.get(name) ?? 0) + countOf(item));
  }
  const shown = [...sums].map(([name, count]) => `${name} (${whole(count)})`);
  return [...shown, ...(others > 0 ? [`${whole(others)} unknown (${whole(otherCount)})`] : [])].join(', ') || 'none';
}

function linesOf({ lines }: { readonly lines: number }): number {
  return lines;
}

function knownOr<Other extends string | null>(known: readonly string[], text: string, other: Other): string | Other {
  return known.find((each) => each === text) ?? other;
}

/** The numbers that a version begins with, `22.15.1`; what else a build calls itself is left out. */
function versionText(version: string): string {
  return /^v?(\d{1,4}(?:\.\d{1,5}){1,2})(?!\d|\.\d)/.exec(version)?.[1] ?? 'unknown';
}

/** A size with two digits that say something: nobody is known by it. */
function rounded(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes <= 0) return '0 kB';
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(bytes)) - 1);
  return sizeText(Math.round(bytes / unit) * unit);
}

/** Numbers as digits, whatever crossed over. */
function whole(count: number): string {
  return Number.isFinite(count) ? String(Math.round(count)) : '0';
}
