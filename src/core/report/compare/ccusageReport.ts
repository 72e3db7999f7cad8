/** What `ccusage daily --json` prints, of whatever version: by day, with its models where it says them. */
import * as v from 'valibot';
import { t } from '../../l10n/message.ts';

const tokens = v.optional(v.pipe(v.number(), v.finite()), 0);
const dollars = v.pipe(v.number(), v.finite());

const breakdown = v.object({
  modelName: v.string(),
  inputTokens: tokens,
  outputTokens: tokens,
  cacheCreationTokens: tokens,
  cacheReadTokens: tokens,
  cost: dollars,
});
const breakdowns = v.optional(v.array(breakdown), []);
const agent = v.object({ agent: v.string(), totalCost: dollars, modelBreakdowns: breakdowns });
const day = v.object({
  date: v.optional(v.string()),
  period: v.optional(v.string()),
  totalCost: dollars,
  modelBreakdowns: breakdowns,
  agents: v.optional(v.array(agent), []),
  metadata: v.optional(v.object({ agents: v.optional(v.array(v.string()), []) })),
});
const report = v.object({ daily: v.array(day) });

export interface CcusageModelSum {
  /** As recorded; of fast requests with `-fast` behind it. */
  readonly model: string;
  readonly tokens: number;
  readonly nanodollars: number;
}

export interface CcusageDay {
  readonly day: string;
  readonly nanodollars: number;
  /** Of Claude Code, unless `mixed`; empty where the report has none. */
  readonly models: readonly CcusageModelSum[];
  /** What tools other than Claude Code make of it. */
  readonly othersNanodollars: number;
  /** Several tools together, and no word of which model is whose. */
  readonly mixed: boolean;
}

/** The days of a report, or why it is none, in a sentence. */
export function readCcusageReport(text: string): { readonly days: readonly CcusageDay[] } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: t('This is no JSON: make it with ccusage daily --json --breakdown.') };
  }
  const parsed = v.safeParse(report, value);
  if (!parsed.success) {
    const named = typeof value === 'object' && value !== null ? Object.keys(value).find((name) => otherReports.includes(name)) : undefined;
    const what =
      named === undefined ? t('This JSON is no daily report of ccusage') : t('This is a report of ccusage by {0}, without days', named);
    return { problem: t('{0}: make one with ccusage daily --json --breakdown.', what) };
  }
  const days: CcusageDay[] = [];
  for (const row of parsed.output.daily) {
    const name = row.date ?? row.period ?? '';
    if (!/^\d{4}-\d{2}-\d{2}$/.test(name)) return { problem: t('A row of this report has no day: {0}.', JSON.stringify(name)) };
    days.push(dayOf(name, row));
  }
  return { days };
}

/** Models that ccusage counted tokens of and no amount, on any day: it has no price for them. */
export function unpricedModels(days: readonly CcusageDay[]): ReadonlySet<string> {
  const sums = days.flatMap(({ models }) => models).map((sum) => ({ ...sum, model: sum.model.replace(/-fast$/, '') }));
  const unpriced = new Set(sums.filter(({ tokens: count }) => count > 0).map(({ model }) => model));
  for (const { model, nanodollars: amount } of sums) if (amount > 0) unpriced.delete(model);
  return unpriced;
}

const otherReports = ['weekly', 'monthly', 'session', 'sessions', 'blocks', 'projects'];

const claude = 'claude';

function dayOf(name: string, row: v.InferOutput<typeof day>): CcusageDay {
  const own = row.agents.find((each) => each.agent === claude);
  const others = row.agents.filter((each) => each.agent !== claude).reduce((sum, each) => sum + nanodollars(each.totalCost), 0);
  const named = row.agents.length > 0;
  return {
    day: name,
    nanodollars: nanodollars(row.totalCost),
    models: (named ? (own?.modelBreakdowns ?? []) : row.modelBreakdowns).map((model) => ({
      model: model.modelName,
      tokens: model.inputTokens + model.outputTokens + model.cacheCreationTokens + model.cacheReadTokens,
      nanodollars: nanodollars(model.cost),
    })),
    othersNanodollars: others,
    mixed: !named && (row.metadata?.agents ?? []).some((each) => each !== claude),
  };
}

function nanodollars(amount: number): number {
  return Math.round(amount * 1e9);
}
