/**
 * What ccusage takes for a token: asked of itself, with made-up lines of one token class each on a day of its own. So any version's own
 * table is known, offline, with what the user has set in its configuration.
 */
import type { Rate } from '../../pricing/rating.ts';
import { readCcusageReport } from './ccusageReport.ts';
import type { CcusageLine } from './ccusageLine.ts';
import { costAt, tokenClasses, unitRates } from './unitRates.ts';
import type { UnitRates } from './unitRates.ts';

export interface CcusageRates {
  readonly base: UnitRates;
  /** Nanodollars a token beyond a threshold: of each class by itself, or of the whole request whose prompt is longer; null without. */
  readonly above: { readonly from: number; readonly of: 'class' | 'request'; readonly rates: UnitRates } | null;
  readonly fastMultiplier: number;
}

/** What ccusage makes of one line, in nanodollars with fractions; what it has no price for is 0. */
export function ccusageCost(line: Pick<CcusageLine, 'recordedNanodollars' | 'tokens' | 'fast'>, rates: CcusageRates | null): number {
  if (line.recordedNanodollars !== null) return line.recordedNanodollars;
  if (rates === null) return 0;
  return tokensCost(line.tokens, rates) * (line.fast ? rates.fastMultiplier : 1);
}

/** Without the multiplier of fast mode. */
export function tokensCost(tokens: CcusageLine['tokens'], { base, above }: CcusageRates): number {
  if (above === null) return costAt(base, tokens);
  const { input, cacheWrite5m, cacheWrite1h, cacheRead } = tokens;
  if (above.of === 'request') return costAt(input + cacheWrite5m + cacheWrite1h + cacheRead > above.from ? above.rates : base, tokens);
  return tokenClasses.reduce((sum, name) => {
    const over = Math.max(0, tokens[name] - above.from);
    return sum + base[name] * (tokens[name] - over) + above.rates[name] * over;
  }, 0);
}

const [few, many, twice] = [1000, 1_000_000, 2_000_000];
/** Where providers change their price for a long prompt. */
const thresholds = [100_000, 128_000, 200_000, 256_000, 272_000];

interface Probe {
  readonly name: string;
  readonly usage: object;
}

/** One a day, from 2 January 2020 on. */
const probes: readonly Probe[] = [
  ...tokenClasses.flatMap((tokenClass) =>
    [few, many, twice].map((count) => ({ name: `${tokenClass} ${String(count)}`, usage: usageOf(tokenClass, count) })),
  ),
  ...thresholds.map((threshold) => ({ name: `above ${String(threshold)}`, usage: usageOf('input', threshold + 1) })),
  { name: 'answer', usage: { ...usageOf('input', many), output_tokens: few } },
  { name: 'fast', usage: { ...usageOf('input', few), speed: 'fast' } },
];

function usageOf(tokenClass: keyof UnitRates, count: number): object {
  const of = (name: keyof UnitRates): number => (name === tokenClass ? count : 0);
  return {
    input_tokens: of('input'),
    output_tokens: of('output'),
    cache_creation_input_tokens: of('cacheWrite5m') + of('cacheWrite1h'),
    cache_read_input_tokens: of('cacheRead'),
    cache_creation: { ephemeral_5m_input_tokens: of('cacheWrite5m'), ephemeral_1h_input_tokens: of('cacheWrite1h') },
  };
}

function dayOfProbe(index: number): string {
  return new Date(Date.UTC(2020, 0, 2 + index)).toISOString().slice(0, 10);
}

