/** Hints of commits by their SHAs, from their messages alone: no file is compared. */
import { hintsOf } from './hints.ts';
import { pullNumberOf } from './message.ts';
import { NulTokens } from './nulTokens.ts';
import { existingCommits } from './objects.ts';
import { problemOf } from './problem.ts';
import { streamGit } from './stream.ts';
import type { ReadHint, ReadHints } from './types.ts';

const batchSize = 500;
const fields = ['%H', '%ae', '%an', '%s', '%b'];
const format = `--format=tformat:${fields.join('%x00')}`;

/** See `ReadHints`. */
export const readHints: ReadHints = async function* (path, shas, options) {
  try {
    for (let from = 0; from < shas.length; from += batchSize) {
      const existing = await existingCommits(path, shas.slice(from, from + batchSize), options);
      if (existing.length === 0) continue;
      const args = [
        'log',
        '--stdin',
        '-z',
        '--no-walk=unsorted',
        '--encoding=UTF-8',
        '--no-decorate',
        '--no-notes',
        '--no-mailmap',
        format,
      ];
      const tokens = new NulTokens();
      const texts: string[] = [];
      for await (const chunk of streamGit(path, args, { ...options, input: existing.map((sha) => `${sha}\n`).join('') }))
        texts.push(...tokens.push(chunk));
      yield { ok: true, value: hintsIn(texts) };
    }
  } catch (error) {
    yield { ok: false, problem: problemOf(error) };
  }
};

/** A record is a fixed number of fields, so that nothing that stands in one can be taken for another. */
function hintsIn(texts: readonly string[]): readonly ReadHint[] {
  const found: ReadHint[] = [];
  for (let at = 0; at + fields.length <= texts.length; at += fields.length) {
    const [sha = '', authorAddress = '', authorName = '', rawSubject = '', body = ''] = texts.slice(at, at + fields.length);
    const subject = rawSubject.trim();
    found.push({ sha, hints: hintsOf({ authorName, authorAddress, subject, body }), pullNumber: pullNumberOf(subject, body) });
  }
  return found;
}
