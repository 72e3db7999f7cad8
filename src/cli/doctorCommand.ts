import { formatAge } from '../core/report/durations.ts';
import type { Doctor } from '../engine/types.ts';
import { exitCodes } from './exitCodes.ts';
import { printJson, readFirst } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { doctorJson } from './shapes.ts';
import { countOf, homely, megabytes } from './sizes.ts';
import { style, styleOf } from './style.ts';
import { printable } from './table.ts';

/** `payoff doctor`: what is found where, what could not be read, and how the ledger is. */
export const doctorCommand: CommandFunction = async (context) => {
  const ended = await readFirst(context);
  if (ended !== null) return ended;
  const doctor = await context.engine.doctor();
  if (context.line.json) printJson(context.surroundings, doctorJson(doctor));
  else context.surroundings.stdout.write(doctorText(doctor, context));
  return exitCodes.success;
};

/** Lines beyond this are left to `--json`. */
const mostNames = 8;

function doctorText(doctor: Doctor, { surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const place = (path: string): string => printable(homely(path, surroundings.home));
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${style(paint, 'bold', title)}\n${lines.map((line) => `  ${line}\n`).join('')}\n`;

  const { ledger, lease } = doctor;
  const roots = doctor.roots.map(
    ({ path, found, files, bytes, problem }) =>
      `${place(path)}  ${problem ?? (found ? `${countOf(files, 'file')}, ${megabytes(bytes)}` : 'does not exist')}`,
  );
  const state = ledger.healthy ? 'healthy' : 'damaged';
  return [
    section('Transcripts', roots),
    section('Ledger', [
      `${place(ledger.path)}  ${megabytes(ledger.bytes)}, version ${ledger.schemaVersion}, ${state}${ledger.readOnly ? ', read-only' : ''}`,
      `${countOf(ledger.requests, 'request')} of ${countOf(ledger.sessions, 'session')}; ${countOf(ledger.archivedFiles, 'file')} kept that the disk no longer has`,
      lease === null
        ? 'Nobody keeps it up to date right now'
        : `Kept up to date by ${lease.holder} (process ${lease.pid}, seen ${formatAge(Math.max(0, surroundings.nowMs() - lease.heartbeatAtMs))})`,
    ]),
    section(
      'Claude Code',
      few(doctor.versions.map(({ version, requests }) => `${printable(version) || 'unknown version'}  ${countOf(requests, 'request')}`)),
    ),
    section(
      'Models without a price',
      few(doctor.unpricedModels.map(({ model, requests }) => `${printable(model) || 'unknown'}  ${countOf(requests, 'request')}`)),
    ),
    section(
      'Unknown record types (harmless)',
      few(doctor.unknownRecordTypes.map(({ type, lines }) => `${printable(type)}  ${countOf(lines, 'line')}`)),
    ),
    section(
      'Skipped lines',
      few(doctor.skippedFiles.map(({ path, lines, reason }) => `${place(path)}  ${countOf(lines, 'line')}: ${reason}`)),
    ),
    section('Findings', doctor.findings.length === 0 ? ['All is well.'] : doctor.findings),
  ]
    .join('')
    .trimEnd()
    .concat('\n');
}

function few(lines: readonly string[]): readonly string[] {
  return lines.length <= mostNames ? lines : [...lines.slice(0, mostNames), `and ${lines.length - mostNames} more: see --json`];
}
