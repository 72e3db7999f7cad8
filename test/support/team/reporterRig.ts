/** Reporters over real ledgers in a temporary folder, with a clock that stands, weeks as a test says, and a collector in memory. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { teamWeekSchemaName } from '../../../src/core/team/teamWeek.ts';
import type { TeamWeekBody } from '../../../src/core/team/teamWeek.ts';
import type { Ledger } from '../../../src/ledger/open.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { LedgerReporter } from '../../../src/team/ledgerReporter.ts';
import type { LedgerReporterOptions } from '../../../src/team/ledgerReporter.ts';
import type { Invitation, Joined, Sent } from '../../../src/team/reporter.ts';
import { aBucket } from '../collector/aTeamWeek.ts';
import { CollectorModel, joinToken, modelEndpoint } from './collectorModel.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** A Monday at noon in the week 2026-W48. */
export const rigNow = Date.UTC(2026, 10, 23, 12);

/** A week with so many turns; with a key where repositories are told apart. */
export function aBody(week: string, turns: number, repository = ''): TeamWeekBody {
  return { schema: teamWeekSchemaName, week, activeDays: 4, level: null, rhythm: null, buckets: [aBucket({ turns, repository })] };
}

export class ReporterRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'payoff-team-'));
  readonly collector = new CollectorModel();
  nowMs = rigNow;
  /** What the ledger says now; null: git may not be asked. */
  bodies: readonly TeamWeekBody[] | null = [aBody('2026-W46', 46), aBody('2026-W47', 47)];
  /** How often weeks were made. */
  composed = 0;
  off: string | null = null;
  managed: ReturnType<LedgerReporterOptions['managed']> = null;
  chance = 0.5;
  private readonly ledgers = new Map<string, Ledger>();
  private readonly tokens = new Map<string, string>();

  /** The ledger of a machine, open. */
  ledger(machine = 'desk'): Ledger {
    const known = this.ledgers.get(machine);
    if (known !== undefined) return known;
    const opened = openLedger({ path: this.pathOf(machine), nowMs: this.nowMs });
    assert.ok(opened.ok);
    this.ledgers.set(machine, opened.ledger);
    return opened.ledger;
  }

  /** A reporter as a process that has just started has one. */
  reporter(machine = 'desk', some: Partial<LedgerReporterOptions> = {}): LedgerReporter {
    return new LedgerReporter({
      ledger: this.ledger(machine),
      compose: ({ repositories }) => {
        this.composed += 1;
        const { bodies } = this;
        return Promise.resolve(
          repositories ? bodies : (bodies?.map((body) => ({ ...body, buckets: body.buckets.map(withoutKey) })) ?? null),
        );
      },
      timezone: 'UTC',
      nameKeys: ({ salt }) => Promise.resolve([{ key: salt, repository: 'loom' }]),
      call: this.collector.call,
      managed: () => this.managed,
      off: () => this.off,
      now: () => this.nowMs,
      chance: () => this.chance,
      ...some,
    });
  }

  invitation(some: Partial<Invitation> = {}): Invitation {
    return { endpoint: modelEndpoint, team: 'platform', token: joinToken, code: null, repositories: false, ...some };
  }

  readonly keepToken = (team: string, token: string): Promise<void> => {
    this.tokens.set(team, token);
    return Promise.resolve();
  };
  readonly tokenOf = (team: string): Promise<string | null> => Promise.resolve(this.tokens.get(team) ?? null);

  /** Joins, and fails where that is refused. */
  async join(machine = 'desk', some: Partial<Invitation> = {}): Promise<Joined> {
    const reporter = this.reporter(machine);
    const offer = await reporter.prepare(this.invitation(some));
    assert.ok('weeks' in offer, JSON.stringify(offer));
    const joined = await reporter.join(offer, { keepToken: this.keepToken });
    assert.ok('membership' in joined, JSON.stringify(joined));
    return joined;
  }

  async send(machine = 'desk', { due = false } = {}): Promise<Sent> {
    const sent = await this.reporter(machine).send({ tokenOf: this.tokenOf, due });
    assert.ok('sent' in sent, JSON.stringify(sent));
    return sent;
  }

  /** Puts a machine's ledger aside as a backup, or back in its place. */
  backUp(machine: string): void {
    this.ledger(machine).database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(this.pathOf(machine), `${this.pathOf(machine)}.backup`);
  }
  restore(machine: string): void {
    this.ledger(machine).database.close();
    this.forgetLedger(machine);
    for (const suffix of ['-wal', '-shm']) rmSync(this.pathOf(machine) + suffix, { force: true });
    copyFileSync(`${this.pathOf(machine)}.backup`, this.pathOf(machine));
  }

  /** Opens the ledger anew the next time. */
  forgetLedger(machine: string): void {
    this.ledgers.delete(machine);
  }

  close(): void {
    for (const { database } of this.ledgers.values()) database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  pathOf(machine: string): string {
    return join(this.folder, `${machine}.sqlite`);
  }
}

function withoutKey(bucket: TeamWeekBody['buckets'][number]): TeamWeekBody['buckets'][number] {
  return { ...bucket, repository: '' };
}
