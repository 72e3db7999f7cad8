import { bugReport } from '../core/report/doctor/bugReport.ts';
import { findingText } from '../core/report/doctor/finding.ts';
import type { Finding } from '../core/report/doctor/finding.ts';
import { formatAge } from '../core/report/durations.ts';
import { counted } from '../core/report/words.ts';
import type { DoctorAnswer } from '../engine/types.ts';
import { sqliteCode, troubleSentence } from '../ledger/errors.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { lookedFor, stateOfRoot } from './roots.ts';
import { demoLine, printJson, readFirst } from './session.ts';
import type { CommandContext, CommandFunction, Unopened } from './session.ts';
import { doctorJson } from './shapes.ts';
import { homely, megabytes } from './sizes.ts';
import { style, styleOf } from './style.ts';
import type { Surroundings } from './surroundings.ts';
import { printable } from './table.ts';
import { hanging } from './wrap.ts';

/** `payoff doctor`: what is found where, what could not be read, and how the ledger is; with `--report` what a bug report may hold. */
export const doctorCommand: CommandFunction = async (context) => {
  let code: ExitCode = exitCodes.success;
  try {
    const ended = await readFirst(context);
    if (ended !== null) return ended;
  } catch (error) {
    // Then most of all it is the doctor that is wanted.
    if (sqliteCode(error) === null) throw error;
    context.surroundings.stderr.write(`payoff: ${troubleSentence(error)}\n`);
    code = exitCodes.ledgerUnusable;
  }
  print(await context.engine.doctor(), context);
  return code;
};

/** What doctor can say where the ledger cannot be used. */
export async function doctorWithoutLedger({ line, surroundings, options, problem }: Unopened): Promise<void> {
  print(await surroundings.examineWithoutLedger(options, problem), { line, surroundings });
}

function print(doctor: DoctorAnswer, { line, surroundings }: Omit<CommandContext, 'engine'>): void {
  if (line.report) surroundings.stdout.write(bugReport(doctor, { payoff: surroundings.version(), editor: null, settingIds: [] }));
  else if (line.json) printJson(surroundings, doctorJson(doctor));
  else surroundings.stdout.write(doctorText(doctor, surroundings));
}

/** Lines beyond this are left to `--json`. */
const mostNames = 8;

function doctorText(doctor: DoctorAnswer, surroundings: Surroundings): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const place = (path: string): string => printable(homely(path, surroundings.home));
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${style(paint, 'bold', title)}\n${lines.map((line) => `${line}\n`).join('')}\n`;
  const list = (title: string, items: readonly string[]): string =>
    section(
      title,
      items.map((item) => hanging(item, surroundings.stdout.columns, '  ', '    ')),
    );

  const roots = doctor.roots.map(
    (root) =>
      `${lookedFor(root, surroundings.home)}  ${stateOfRoot(root, () => `${counted(root.files, 'file')}, ${megabytes(root.bytes)}`)}`,
  );
  return [
    demoLine(surroundings),
    list('Transcripts', roots),
    list('Ledger', ledgerLines(doctor, place, surroundings.nowMs())),
    list(
      'Claude Code',
      few(doctor.versions.map(({ version, requests }) => `${printable(version) || 'unknown version'}  ${counted(requests, 'request')}`)),
    ),
    list(
      'Models without a price',
      few(doctor.unpricedModels.map(({ model, requests }) => `${printable(model) || 'unknown'}  ${counted(requests, 'request')}`)),
    ),
    list(
      'Unknown record types (harmless)',
      few(doctor.unknownRecordTypes.map(({ type, lines }) => `${printable(type)}  ${counted(lines, 'line')}`)),
    ),
    list(
      'Skipped lines',
      few(doctor.skippedFiles.map(({ path, lines, reason }) => `${place(path)}  ${counted(lines, 'line')}: ${reason}`)),
    ),
    section('Findings', findingLines(doctor.states, surroundings)),
    list(
      'Looked at, and well',
      doctor.states.filter(({ severity }) => severity === 'fine').map(({ sentence }) => printable(sentence)),
    ),
  ]
    .join('')
    .trimEnd()
    .concat('\n');
}

function ledgerLines({ ledger, lease }: DoctorAnswer, place: (path: string) => string, nowMs: number): readonly string[] {
  if (ledger === null) return ['cannot be used: see the findings'];
  const state = ledger.healthy ? 'healthy' : 'damaged';
  return [
    `${place(ledger.path)}  ${megabytes(ledger.bytes)}, version ${ledger.schemaVersion}, ${state}${ledger.readOnly ? ', read-only' : ''}`,
    `${counted(ledger.requests, 'request')} of ${counted(ledger.sessions, 'session')}; ${counted(ledger.archivedFiles, 'file')} kept that the disk no longer has`,
    lease === null
      ? 'No VS Code window keeps it up to date right now; every command reads first'
      : `Kept up to date by ${lease.holder} (process ${lease.pid}, seen ${formatAge(Math.max(0, nowMs - lease.heartbeatAtMs))})`,
  ];
}

/** What asks for something: what is wrong is marked, so that colour is not needed to see it. */
function findingLines(states: readonly Finding[], surroundings: Surroundings): readonly string[] {
  const asking = states.filter(({ severity }) => severity !== 'fine');
  if (asking.length === 0) return ['  All is well.'];
  const paint = styleOf(surroundings.stdout, surroundings);
  return asking.map((finding) => {
    const mark = finding.severity === 'problem' ? '  ! ' : '  - ';
    const text = hanging(printable(findingText(finding)), surroundings.stdout.columns, mark);
    return finding.severity === 'problem' ? style(paint, 'bold', text) : text;
  });
}

function few(lines: readonly string[]): readonly string[] {
  return lines.length <= mostNames ? lines : [...lines.slice(0, mostNames), `and ${lines.length - mostNames} more: see --json`];
}
