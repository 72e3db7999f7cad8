import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  clockTime,
  clockTimes,
  dayKey,
  monthKey,
  nextDay,
  parsePeriod,
  startOfDay,
  weekKey,
  weekday,
} from '../../../src/core/report/time.ts';
import { spanText } from '../../../src/core/report/sessionSpans.ts';
import { isZone } from '../../../src/core/report/zone.ts';

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

describe('two clock times', () => {
  it('have their offset from UTC where the clocks were changed between them', () => {
    const [first, second] = [at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z')];
    assert.deepEqual(clockTimes(first, second, 'Europe/Berlin'), ['02:30 UTC+2', '02:30 UTC+1']);
    assert.deepEqual(clockTimes(first, second, 'Asia/Kathmandu'), ['06:15', '07:15']);
    assert.deepEqual(clockTimes(at('2026-11-01T05:30:00Z'), at('2026-11-01T06:30:00Z'), 'America/New_York'), [
      '01:30 UTC-4',
      '01:30 UTC-5',
    ]);
    assert.equal(spanText({ startMs: first, endMs: second }, '2026-10-25', 'Europe/Berlin'), '02:30 UTC+2 to 02:30 UTC+1');
  });
});

describe('days in a time zone', () => {
  it('puts an instant on the day that the clocks of the zone show', () => {
    assert.equal(dayKey(at('2026-11-22T23:30:00Z'), 'UTC'), '2026-11-22');
    assert.equal(dayKey(at('2026-11-22T23:30:00Z'), 'Europe/Berlin'), '2026-11-23');
    assert.equal(dayKey(at('2026-11-22T03:00:00Z'), 'America/New_York'), '2026-11-21');
  });

  it('knows zones that are off by half an hour and by three quarters', () => {
    assert.equal(dayKey(at('2026-11-22T18:29:59.999Z'), 'Asia/Kolkata'), '2026-11-22');
    assert.equal(dayKey(at('2026-11-22T18:30:00Z'), 'Asia/Kolkata'), '2026-11-23');
    assert.equal(dayKey(at('2026-11-22T18:14:59.999Z'), 'Asia/Kathmandu'), '2026-11-22');
    assert.equal(dayKey(at('2026-11-22T18:15:00Z'), 'Asia/Kathmandu'), '2026-11-23');
  });

  it('gives the day of the spring change 23 hours and that of the autumn change 25', () => {
    const hours = (day: string): number => (startOfDay(nextDay(day), 'Europe/Berlin') - startOfDay(day, 'Europe/Berlin')) / 3_600_000;
    assert.deepEqual([hours('2026-03-28'), hours('2026-03-29'), hours('2026-10-25')], [24, 23, 25]);
  });

  it('begins a day without midnight where its clocks begin', () => {
    assert.equal(iso(startOfDay('2018-11-04', 'America/Sao_Paulo')), '2018-11-04T03:00:00.000Z'); // 00:00 became 01:00
    assert.equal(iso(startOfDay('2026-03-29', 'Asia/Beirut')), '2026-03-28T22:00:00.000Z');
    assert.equal(dayKey(at('2018-11-04T02:59:59.999Z'), 'America/Sao_Paulo'), '2018-11-03');
  });

  it('begins a day to the second where a zone is off by seconds', () => {
    assert.equal(iso(startOfDay('1971-06-01', 'Africa/Monrovia')), '1971-06-01T00:44:30.000Z');
  });

  it('begins a day that the zone left out with the next', () => {
    assert.equal(startOfDay('2011-12-30', 'Pacific/Apia'), startOfDay('2011-12-31', 'Pacific/Apia'));
  });

  it('names weeks as ISO 8601 does, with the year of their Thursday', () => {
    const week = (day: string): string => weekKey(at(`${day}T12:00:00Z`), 'UTC');
    assert.equal(week('2026-11-22'), '2026-W47');
    assert.equal(week('2026-11-23'), '2026-W48');
    assert.equal(week('2027-01-01'), '2026-W53');
    assert.equal(week('2024-12-30'), '2025-W01');
    assert.equal(week('2023-01-01'), '2022-W52');
  });

  it('names months, clock times and weekdays in the zone', () => {
    assert.equal(monthKey(at('2026-11-30T23:30:00Z'), 'Europe/Berlin'), '2026-12');
    assert.equal(clockTime(at('2026-11-22T13:32:59Z'), 'Europe/Berlin'), '14:32');
    assert.equal(weekday(at('2026-11-22T23:30:00Z'), 'Europe/Berlin'), 'Mon');
  });

  it('tells zones from other words', () => {
    assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isZone), [true, true, false, false]);
  });
});

describe('a period', () => {
  const parse = (since?: string, until?: string) =>
    parsePeriod({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }), zone: 'Europe/Berlin' });

  it('includes both of its days', () => {
    assert.deepEqual(parse('2026-11-22', '2026-11-22'), {
      ok: true,
      period: { sinceMs: at('2026-11-21T23:00:00Z'), untilMs: at('2026-11-22T23:00:00Z') },
    });
  });

  it('takes instants as they are', () => {
    assert.deepEqual(parse('2026-11-22T10:00:00Z', '2026-11-22T12:00+01:00'), {
      ok: true,
      period: { sinceMs: at('2026-11-22T10:00:00Z'), untilMs: at('2026-11-22T11:00:00Z') },
    });
  });

  it('is open where nothing is given', () => {
    assert.deepEqual(parse(), { ok: true, period: { sinceMs: null, untilMs: null } });
  });

  for (const wrong of ['yesterday', '2026-02-30', '2026-13-01', '22.11.2026', '2026-11-22T10:00', '1969-12-31', '', '2026-11-22T99:00Z'])
    it(`does not take ${JSON.stringify(wrong)} for a date`, () => {
      const parsed = parse(wrong);
      assert.equal(parsed.ok, false);
      assert.match(parsed.sentence, /^--since .* is not understood: give a date such as/);
    });

  it('says so when it ends before it begins', () => {
    const parsed = parse('2026-11-22', '2026-11-21');
    assert.equal(parsed.ok, false);
    assert.match(parsed.sentence, /^The period is empty/);
  });
});
