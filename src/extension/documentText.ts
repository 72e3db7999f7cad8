/** The texts of the read-only documents: Markdown that reads well as it is, because that is how it is shown. */
import { modelLabel } from '../core/report/modelLabel.ts';
import { formatTime } from '../core/report/durations.ts';
import { formatCount, formatDollars, formatMoney, formatTokens } from '../core/report/money.ts';
import type { Figures, Report, SessionRow } from '../core/report/report.ts';
import { dayKey, weekday } from '../core/report/time.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import type { DoctorMessage } from '../protocol/schemas.ts';

export interface TodayInput {
  readonly nowMs: number;
  readonly byRepository: Report;
  readonly byModel: Report;
  readonly sessions: readonly SessionRow[];
  readonly demo: boolean;
}

/** Today's report: the sum, where it went, by which models, in which sessions. */
export function todayText({ nowMs, byRepository, byModel, sessions, demo }: TodayInput): string {
  const { totals, timezone, prices } = byRepository;
  const title = `# ${weekday(nowMs, timezone)} ${dayKey(nowMs, timezone)}: ${cost(totals)}`;
  const counted = `${count(totals.requests, 'request')} in ${count(sessions.length, 'session')}, at the list prices of ${prices.asOf}. Days are those of ${timezone}.`;
  if (totals.requests === 0) return page([title, ...(demo ? [demoSentence] : []), 'Claude Code has not been used today.']);
  const ordered = [...sessions].sort((left, right) => right.endedAtMs - left.endedAtMs);
  return page([
    title,
    ...(demo ? [demoSentence] : []),
    [counted, ...notes(totals)].join('\n'),
    section('Where it went', figuresTable('Repository', byRepository, placeOf)),
    section('Models', figuresTable('Model', byModel, modelLabel)),
    section(
      'Sessions',
      table(
        [left('Started'), left('Last'), left('Repository'), left('Branch'), right('Turns'), right('Lines'), right('Cost'), left('Models')],
        ordered.map((session) => [
          formatTime(session.startedAtMs, nowMs, timezone),
          formatTime(session.endedAtMs, nowMs, timezone),
          placeOf(session.repository === '' ? session.cwd : session.repository),
          session.branches.join(', '),
          formatCount(session.turns),
          `+${formatCount(session.linesAdded)} -${formatCount(session.linesRemoved)}`,
          cost(session.figures),
          session.models.map(modelLabel).join(', '),
        ]),
      ),
    ),
  ]);
}

/** What doctor found: first what needs a hand, then where the figures come from. */
export function doctorText(doctor: DoctorMessage, demo: boolean, nowMs: number): string {
  const { ledger, lease } = doctor;
  const leaseText =
    lease === null ? 'nobody at the moment' : `${lease.holder} (process ${String(lease.pid)}, ${seconds(nowMs - lease.heartbeatAtMs)} ago)`;
  return page([
    '# Payoff: doctor',
    ...(demo ? [demoSentence] : []),
    doctor.findings.length === 0 ? 'All is well.' : section('Findings', doctor.findings.map((finding) => `- ${finding}`).join('\n')),
    section(
      'Where transcripts are looked for',
      table(
        [left('Folder'), left(''), right('Files'), right('MB')],
        doctor.roots.map(({ path, found, files, bytes, problem }) => [
          path,
          problem ?? (found ? 'found' : 'not there'),
          formatCount(files),
          megabytes(bytes),
        ]),
      ),
    ),
    section(
      'The ledger',
      table(
        [left('What'), left('Value')],
        [
          ['File', ledger.path],
          ['Size', `${megabytes(ledger.bytes)} MB, schema ${String(ledger.schemaVersion)}`],
          ['State', `${ledger.healthy ? 'healthy' : 'damaged'}${ledger.readOnly ? ', read-only' : ''}`],
          ['Holds', `${count(ledger.requests, 'request')} of ${count(ledger.sessions, 'session')}`],
          ['Archived', `${count(ledger.archivedFiles, 'transcript')} that the disk no longer has`],
          ['Ingests', leaseText],
        ],
      ),
    ),
    ...part('Requests without a price', doctor.unpricedModels, () =>
      table(
        [left('Model'), right('Requests')],
        doctor.unpricedModels.map(({ model, requests }) => [model, formatCount(requests)]),
      ),
    ),
    ...part('Files with lines that were skipped', doctor.skippedFiles, () =>
      table(
        [left('File'), right('Lines'), left('Reason')],
        doctor.skippedFiles.map(({ path, lines, reason }) => [path, formatCount(lines), reason]),
      ),
    ),
    ...part('Record types that are not known yet', doctor.unknownRecordTypes, () =>
      table(
        [left('Type'), right('Lines')],
        doctor.unknownRecordTypes.map(({ type, lines }) => [type, formatCount(lines)]),
      ),
    ),
    ...part('Versions of Claude Code', doctor.versions, () =>
      table(
        [left('Version'), right('Requests')],
        doctor.versions.map(({ version, requests }) => [version || 'unknown', formatCount(requests)]),
      ),
    ),
  ]);
}

