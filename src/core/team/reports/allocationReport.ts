/** Who is to carry which part of the cost, as CSV: by team, of all that a reader may read, and by repository bucket of one of them. */
import { csv } from '../../report/tableText.ts';
import type { TableColumn } from '../../report/tableText.ts';
import { weekAfter } from '../published/closing.ts';
import type { AllocationSection, Figure, TeamCosts } from '../published/dashboardTypes.ts';

export interface Allocated {
  /** The team of the repository buckets. */
  readonly team: string;
  readonly allocation: AllocationSection;
  readonly costs: TeamCosts;
}

interface Row {
  readonly by: 'team' | 'repository';
  readonly team: string;
  /** Of a team; the key of a bucket, empty for that of all who do not tell repositories apart. */
  readonly name: string;
  readonly value: number | null;
  readonly unit: 'microdollars' | 'tokens';
  readonly isAtLeast: boolean;
  readonly weeks: readonly string[];
  readonly missing: readonly string[];
}

const columns: readonly TableColumn<Row>[] = [
  { name: 'by', cell: ({ by }) => by },
  { name: 'team', cell: ({ team }) => team },
  { name: 'name', cell: ({ name }) => name },
  { name: 'value', cell: ({ value }) => value },
  { name: 'unit', cell: ({ unit }) => unit },
  { name: 'at_least', cell: ({ isAtLeast }) => (isAtLeast ? 'yes' : '') },
  { name: 'first_week', cell: ({ weeks }) => weeks[0] ?? '' },
  { name: 'last_week', cell: ({ weeks }) => weeks.at(-1) ?? '' },
  { name: 'missing_weeks', cell: ({ missing }) => missing.join(' ') },
];

/** The table; no cell can become a formula. A value that is hidden is empty, never 0. */
export function allocationCsv({ team, allocation, costs }: Allocated): string {
  const { weeks, rows, others, isAtLeast: isLowerBound } = allocation;
  const own = { by: 'repository', team, unit: 'microdollars', isAtLeast: isLowerBound, weeks, missing: missingOf(weeks) } as const;
  const bucket = (name: string, value: number): Row => ({ ...own, name, value });
  return csv(columns, [
    ...costs.teams.flatMap(({ team: id, name, cost, isAtLeast, tokens }): readonly Row[] => {
      const of = { by: 'team', team: id, name, weeks: costs.weeks } as const;
      return [
        { ...of, value: valueOf(cost.figure), unit: 'microdollars', isAtLeast, missing: cost.missing },
        { ...of, value: valueOf(tokens.figure), unit: 'tokens', isAtLeast: false, missing: tokens.missing },
      ];
    }),
    ...rows.map(({ repository, cost }) => bucket(repository, cost)),
    ...(others === null ? [] : [bucket('not told apart', others)]),
  ]);
}

/** Between the first and the last of them. */
function missingOf(weeks: readonly string[]): readonly string[] {
  const [first, last] = [weeks[0], weeks.at(-1)];
  const missing: string[] = [];
  if (first === undefined || last === undefined) return missing;
  for (let week = first; week < last; week = weekAfter(week)) if (!weeks.includes(week)) missing.push(week);
  return missing;
}

function valueOf(figure: Figure): number | null {
  return 'value' in figure ? figure.value : null;
}
