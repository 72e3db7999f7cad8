/** The figures of many histories: by tier, beside the usual rule, by kind of commit, and the pairs that are wrong or missing. */
import { figuresOf, noCount } from './judge.ts';
import type { Count, Judged, Pair, Said } from './judge.ts';
import { whyMissing, whyWrong } from './reasons.ts';
import type { HistoryResult } from './runHistory.ts';

/** One pair that is wrong or missing. */
export interface Slip {
  readonly kind: 'wrong' | 'missing';
  readonly reason: string;
  readonly where: string;
}

export interface KindRow {
  readonly product: Count;
  readonly usual: Count;
}

export class Summary {
  histories = 0;
  sessions = 0;
  commits = 0;
  readonly all = noCount();
  readonly proven = noCount();
  readonly usual = noCount();
  readonly recorded = noCount();
  readonly matched = noCount();
  readonly inferred = noCount();
  readonly kinds = new Map<string, KindRow>();
  readonly slips: Slip[] = [];

  add(result: HistoryResult): void {
    this.histories += 1;
    this.sessions += result.sessions;
    this.commits += result.commits;
    addTo(this.all, result.product);
    addTo(this.proven, result.proven);
    addTo(this.usual, result.usual);
    addTo(this.recorded, tiersOf(result.product, 1, 4));
    addTo(this.matched, tiersOf(result.product, 5, 5));
    addTo(this.inferred, tiersOf(result.product, 6, 6));
    for (const [rows, judged] of [
      ['product', result.product],
      ['usual', result.usual],
    ] as const)
      for (const what of ['right', 'wrong', 'missing'] as const)
        for (const pair of judged[what]) for (const kind of kindsOf(pair, result.sessionKinds)) this.kindRow(kind)[rows][what] += 1;
    this.list(result);
  }

  /** What did not turn out as it should have, or null. Recorded links have to be right, all of them. */
  get shortfall(): string | null {
    const [recorded, matched, all] = [figuresOf(this.recorded), figuresOf(this.matched), figuresOf(this.all)];
    if (recorded.precision < 1) return `Of the recorded links ${String(this.recorded.wrong)} are wrong.`;
    if (matched.precision < 0.97) return `The precision of matched links is ${matched.precision.toFixed(3)}: below 0.97.`;
    return all.f1 < 0.95 ? `F1 is ${all.f1.toFixed(3)}: below 0.95.` : null;
  }

  private kindRow(kind: string): KindRow {
    const known = this.kinds.get(kind) ?? { product: noCount(), usual: noCount() };
    this.kinds.set(kind, known);
    return known;
  }

  private list({ name, product, reachable, ownAddresses, shaOf }: HistoryResult): void {
    const commitOf = new Map(reachable.map((commit) => [commit.change.root, commit]));
    const where = ({ sessionId, change }: Pair): string => {
      const commit = commitOf.get(change);
      const sha = commit === undefined ? '' : shaOf(commit).slice(0, 8);
      return `${name}, session ${sessionId.slice(0, 8)}, commit ${sha} (${[...change.kinds].join(', ')})`;
    };
    for (const pair of product.wrong)
      this.slips.push({ kind: 'wrong', reason: whyWrong(pair), where: `${where(pair)}, tier ${String(pair.tier)}` });
    for (const pair of product.missing) {
      const reason = whyMissing(pair, ownAddresses, commitOf.get(pair.change)?.author.address ?? '');
      this.slips.push({ kind: 'missing', reason, where: where(pair) });
    }
  }
}

/** What is particular about the commit, the session, and what the one has of the other. */
function kindsOf({ sessionId, change }: Pair, sessionKinds: HistoryResult['sessionKinds']): readonly string[] {
  const kinds = [...change.kinds, ...(sessionKinds.get(sessionId) ?? [])];
  const work = change.work.get(sessionId);
  if (work === undefined || work.lines === 0) return kinds;
  if (work.shown === 0) kinds.push('lines: by commands only');
  else if (work.plain === 0) kinds.push('lines: all formatted or moved');
  else if (work.plain < work.shown) kinds.push('lines: some formatted or moved');
  if (work.lines < 0.1 * change.lines) kinds.push('lines: less than a tenth');
  return kinds;
}

function addTo(count: Count, { right, wrong, missing }: Judged): void {
  count.right += right.length;
  count.wrong += wrong.length;
  count.missing += missing.length;
}

/** What some tiers alone say; all other true pairs are missing from it. */
function tiersOf({ right, wrong, missing }: Judged, first: number, last: number): Judged {
  const isIn = ({ tier }: Said): boolean => tier >= first && tier <= last;
  return { right: right.filter(isIn), wrong: wrong.filter(isIn), missing: [...missing, ...right.filter((one) => !isIn(one))] };
}
