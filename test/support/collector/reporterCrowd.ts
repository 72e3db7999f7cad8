/** Many reporters of one team who send, correct and withdraw, and come again until they are answered; and what the collector owes them then. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../../src/collector/store/database.ts';
import type { TeamWeek, TeamWeekBucket } from '../../../src/core/team/teamWeek.ts';
import type { Chance } from '../faults/chance.ts';
import { aBucket, aTeamWeek } from './aTeamWeek.ts';
import { addressOf, send } from './collectorRig.ts';
import type { Answer } from './collectorRig.ts';

export interface CrowdOptions {
  readonly token: string;
  readonly week: string;
  readonly chance: Chance;
  /** Where the collector is now. */
  readonly url: () => string;
  /** What a reporter may be answered while there is a fault, and comes again after. */
  readonly passing: readonly number[];
  /** Repositories of each report, a kilobyte each; 1 unless it is said. */
  readonly buckets?: number;
}

const againMs = 25;

export class Crowd {
  /** Reports that were answered with 200, and withdrawals; the latest of each pseudonym. */
  readonly kept = new Map<string, TeamWeek | 'withdrawn'>();
  /** Each status that was answered, and how often; 0 where there was no answer. */
  readonly answers = new Map<number, number>();
  private readonly options: CrowdOptions;
  private people = 0;
  private isEnding = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(options: CrowdOptions) {
    this.options = options;
  }

  /** So many begin, each with one request at a time. */
  begin(count: number): void {
    this.running = Promise.all(Array.from({ length: count }, () => this.work()));
  }

  /** Lets each finish what it is at; every request is answered by then. */
  async end(): Promise<void> {
    this.isEnding = true;
    await this.running;
  }

  /** Resolves when so many more requests were answered with a status; rejects where the crowd ends before, as it does by an answer that may not be. */
  async more(count: number, status = 200): Promise<void> {
    const goal = (this.answers.get(status) ?? 0) + count;
    while ((this.answers.get(status) ?? 0) < goal)
      await Promise.race([delay(5), this.running.then(() => Promise.reject(new Error('The crowd has ended.')))]);
  }

  /** Fails unless the store has exactly what was answered with 200. */
  async compare(database: Database): Promise<void> {
    const rows = await database.query("SELECT reporter, sequence, body FROM reports WHERE team = 'platform' ORDER BY reporter");
    const found = new Map(rows.map(({ reporter, body }) => [String(reporter), JSON.parse(String(body)) as unknown]));
    assert.equal(found.size, rows.length, 'a report is there twice');
    const owed = [...this.kept].filter(([, report]) => report !== 'withdrawn').sort(([one], [other]) => (one < other ? -1 : 1));
    assert.deepEqual([...found], owed);
    const [marks] = await database.query("SELECT count(*)::integer AS count FROM withdrawn WHERE team = 'platform'");
    assert.equal(marks?.count, this.kept.size - owed.length);
  }

  private async work(): Promise<void> {
    const { chance, week, buckets = 1 } = this.options;
    while (!this.isEnding) {
      this.people += 1;
      const reporter = this.people.toString(16).padStart(32, '0');
      const sequences = 1 + chance.below(3);
      for (let sequence = 1; sequence <= sequences; sequence += 1) {
        const bucket = (): TeamWeekBucket => aBucket({ turns: chance.below(1e9), shippedLines: chance.below(1e9) });
        const report = aTeamWeek({ reporter, week, sequence, buckets: Array.from({ length: buckets }, bucket) });
        const { body } = await this.insist('PUT', addressOf(report), report);
        // A report that comes again may have been kept the first time.
        assert.ok(JSON.stringify(body) === '{"stored":true}' || JSON.stringify(body) === `{"stored":false,"sequence":${String(sequence)}}`);
        this.kept.set(reporter, report);
      }
      if (chance.below(6) > 0) continue;
      await this.insist('DELETE', `/v1/reporters/${reporter}`);
      this.kept.set(reporter, 'withdrawn');
    }
  }

  /** Asks until there is an answer that is none of the passing ones: it has to be 200. */
  private async insist(method: string, address: string, body?: TeamWeek): Promise<Answer> {
    for (;;) {
      const { token, url, passing } = this.options;
      const answer = await send(url(), method, address, { token, ...(body === undefined ? {} : { body }) }).catch(() => null);
      const status = answer?.status ?? 0;
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
      if (answer?.status === 200) return answer;
      assert.ok(passing.includes(status), `${method} was answered with ${String(status)}: ${JSON.stringify(answer?.body)}`);
      if (answer !== null) assert.match(String(answer.headers['retry-after']), /^\d+$/);
      await delay(againMs);
    }
  }
}
