/** Output cut at its NUL bytes: the one byte that neither a message nor a path of git's can hold. */

/** A token is cut here; a commit's message of more than this is not a message. */
const longestToken = 4 * 1024 * 1024;

export class NulTokens {
  private readonly longest: number;
  private open: Buffer[] = [];
  private openBytes = 0;

  constructor(longest = longestToken) {
    this.longest = longest;
  }

  /** The tokens that end in `chunk`. Bytes that are no UTF-8 become U+FFFD. */
  push(chunk: Buffer): string[] {
    const tokens: string[] = [];
    let from = 0;
    for (let to = chunk.indexOf(0); to !== -1; to = chunk.indexOf(0, from)) {
      this.keep(chunk.subarray(from, to));
      tokens.push(this.take());
      from = to + 1;
    }
    this.keep(chunk.subarray(from));
    return tokens;
  }

  /** What follows the last NUL. */
  rest(): string {
    return this.take();
  }

  private keep(part: Buffer): void {
    const fitting = part.subarray(0, this.longest - this.openBytes);
    if (fitting.length === 0) return;
    this.open.push(fitting);
    this.openBytes += fitting.length;
  }

  private take(): string {
    const text = this.open.length === 1 ? (this.open[0]?.toString('utf8') ?? '') : Buffer.concat(this.open).toString('utf8');
    this.open = [];
    this.openBytes = 0;
    return text;
  }
}
