/** One bucket of a week while it is summed, exact: it is rounded only when all of it is there. */
import { workKinds } from '../advice/workKinds.ts';
import type { WorkKind } from '../advice/workKinds.ts';
import { standingParts } from '../attribution/placement.ts';
import type { StandingPart } from '../attribution/placement.ts';
import { changeStates } from '../outcomes/outcome.ts';
import type { ChangeOutcome } from '../outcomes/outcome.ts';
import { survivalFigures } from '../outcomes/survival.ts';
import type { ChangeLines } from '../outcomes/survival.ts';
import type { Verification } from '../outcomes/verification.ts';
import { getOrAdd } from '../report/moneySum.ts';
import type { Cadence } from '../report/outcomes/outcomesView.ts';
import type { Tokens } from '../transcript/facts.ts';
import type { Entrance } from './entrance.ts';
import { sessionLengths } from './teamWeek.ts';
import type { SessionLength, TeamWeekBucket } from './teamWeek.ts';

type ModelUse = TeamWeekBucket['models'][number];
type Writable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

/** What was asked of a model: a response, or side calls. */
export interface Use {
  readonly model: string;
  readonly tokens: Tokens;
  /** Null has no price. */
  readonly nanodollars: number | null;
  readonly entrance: Entrance;
  readonly kind: WorkKind;
  readonly part: StandingPart;
}

export class BucketSum {
  readonly #repository: string;
  readonly #models = new Map<string, Writable<ModelUse>>();
  readonly #costs: Record<Entrance, number> = { interactive: 0, headless: 0, unrecorded: 0 };
  readonly #sessions = byName(sessionLengths, () => ({ sessions: 0, cost: 0, stayed: 0 }));
  readonly #kinds = byName(workKinds, () => 0);
  readonly #standing = byName(standingParts, () => 0);
  readonly #changes = byName(changeStates, () => 0);
  readonly #windows = new Set<7 | 14 | 21>();
  readonly #lines: ChangeLines[] = [];
  readonly #verification: Record<Verification, number> = { passed: 0, failed: 0, notRun: 0, unknown: 0 };
  /** Nanodollars of each repository that is in it, `''` for outside of any. */
  readonly spent = new Map<string, number>();
  cadence: Cadence['band'] | 'unknown' = 'unknown';
  #atLeast = false;
  #headlessSessions = 0;
  #turns = 0;

  constructor(repository: string) {
    this.#repository = repository;
  }

  addRequest(repository: string, use: Use, lowerBound: boolean): void {
    const model = this.#add(repository, use);
    model.requests += 1;
    if (use.nanodollars === null) model.unpriced += 1;
    this.#atLeast ||= lowerBound || use.nanodollars === null;
  }

  addSideCalls(repository: string, use: Use): void {
    this.#add(repository, use);
  }

  /** Side calls that cannot be known: what was spent is at least what is known. */
  addUnknownSideCalls(): void {
    this.#atLeast = true;
  }

  addTurn(): void {
    this.#turns += 1;
  }

  /** A session that began in the week; `length` null is headless. */
  addSession(model: string, length: SessionLength | null, cost: number, stayed: number): void {
    this.#model(model).sessions += 1;
    if (length === null) {
      this.#headlessSessions += 1;
      return;
    }
    const sum = this.#sessions[length];
    sum.sessions += 1;
    sum.cost += cost;
    sum.stayed += stayed;
  }

  /** An own change of a repository that is in it; `lines` undefined where none of it are Claude's, as far as is known. */
  addChange({ state, window, repository }: ChangeOutcome, lines: ChangeLines | undefined, verification: Verification): void {
    this.#changes[state] += 1;
    this.#verification[verification] += 1;
    this.addWindow(window.days);
    if (lines !== undefined) this.#lines.push(lines);
    getOrAdd(this.spent, repository, () => 0);
  }

  addWindow(days: 7 | 14 | 21): void {
    this.#windows.add(days);
  }

  /** As it stands; models and windows in an order that says nothing. */
  bucket(): TeamWeekBucket {
    const { shipped, at } = survivalFigures(this.#lines);
    const linesAt = ({ lines, surviving }: (typeof at)[7]): TeamWeekBucket['survival'][7] => ({ lines, surviving });
    return {
      repository: this.#repository,
      models: [...this.#models.values()].sort((left, right) => (left.model < right.model ? -1 : 1)),
      interactiveCost: this.#costs.interactive,
      headlessCost: this.#costs.headless,
      unrecordedCost: this.#costs.unrecorded,
      atLeast: this.#atLeast,
      sessions: this.#sessions,
      headlessSessions: this.#headlessSessions,
      turns: this.#turns,
      kinds: this.#kinds,
      standing: this.#standing,
      changes: this.#changes,
      windows: [...this.#windows].sort((left, right) => left - right),
      cadence: this.cadence,
      shippedLines: shipped,
      survival: { 7: linesAt(at[7]), 14: linesAt(at[14]), 30: linesAt(at[30]) },
      verification: this.#verification,
    };
  }

  #add(repository: string, { model, tokens, nanodollars, entrance, kind, part }: Use): Writable<ModelUse> {
    const use = this.#model(model);
    const cost = nanodollars ?? 0;
    for (const name of tokenClasses) use[name] += tokens[name];
    use.cost += cost;
    this.#costs[entrance] += cost;
    this.#kinds[kind] += cost;
    this.#standing[part] += cost;
    this.spent.set(repository, (this.spent.get(repository) ?? 0) + cost);
    return use;
  }

  #model(model: string): Writable<ModelUse> {
    return getOrAdd(this.#models, model, () => ({
      ...{ model, requests: 0, sessions: 0, input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 },
      ...{ cost: 0, unpriced: 0 },
    }));
  }
}

const tokenClasses = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead', 'webSearches'] as const;

function byName<Name extends string, Value>(names: readonly Name[], make: () => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Value>;
}
