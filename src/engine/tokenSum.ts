import type { RequestRow } from '../core/report/rows.ts';
import type { Tokens } from '../core/transcript/facts.ts';
import type { HeldTokens } from '../ledger/costStates.ts';

type Sum = { -readonly [Name in keyof Tokens]: Tokens[Name] };

/** What some requests used, by model as recorded, and the last of them. */
export class TokenSum {
  last: RequestRow | null = null;
  private readonly models = new Map<string, Sum>();

  static of(requests: readonly RequestRow[]): TokenSum {
    const sum = new TokenSum();
    for (const request of requests) {
      sum.add(request.model, request.tokens);
      sum.addLast(request);
    }
    return sum;
  }

  addAll(other: TokenSum): void {
    for (const [model, tokens] of other.models) this.add(model, tokens);
    if (other.last !== null) this.addLast(other.last);
  }

  byModel(): readonly HeldTokens[] {
    return [...this.models].map(([model, tokens]) => ({ model, tokens }));
  }

  private addLast(request: RequestRow): void {
    if (this.last === null || request.atMs > this.last.atMs) this.last = request;
  }

  private add(model: string, tokens: Tokens): void {
    const sum = this.models.get(model);
    if (sum === undefined) {
      this.models.set(model, { ...tokens });
      return;
    }
    sum.input += tokens.input;
    sum.output += tokens.output;
    sum.cacheWrite5m += tokens.cacheWrite5m;
    sum.cacheWrite1h += tokens.cacheWrite1h;
    sum.cacheRead += tokens.cacheRead;
    sum.webSearches += tokens.webSearches;
  }
}
