import assert from 'node:assert/strict';
import { futuresOf, reachOf, restInterval } from '../../../src/core/marks/forecast.ts';
import { calendarWindow, weekdaySinceMonday } from '../../../src/core/marks/markWindow.ts';
import { rhythmOf } from '../../../src/core/marks/rhythm.ts';
import { spentBetween } from '../../../src/core/marks/spend.ts';
import type { SpendBucket } from '../../../src/core/marks/spend.ts';
import { randomFrom } from '../../../src/core/outcomes/resample.ts';
import { nextDay, startOfDay } from '../../../src/core/report/time.ts';
import { aBucket, marksZone } from '../../support/marks.ts';

const hour = 3_600_000;
const today = '2026-11-11'; // a Wednesday

/** What a simulated developer spends on a weekday, Monday first, from two random numbers. */
type Developer = (weekday: number, random: () => number) => number;

const gaussian = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const byWeekday = [10, 12, 8, 10, 6, 1, 0.5];
const developers: Readonly<Record<string, Developer>> = {
  steady: (weekday, random) => Math.max(0, (byWeekday[weekday] ?? 0) * (1 + 0.3 * gaussian(random))),
  skewed: (weekday, random) => (byWeekday[weekday] ?? 0) * Math.exp(0.8 * gaussian(random) - 0.32),
  bursty: (weekday, random) => (random() < 0.4 ? 0 : 2 * (byWeekday[weekday] ?? 0) * Math.exp(0.6 * gaussian(random))),
};

/** Eight weeks before today and the five after its beginning, each day's spend in four parts between eight and eighteen o'clock. */
function simulated(developer: Developer, random: () => number): readonly SpendBucket[] {
  return Array.from({ length: 8 * 7 + 35 }, (_, index) => nextDay(today, index - 8 * 7)).flatMap((day) => {
    const dollars = developer(weekdaySinceMonday(day), random);
    const startMs = startOfDay(day, marksZone);
    return Array.from({ length: 4 }, () => aBucket(startMs + 8 * hour + Math.floor(random() * 40) * (hour / 4), dollars / 4));
  });
}

interface Counted {
  readonly held: number;
  readonly below: number;
  readonly above: number;
}

/** How often the truth lies in the interval of a forecast made on noon of today. */
function heldOf(developer: Developer, period: 'day' | 'week' | 'month', runs: number): Counted {
  const random = randomFrom(7);
  const nowMs = startOfDay(today, marksZone) + 12 * hour;
  const window = calendarWindow(period, nowMs, marksZone);
  let [held, below, above] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const buckets = simulated(developer, random);
    const past = buckets.filter(({ atMs }) => atMs < nowMs);
    const rhythm = rhythmOf(past, past[0]?.atMs ?? null, nowMs, marksZone);
    assert.ok(rhythm);
    const { low, high } = restInterval(futuresOf(rhythm, window, nowMs, marksZone));
    const truth = spentBetween(buckets, nowMs, window.toMs).nanodollars;
    if (truth < low) below += 1;
    else if (truth > high) above += 1;
    else held += 1;
  }
  return { held: held / runs, below: below / runs, above: above / runs };
}

describe('the forecast of a period', () => {
  for (const [name, developer] of Object.entries(developers))
    for (const period of ['day', 'week', 'month'] as const)
      it(`holds the truth about eight times of ten, of a ${name} rhythm to the end of the ${period}`, () => {
        const { held, below, above } = heldOf(developer, period, 120);
        assert.ok(held >= 0.66 && held <= 0.97, JSON.stringify({ held, below, above }));
      });

  it('says that an amount is reached as often as it is', () => {
    const random = randomFrom(3);
    const nowMs = startOfDay(today, marksZone) + 12 * hour;
    const window = calendarWindow('week', nowMs, marksZone);
    const developer = developers.skewed ?? ((): number => 0);
    let [said, reached] = [0, 0];
    const runs = 150;
    for (let run = 0; run < runs; run += 1) {
      const buckets = simulated(developer, random);
      const past = buckets.filter(({ atMs }) => atMs < nowMs);
      const rhythm = rhythmOf(past, past[0]?.atMs ?? null, nowMs, marksZone);
      assert.ok(rhythm);
      const futures = futuresOf(rhythm, window, nowMs, marksZone);
      said += reachOf(futures, 20e9).share / runs;
      if (spentBetween(buckets, nowMs, window.toMs).nanodollars >= 20e9) reached += 1 / runs;
    }
    assert.ok(Math.abs(said - reached) < 0.12, `${said} said, ${reached} reached`);
  });

  it('reaches beyond what was seen, as often as a ninth day beside eight would', () => {
    // Eight Wednesdays of $11 to $18, all of it after noon.
    const buckets = Array.from({ length: 8 * 7 }, (_, back) =>
      aBucket(startOfDay(nextDay(today, -1 - back), marksZone) + 15 * hour, 18 - Math.floor(back / 7)),
    );
    const nowMs = startOfDay(today, marksZone) + 12 * hour;
    const rhythm = rhythmOf(buckets, buckets.at(-1)?.atMs ?? null, nowMs, marksZone);
    assert.ok(rhythm);
    const { sums } = futuresOf(rhythm, calendarWindow('day', nowMs, marksZone), nowMs, marksZone);
    const share = (fits: (sum: number) => boolean): number => sums.filter(fits).length / sums.length;
    for (const beyond of [share((sum) => sum < 11e9), share((sum) => sum > 18e9)]) assert.ok(beyond > 0.02 && beyond < 0.1, String(beyond));
  });
});