/** A transcript that asks for the prices of these models; ccusage has to read it in UTC. */
export function probeTranscript(models: readonly string[]): string {
  const lines = models.flatMap((model, place) =>
    probes.map(({ usage }, index) => ({
      type: 'assistant',
      sessionId: 'price',
      version: '2.1.330',
      timestamp: `${dayOfProbe(index)}T12:00:00.000Z`,
      requestId: `req_${String(place)}_${String(index)}`,
      message: { id: `msg_01price${String(place)}x${String(index)}`, type: 'message', role: 'assistant', model, content: [], usage },
    })),
  );
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The prices that ccusage's report on `probeTranscript` tells; null for a model without one. Null where the report does not tell. */
export function readProbes(text: string, models: readonly string[]): ReadonlyMap<string, CcusageRates | null> | null {
  const report = readCcusageReport(text);
  if ('problem' in report) return null;
  const costs = new Map(report.days.flatMap(({ day, models: sums }) => sums.map((sum) => [`${day} ${sum.model}`, sum.nanodollars])));
  if (costs.size === 0 && models.length > 0) return null;
  const rates = new Map<string, CcusageRates | null>();
  for (const model of models) {
    const named = new Map(
      probes.map(({ name }, index) => {
        const day = dayOfProbe(index);
        return [name, costs.get(`${day} ${model}`) ?? costs.get(`${day} ${model}-fast`) ?? 0];
      }),
    );
    rates.set(
      model,
      ratesOf((name) => named.get(name) ?? 0),
    );
  }
  return rates;
}

function ratesOf(cost: (probe: string) => number): CcusageRates | null {
  const base = perClass((name) => cost(`${name} ${String(few)}`) / few);
  if (tokenClasses.every((name) => base[name] === 0)) return null;
  const multiplier = base.input === 0 ? 1 : cost('fast') / few / base.input;
  return { base, above: aboveOf(base, cost), fastMultiplier: Math.round(multiplier * 1000) / 1000 };
}

function aboveOf(base: UnitRates, cost: (probe: string) => number): CcusageRates['above'] {
  const rates = perClass((name) => (cost(`${name} ${String(twice)}`) - cost(`${name} ${String(many)}`)) / (twice - many));
  if (tokenClasses.every((name) => close(rates[name], base[name]))) return null;
  const answer = cost('answer') - cost(`input ${String(many)}`);
  if (!close(answer / few, base.output)) {
    const from = thresholds.find((threshold) => close(cost(`above ${String(threshold)}`) / (threshold + 1), rates.input));
    // What was answered to nothing is below every threshold: only behind a long prompt does it cost more.
    const output = Math.round((answer / few) * 1000) / 1000;
    return { from: from ?? 200_000, of: 'request', rates: { ...rates, output } };
  }
  // The first tokens of a million cost the base price, the others that above.
  const tiered = tokenClasses.find((name) => !close(rates[name], base[name])) ?? 'input';
  const from = (rates[tiered] * many - cost(`${tiered} ${String(many)}`)) / (rates[tiered] - base[tiered]);
  return { from: Math.round(from), of: 'class', rates };
}

function perClass(of: (name: keyof UnitRates) => number): UnitRates {
  // In whole picodollars: ccusage's costs come in binary fractions of a dollar.
  const rate = (name: keyof UnitRates): number => Math.round(of(name) * 1000) / 1000;
  return {
    input: rate('input'),
    output: rate('output'),
    cacheWrite5m: rate('cacheWrite5m'),
    cacheWrite1h: rate('cacheWrite1h'),
    cacheRead: rate('cacheRead'),
  };
}

function close(first: number, second: number): boolean {
  return Math.abs(first - second) < 0.001 + Math.abs(second) * 1e-6;
}

/**
 * What ccusage's prices are taken for where only its report is at hand: our own of `nowMs`, since it has one price for all times, with
 * neither long prompts nor geography.
 */
export function assumedRates(rate: Rate, nowMs: number): (model: string) => CcusageRates | null {
  const of = unitRates(rate);
  const none = { input: 1000, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
  const known = new Map<string, CcusageRates | null>();
  return (model) => {
    let rates = known.get(model);
    if (rates === undefined) {
      const at = { messageId: '', model, atMs: nowMs };
      const base = of(at);
      const fast = rate({ ...at, tokens: none, fast: true, geography: '' });
      const fastMultiplier = base !== null && fast.priced && base.input > 0 ? fast.cost.input / (base.input * none.input) : 1;
      known.set(model, (rates = base === null ? null : { base, above: null, fastMultiplier }));
    }
    return rates;
  };
}
