/** A week as it would leave, each value beside what it says: the editor and the terminal show the same. */
import { t } from '../l10n/message.ts';
import { formatUsDollars } from '../report/money.ts';
import { markdownTable } from '../report/tableText.ts';
import { fieldWords } from './fieldWords.ts';
import type { TeamWeek, TeamWeekBucket } from './teamWeek.ts';

export interface PreviewLine {
  /** `buckets[0].models[].cost`: of models and lists of names all values are on one line. */
  readonly field: string;
  /** As it is sent, amounts in dollars behind: `{"claude-opus-5-5":1200000000} ($1.20)`. */
  readonly value: string;
  readonly words: string;
}

/** Every field of a week with its value, in the order in which they are sent; nothing is sent that is not here. */
export function previewOf(week: TeamWeek): readonly PreviewLine[] {
  const { buckets, ...of } = week;
  const known = new Map<string, unknown>(Object.entries(of));
  const lines = wordsOf((field) => !field.startsWith(inBucket)).map(({ field, words }) => lineOf(field, known.get(field), words()));
  return [...lines, ...buckets.flatMap((bucket, index) => linesOf(bucket, `buckets[${String(index)}]`))];
}

function linesOf(bucket: TeamWeekBucket, name: string): readonly PreviewLine[] {
  return wordsOf((field) => field.startsWith(inBucket)).map(({ field, words }) => {
    const path = field.slice(inBucket.length);
    return lineOf(`${name}.${path.replace('.*', '')}`, valueAt(bucket, path), words());
  });
}

const inBucket = 'buckets[].';

function wordsOf(isWanted: (field: string) => boolean): typeof fieldWords {
  return fieldWords.filter(({ field }) => isWanted(field));
}

/** Of lists and groups the values by their names. */
function valueAt(bucket: TeamWeekBucket, path: string): unknown {
  const [first = '', second = '', third = ''] = path.replace('[]', '').split('.');
  if (first === 'models')
    return second === 'model'
      ? bucket.models.map(({ model }) => model)
      : byName(bucket.models.map((use) => [use.model, entryOf(use, second)]));
  const value = entryOf(bucket, first);
  if (second === '*' && third !== '')
    return byName(Object.entries(Object(value) as object).map(([name, of]) => [name, entryOf(of, third)]));
  return value;
}

function entryOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
}

function byName(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
}

function lineOf(field: string, value: unknown, words: string): PreviewLine {
  const sent = JSON.stringify(value);
  const isMoney = /cost$/i.test(field) || /\.(?:kinds|standing)$/.test(field);
  return { field, value: isMoney ? `${sent} (${formatUsDollars(total(value))})` : sent, words };
}

function total(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, each: unknown) => sum + total(each), 0)
    : 0;
}

/** For a terminal, a field after the other. */
export function previewText(week: TeamWeek): string {
  return previewOf(week)
    .map(({ field, value, words }) => `${field}: ${value}\n    ${words}\n`)
    .join('');
}

/** For the editor: a table, and the very text that would be sent. */
export function previewMarkdown(week: TeamWeek): string {
  const table = markdownTable<PreviewLine>(
    [
      { name: t('Field'), cell: ({ field }) => field },
      { name: t('Sent'), cell: ({ value }) => value },
      { name: t('What it says'), cell: ({ words }) => words },
    ],
    previewOf(week),
  );
  return `## ${week.week}\n\n${table}\n\`\`\`json\n${JSON.stringify(week, null, 2)}\n\`\`\`\n`;
}
