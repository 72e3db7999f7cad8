/** What the doctor found as a document: Markdown, which VS Code's own preview shows. Knows nothing of VS Code. */
import { sizeText } from '../core/report/doctor/doctorWords.ts';
import { inOrder } from '../core/report/doctor/finding.ts';
import type { Finding } from '../core/report/doctor/finding.ts';
import { windowFindings } from '../core/report/doctor/windowRules.ts';
import type { WindowFacts } from '../core/report/doctor/windowRules.ts';
import { formatCount } from '../core/report/money.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { counted } from '../core/report/words.ts';
import type { DoctorMessage } from '../protocol/doctorSchemas.ts';
import { left, plain, right, table } from './markdownTable.ts';

export interface DoctorInput {
  readonly doctor: DoctorMessage;
  readonly window: WindowFacts;
  readonly demo: boolean;
  readonly nowMs: number;
}

/** First what needs a hand, then what is worth knowing, what is well, and where the figures come from. */
export function doctorText({ doctor, window, demo, nowMs }: DoctorInput): string {
  const states = inOrder([...doctor.states, ...windowFindings(window)]);
  const of = (severity: Finding['severity']): readonly Finding[] => states.filter((state) => state.severity === severity);
  const asking = states.some(({ severity }) => severity !== 'fine');
  return `${[
    '# Payoff: doctor',
    ...(demo ? [`**${demoSentence}**`] : []),
    ...(asking ? [] : ['All is well.']),
    ...findingPart('What needs a hand', of('problem')),
    ...findingPart('Worth knowing', of('notice')),
    ...findingPart('Looked at, and well', of('fine')),
    'To tell somebody about it, run **Payoff: Copy Bug Report**: it copies versions, counts and these states, and no path, name, branch, id or text of yours.',
    ...part('Where transcripts are looked for', doctor.roots, () => doctor.roots.map(rootLine).join('\n')),
    ...ledgerPart(doctor, nowMs),
    ...tables(doctor),
  ].join('\n\n')}\n`;
}

function findingPart(title: string, findings: readonly Finding[]): readonly string[] {
  return part(title, findings, () => findings.map(findingLine).join('\n'));
}

function findingLine({ sentence, action }: Finding): string {
  return action === '' ? `- ${plain(sentence)}` : `- ${plain(sentence)} **${plain(action)}**`;
}

function rootLine({ path, found, files, bytes, problem }: DoctorMessage['roots'][number]): string {
  const state = problem ?? (found ? `${counted(files, 'file')}, ${sizeText(bytes)}` : 'not there');
  return `- ${plain(path)}: ${plain(state)}`;
}

function ledgerPart({ ledger, lease }: DoctorMessage, nowMs: number): readonly string[] {
  if (ledger === null) return [];
  const leaseText =
    lease === null ? 'nobody at the moment' : `${lease.holder} (process ${String(lease.pid)}, ${seconds(nowMs - lease.heartbeatAtMs)} ago)`;
  return [
    section(
      'The ledger',
      [
        `- **File** ${plain(ledger.path)}`,
        `- **Size** ${sizeText(ledger.bytes)}, schema ${String(ledger.schemaVersion)}`,
        `- **State** ${ledger.healthy ? 'healthy' : 'damaged'}${ledger.readOnly ? ', read-only' : ''}`,
        `- **Holds** ${counted(ledger.requests, 'request')} of ${counted(ledger.sessions, 'session')}`,
        `- **Archived** ${counted(ledger.archivedFiles, 'transcript')} that the disk no longer has`,
        `- **Ingests** ${plain(leaseText)}`,
      ].join('\n'),
    ),
  ];
}

function tables(doctor: DoctorMessage): readonly string[] {
  const { unpricedModels, skippedFiles, unknownRecordTypes, versions } = doctor;
  return [
    ...part('Requests without a price', unpricedModels, () =>
      table(
        [left('Model'), right('Requests')],
        unpricedModels.map(({ model, requests }) => [model, formatCount(requests)]),
      ),
    ),
    ...part('Files with lines that were skipped', skippedFiles, () =>
      table(
        [left('File'), right('Lines'), left('Reason')],
        skippedFiles.map(({ path, lines, reason }) => [path, formatCount(lines), reason]),
      ),
    ),
    ...part('Record types that are not known yet', unknownRecordTypes, () =>
      table(
        [left('Type'), right('Lines')],
        unknownRecordTypes.map(({ type, lines }) => [type, formatCount(lines)]),
      ),
    ),
    ...part('Versions of Claude Code', versions, () =>
      table(
        [left('Version'), right('Requests')],
        versions.map(({ version, requests }) => [version || 'unknown', formatCount(requests)]),
      ),
    ),
  ];
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function part(title: string, items: readonly unknown[], body: () => string): readonly string[] {
  return items.length === 0 ? [] : [section(title, body())];
}

function seconds(ms: number): string {
  return `${String(Math.max(0, Math.round(ms / 1000)))} s`;
}
