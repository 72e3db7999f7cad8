import type { Rating } from '../pricing/rating.ts';
import type { Figures } from './report.ts';
import type { RequestRow } from './rows.ts';

/** Figures while they are being summed. */
type Sum = { -readonly [Name in keyof Figures]: Figures[Name] };

/** Adds up requests and side calls, in integers; what is not known stays known as unknown. */
export class FiguresSum {
  readonly #sum: Sum = {
    requests: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    cacheReadTokens: 0,
    webSearches: 0,
    costNanodollars: 0,
    sideCallsNanodollars: 0,
    unpricedRequests: 0,
    lowerBound: false,
  };

  /** Counts one request; without a price it is counted as unpriced and its tokens still are. */
  addRequest(request: Pick<RequestRow, 'tokens' | 'lowerBound'>, rating: Rating): void {
    this.addPriced(request, rating.priced ? rating.cost.total : null);
  }

  /** Counts one request whose price is known already; null has none. */
  addPriced(request: Pick<RequestRow, 'tokens' | 'lowerBound'>, nanodollars: number | null): void {
    const sum = this.#sum;
    const { tokens } = request;
    sum.requests += 1;
    sum.inputTokens += tokens.input;
    sum.outputTokens += tokens.output;
    sum.cacheWrite5mTokens += tokens.cacheWrite5m;
    sum.cacheWrite1hTokens += tokens.cacheWrite1h;
    sum.cacheReadTokens += tokens.cacheRead;
    sum.webSearches += tokens.webSearches;
    if (nanodollars === null) sum.unpricedRequests += 1;
    else sum.costNanodollars += nanodollars;
    if (request.lowerBound) sum.lowerBound = true;
  }

  /** Adds side calls in nanodollars; one unknown makes the sum unknown. */
  addSideCalls(nanodollars: number | null): void {
    this.#sum.sideCallsNanodollars = plus(this.#sum.sideCallsNanodollars, nanodollars);
  }

  /** Adds all of another sum. */
  add(other: Figures): void {
    const sum = this.#sum;
    sum.requests += other.requests;
    sum.inputTokens += other.inputTokens;
    sum.outputTokens += other.outputTokens;
    sum.cacheWrite5mTokens += other.cacheWrite5mTokens;
    sum.cacheWrite1hTokens += other.cacheWrite1hTokens;
    sum.cacheReadTokens += other.cacheReadTokens;
    sum.webSearches += other.webSearches;
    sum.costNanodollars += other.costNanodollars;
    sum.sideCallsNanodollars = plus(sum.sideCallsNanodollars, other.sideCallsNanodollars);
    sum.unpricedRequests += other.unpricedRequests;
    if (other.lowerBound) sum.lowerBound = true;
  }

  /** The sum as it stands. */
  figures(): Figures {
    return { ...this.#sum };
  }
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}
