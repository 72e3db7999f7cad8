import { peopleCount, splitOf } from '../published/counts.ts';
import { total as totalOf } from '../published/people.ts';
import { isSafe, tallyOf } from '../published/suppress.ts';
import type { Contribution, Split } from '../published/types.ts';
import { measures } from './measures.ts';
import type { Amounts, Measure } from './measures.ts';
import { publishedDaySchemaName } from './publishedDay.ts';
import type { PublishedDay } from './publishedDay.ts';

/** What one person had of one model on the day; measures without a model are of the model `noModel`. */
export interface PersonRow {
  readonly person: string;
  readonly model: string;
  readonly amounts: Amounts;
}

const tokenClasses = ['input', 'output', 'cacheRead', 'cacheCreation'] as const satisfies readonly Measure[];

/**
 * The figures of a day, made once, after it closed: only sums that k people have a share in, none of them with more than half, and of divisions only what
 * tells no other part. Null where nothing can be told.
 * @param rows all of the day
 */
export function publishDay(
  { team, day, k, nowMs }: { readonly team: string; readonly day: string; readonly k: number; readonly nowMs: number },
  rows: readonly PersonRow[],
): PublishedDay | null {
  const people = peopleOf(rows);
  const sumOf = (measure: Measure): number | null => {
    const tally = tallyOf(people.map(({ amounts }) => amounts[measure]));
    return isSafe(tally, k) && Number.isSafeInteger(tally.sum) ? tally.sum : null;
  };
  const active = people.filter(({ amounts }) => amounts.sessions > 0 || tokenClasses.some((name) => amounts[name] > 0)).length;

  const divided = (parts: readonly Contribution[], names: readonly string[] | null): { total: number; split: Split } | null => {
    const split = splitOf(parts, k, names);
    if (split === null) return null;
    const { sum: total } = tallyOf(parts.map(totalOf));
    return Number.isSafeInteger(total) ? { total, split } : null;
  };

  const tokens = divided(
    people.map(({ amounts }) => Object.fromEntries(tokenClasses.map((name) => [name, amounts[name]]))),
    tokenClasses,
  );
  const cost = divided(
    people.map(({ models }) => Object.fromEntries(models)),
    null,
  );
  const figures = {
    developers: peopleCount(active, k),
    sessions: sumOf('sessions'),
    cost: cost === null ? null : { total: cost.total, models: cost.split },
    tokens: tokens === null ? null : { total: tokens.total, classes: tokens.split },
    linesAdded: sumOf('linesAdded'),
    linesRemoved: sumOf('linesRemoved'),
    commits: sumOf('commits'),
    pullRequests: sumOf('pullRequests'),
    activeUserMs: sumOf('activeUserMs'),
    activeClaudeMs: sumOf('activeClaudeMs'),
    editsAccepted: sumOf('editsAccepted'),
    editsRejected: sumOf('editsRejected'),
  };
  if (Object.values(figures).every((figure) => figure === null)) return null;
  return { schema: publishedDaySchemaName, team, day, publishedAtMs: nowMs, k, ...figures };
}

interface Person {
  readonly amounts: Record<Measure, number>;
  /** Cost by model. */
  readonly models: Map<string, number>;
}

function peopleOf(rows: readonly PersonRow[]): readonly Person[] {
  const people = new Map<string, Person>();
  for (const { person, model, amounts } of rows) {
    const known = people.get(person) ?? { amounts: nothing(), models: new Map<string, number>() };
    people.set(person, known);
    for (const measure of measures) known.amounts[measure] += amounts[measure] ?? 0;
    known.models.set(model, (known.models.get(model) ?? 0) + (amounts.cost ?? 0));
  }
  return [...people.values()];
}

function nothing(): Record<Measure, number> {
  return Object.fromEntries(measures.map((measure) => [measure, 0])) as Record<Measure, number>;
}
