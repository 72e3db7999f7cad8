import type { OutcomesPart, PublishedPart, UsagePart } from './types.ts';

/**
 * The next edition, with everything taken over from the last that is no plain sum (shares, groups and counts of people): two of these say together what
 * nobody can weigh, so each is told once and stays. Null where a sum that was told could not be told any more: what is known cannot be taken back.
 */
export function keptFigures(last: PublishedPart, next: PublishedPart): PublishedPart | null {
  if (last.part === 'usage' && next.part === 'usage') return keptUsage(last, next);
  if (last.part === 'outcomes' && next.part === 'outcomes') return keptOutcomes(last, next);
  if (last.part === 'survival' && next.part === 'survival')
    return areStillTold([last.lines, last.surviving], [next.lines, next.surviving]) ? next : null;
  return null;
}

function keptUsage(last: UsagePart, next: UsagePart): UsagePart | null {
  const sums = ({ cost, tokens, sessions, turns }: UsagePart): readonly unknown[] => [cost, tokens, sessions, turns];
  if (!areStillTold(sums(last), sums(next))) return null;
  const cost = last.cost === null || next.cost === null ? next.cost : { ...next.cost, cadence: last.cost.cadence };
  return {
    ...next,
    cost,
    reporters: last.reporters,
    active: last.active ?? next.active,
    lengthCost: last.lengthCost ?? next.lengthCost,
    spendBins: last.spendBins ?? next.spendBins,
    spendRanks: last.spendRanks ?? next.spendRanks,
    levels: last.levels ?? next.levels,
    rhythms: last.rhythms ?? next.rhythms,
    dormancy: last.dormancy ?? next.dormancy,
    dormantRule: last.dormancy === null ? next.dormantRule : last.dormantRule,
    lowerBounds: last.lowerBounds ?? next.lowerBounds ?? null,
  };
}

function keptOutcomes(last: OutcomesPart, next: OutcomesPart): OutcomesPart | null {
  if (!areStillTold([last.verified, last.closed], [next.verified, next.closed])) return null;
  return {
    ...next,
    standing: last.standing ?? next.standing,
    verification: last.verification ?? next.verification,
    lengthStayed: last.lengthStayed ?? next.lengthStayed,
    outputBins: last.outputBins ?? next.outputBins,
    outputRanks: last.outputRanks ?? next.outputRanks,
    quadrants: last.quadrants ?? next.quadrants,
    windows: last.windows,
  };
}

function areStillTold(last: readonly unknown[], next: readonly unknown[]): boolean {
  return last.every((figure, index) => figure === null || next[index] !== null);
}
