/** The other figure as it was given: an amount, a text, or a file of whatever program. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../core/l10n/message.ts';
import type { ComparisonProblem } from '../core/report/compare/comparison.ts';
import { readAmount, readConsoleCsv, seemsAmount } from '../core/report/compare/consoleFigure.ts';
import type { ConsoleFigure } from '../core/report/compare/consoleFigure.ts';
import type { ComparedText, CompareQuery } from './compareTypes.ts';

const mostTextBytes = 64 * 1024 * 1024;

/** What the Console says, or why that is not understood. */
export async function consoleFigure({
  amount,
  csv,
}: Extract<CompareQuery, { readonly figure: 'console' }>): Promise<ConsoleFigure | ComparisonProblem> {
  if (csv !== null) {
    const text = await textOf(csv);
    if (!('problem' in text)) return readConsoleCsv(text.text);
    const name = 'file' in csv ? path.basename(csv.file) : '';
    return seemsAmount(name)
      ? noAmount(name)
      : { problem: t('{0} Give an amount such as 123.45, or a CSV that the Console exported.', text.problem) };
  }
  const read = readAmount(amount ?? '');
  return read === null ? noAmount(amount ?? '') : { amount: read };
}

function noAmount(text: string): ComparisonProblem {
  return { problem: t('{0} is no amount in dollars: give one such as 123.45.', JSON.stringify(text)) };
}

/** The text of a report, or why there is none. */
export async function textOf(source: ComparedText): Promise<{ readonly text: string } | ComparisonProblem> {
  if ('text' in source) return source;
  try {
    const found = await stat(source.file);
    if (!found.isFile()) return { problem: t('{0} is no file.', source.file) };
    if (found.size > mostTextBytes) return { problem: t('{0} has more than 64 MB: that is no report.', source.file) };
    return { text: decoded(await readFile(source.file)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return {
      problem:
        code === 'ENOENT' ? t('The file {0} is not there.', source.file) : t('The file {0} could not be read ({1}).', source.file, code),
    };
  }
}

/** What is redirected to a file in PowerShell has two bytes a character there, and a mark that says so. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(!isWide ? 'utf-8' : first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
}