/** A document that could not be made says why. */
export function problemText(title: string, sentence: string): string {
  return page([`# ${title}`, sentence]);
}

function notes(totals: Figures): readonly string[] {
  const side = totals.sideCallsNanodollars;
  return [
    ...(totals.unpricedRequests > 0
      ? [`${count(totals.unpricedRequests, 'request')} ${totals.unpricedRequests === 1 ? 'has' : 'have'} no price yet: not in the sum.`]
      : []),
    ...(totals.lowerBound ? ['Some answers were recorded incompletely: the true sum is a little higher.'] : []),
    ...(side === null ? ['Side calls (titles, web searches) are not known for every session.'] : []),
    ...(side !== null && side > 0 ? [`Side calls (titles, web searches) cost another ${formatDollars(side)}.`] : []),
  ];
}

function figuresTable(name: string, { rows, totals }: Report, label: (key: string) => string): string {
  const columns = [
    left(name),
    right('Cost'),
    right('Requests'),
    right('Input'),
    right('Output'),
    right('Cache written'),
    right('Cache read'),
  ];
  const line = (key: string, row: Figures): readonly string[] => [
    key,
    cost(row),
    formatCount(row.requests),
    formatTokens(row.inputTokens),
    formatTokens(row.outputTokens),
    formatTokens(row.cacheWrite5mTokens + row.cacheWrite1hTokens),
    formatTokens(row.cacheReadTokens),
  ];
  const ordered = [...rows].sort((first, second) => second.costNanodollars - first.costNanodollars);
  return table(
    columns,
    ordered.map((row) => line(label(row.key), row)),
    rows.length > 1 ? line('Total', totals) : null,
  );
}

function cost({ costNanodollars, unpricedRequests, lowerBound }: Figures): string {
  return formatMoney({ nanodollars: costNanodollars, unpricedRequests, lowerBound });
}

interface Column {
  readonly title: string;
  readonly right: boolean;
}

function left(title: string): Column {
  return { title, right: false };
}

function right(title: string): Column {
  return { title, right: true };
}

/** Columns aligned by spaces, indented as a block that Markdown leaves as it is; a total stands below a rule. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[], total: readonly string[] | null = null): string {
  const cells = [columns.map(({ title }) => title), ...rows, ...(total === null ? [] : [total])].map((row) =>
    row.map((cell) => cell.replaceAll(/\s+/g, ' ')),
  );
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  const pad = (cell: string, index: number): string =>
    columns[index]?.right === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  const lines = cells.map((row) => row.map(pad).join('  '));
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  lines.splice(1, 0, rule);
  if (total !== null) lines.splice(-1, 0, rule);
  return lines.map((line) => `    ${line.trimEnd()}`).join('\n');
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function part(title: string, items: readonly unknown[], body: () => string): readonly string[] {
  return items.length === 0 ? [] : [section(title, body())];
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function placeOf(repository: string): string {
  const parts = repository.split(/[\\/]/).filter((name) => name !== '' && name !== '.git');
  return parts.at(-1) ?? 'no repository';
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function seconds(ms: number): string {
  return `${String(Math.max(0, Math.round(ms / 1000)))} s`;
}
