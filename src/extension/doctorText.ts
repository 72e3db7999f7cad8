/** What the doctor found as a document: Markdown, which VS Code's own preview shows. Knows nothing of VS Code. */
import { sessionCount, requestCount, fileCount, transcriptCount } from '../core/report/counts.ts';
import { t } from '../core/l10n/message.ts';
import { sizeText } from '../core/report/doctor/doctorWords.ts';
import { inOrder } from '../core/report/doctor/finding.ts';
import type { Finding } from '../core/report/doctor/finding.ts';
import { windowFindings } from '../core/report/doctor/windowRules.ts';
import type { WindowFacts } from '../core/report/doctor/windowRules.ts';
import { formatCount } from '../core/report/money.ts';
import { listed } from '../core/report/words.ts';
import { demoSentence } from '../core/report/tooltip.ts';
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
    `# ${t('Payoff: doctor')}`,
    ...(demo ? [`**${demoSentence()}**`] : []),
    ...(asking ? [] : [t('All is well.')]),
    ...findingPart(t('What needs a hand'), of('problem')),
    ...findingPart(t('Worth knowing'), of('notice')),
    ...findingPart(t('Looked at, and well'), of('fine')),
    t(
      'To tell somebody about it, run **Payoff: Copy Bug Report**: it copies versions, counts and these states, and no path, name, branch, id or text of yours.',
    ),
    ...part(t('Where transcripts are looked for'), doctor.roots, () => doctor.roots.map(rootLine).join('\n')),
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
  const state = problem ?? (found ? listed([fileCount(files), sizeText(bytes)]) : t('not there'));
  return `- ${plain(path)}: ${plain(state)}`;
}

function ledgerPart({ ledger, lease }: DoctorMessage, nowMs: number): readonly string[] {
  if (ledger === null) return [];
  const leaseText =
    lease === null
      ? t('nobody at the moment')
      : t('{0} (process {1}, {2} s ago)', lease.holder, String(lease.pid), seconds(nowMs - lease.heartbeatAtMs));
  return [
    section(
      t('The ledger'),
      [
        `- **${t('File')}** ${plain(ledger.path)}`,
        `- **${t('Size')}** ${t('{0}, schema {1}', sizeText(ledger.bytes), ledger.schemaVersion)}`,
        `- **${t('State')}** ${listed([ledger.healthy ? t('healthy') : t('damaged'), ...(ledger.readOnly ? [t('read-only')] : [])])}`,
        `- **${t('Holds')}** ${t('{0} in {1}', requestCount(ledger.requests), sessionCount(ledger.sessions))}`,
        `- **${t('Archived')}** ${t('{0} that the disk no longer has', transcriptCount(ledger.archivedFiles))}`,
        `- **${t('Ingests')}** ${plain(leaseText)}`,
      ].join('\n'),
    ),
  ];
}

function tables(doctor: DoctorMessage): readonly string[] {
  const { unpricedModels, skippedFiles, unknownRecordTypes, versions } = doctor;
  return [
    ...part(t('Requests without a price'), unpricedModels, () =>
      table(
        [left(t('Model')), right(t('Requests'))],
        unpricedModels.map(({ model, requests }) => [model, formatCount(requests)]),
      ),
    ),
    ...part(t('Files with lines that were skipped'), skippedFiles, () =>
      table(
        [left(t('File')), right(t('Lines')), left(t('Reason'))],
        skippedFiles.map(({ path, lines, reason }) => [path, formatCount(lines), reason]),
      ),
    ),
    ...part(t('Record types that are not known yet'), unknownRecordTypes, () =>
      table(
        [left(t('Type')), right(t('Lines'))],
        unknownRecordTypes.map(({ type, lines }) => [type, formatCount(lines)]),
      ),
    ),
    ...part(t('Versions of Claude Code'), versions, () =>
      table(
        [left(t('Version')), right(t('Requests'))],
        versions.map(({ version, requests }) => [version || t('unknown'), formatCount(requests)]),
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
  return formatCount(Math.max(0, ms / 1000));
}
