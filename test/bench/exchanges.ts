/** A transcript as what was asked and what was answered, in turn. */

/** What the client writes for one request. */
export interface Exchange {
  /** Before the answer comes: results, attachments, the request. */
  readonly asked: readonly string[];
  /** The answer, with its usage. */
  readonly answered: readonly string[];
}

/** Splits a transcript's lines behind each answer; an answer may have several lines. */
export function exchangesOf(text: string): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  let [asked, answered]: [string[], string[]] = [[], []];
  let answer = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const id = line.includes('"type":"assistant"') ? (/"id":"(msg_\w+)"/.exec(line)?.[1] ?? '') : '';
    if (answered.length > 0 && id !== answer) {
      exchanges.push({ asked, answered });
      [asked, answered] = [[], []];
    }
    answer = id;
    (id === '' ? asked : answered).push(line);
  }
  return answered.length > 0 ? [...exchanges, { asked, answered }] : exchanges;
}
