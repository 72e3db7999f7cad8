import { formatAge } from '../core/report/durations.ts';
import { counted } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import { lookedFor, stateOfRoot } from './roots.ts';
import { demoLine, printJson, readFirst } from './session.ts';
import type { CommandFunction, Unopened } from './session.ts';
import { doctorJson } from './shapes.ts';
import type { DoctorFindings } from './shapes.ts';
import { homely, megabytes } from './sizes.ts';
import { style, styleOf } from './style.ts';
import type { Surroundings } from './surroundings.ts';
import { printable } from './table.ts';

/** `payoff doctor`: what is found where, what could not be read, and how the ledger is. */
export const doctorCommand: CommandFunction = async (context) => {
  const ended = await readFirst(context);
  if (ended !== null) return ended;
  const doctor = await context.engine.doctor();
  if (context.line.json) printJson(context.surroundings, doctorJson(doctor));
  else context.surroundings.stdout.write(doctorText(doctor, context.surroundings));
  return exitCodes.success;
};

/** What doctor can say where the ledger cannot be used: where transcripts were looked for, and what is wrong. */
export async function doctorWithoutLedger({ line, surroundings, options, problem }: Unopened): Promise<void> {
  const roots = await surroundings.searchRoots(options);
  const doctor: DoctorFindings = {
    roots,
    files: roots.reduce((sum, { files }) => sum + files, 0),
    bytes: roots.reduce((sum, { bytes }) => sum + bytes, 0),
    versions: [],
    unknownRecordTypes: [],
    skippedLines: 0,
    skippedFiles: [],
    unpricedModels: [],
    ledger: null,
    lease: null,
    findings: [problem.sentence],
  };
  if (line.json) printJson(surroundings, doctorJson(doctor));
  else surroundings.stdout.write(doctorText(doctor, surroundings));
}

/** Lines beyond this are left to `--json`. */
const mostNames = 8;

function doctorText(doctor: DoctorFindings, surroundings: Surroundings): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const place = (path: string): string => printable(homely(path, surroundings.home));
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${style(paint, 'bold', title)}\n${lines.map((line) => `  ${line}\n`).join('')}\n`;

  const roots = doctor.roots.map(
    (root) =>
      `${lookedFor(root, surroundings.home)}  ${stateOfRoot(root, () => `${counted(root.files, 'file')}, ${megabytes(root.bytes)}`)}`,
  );
  return [
    demoLine(surroundings),
    section('Transcripts', roots),
    section('Ledger', ledgerLines(doctor, place, surroundings.nowMs())),
    section(
      'Claude Code',
      few(doctor.versions.map(({ version, requests }) => `${printable(version) || 'unknown version'}  ${counted(requests, 'request')}`)),
    ),
    section(
      'Models without a price',
      few(doctor.unpricedModels.map(({ model, requests }) => `${printable(model) || 'unknown'}  ${counted(requests, 'request')}`)),
    ),
    section(
      'Unknown record types (harmless)',
      few(doctor.unknownRecordTypes.map(({ type, lines }) => `${printable(type)}  ${counted(lines, 'line')}`)),
    ),
    section(
      'Skipped lines',
      few(doctor.skippedFiles.map(({ path, lines, reason }) => `${place(path)}  ${counted(lines, 'line')}: ${reason}`)),
    ),
    section('Findings', doctor.findings.length === 0 ? ['All is well.'] : doctor.findings),
  ]
    .join('')
    .trimEnd()
    .concat('\n');
}

function ledgerLines({ ledger, lease }: DoctorFindings, place: (path: string) => string, nowMs: number): readonly string[] {
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

function few(lines: readonly string[]): readonly string[] {
  return lines.length <= mostNames ? lines : [...lines.slice(0, mostNames), `and ${lines.length - mostNames} more: see --json`];
}
