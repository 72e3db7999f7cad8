/** A collector in this process, on either store, with a clock that stands. */
import assert from 'node:assert/strict';
import { request as ask } from 'node:http';
import { gatheringMs } from '../../../src/collector/publishWeeks.ts';
import { createTeam } from '../../../src/collector/teams.ts';
import { startCollector } from '../../../src/collector/startCollector.ts';
import type { Collector, CollectorOptions } from '../../../src/collector/startCollector.ts';
import type { Database } from '../../../src/collector/store/database.ts';
import { openPglite } from '../../../src/collector/store/pglite.ts';
import { createToken } from '../../../src/collector/tokens.ts';
import type { TokenKind } from '../../../src/collector/tokens.ts';
import type { TeamWeek } from '../../../src/core/team/teamWeek.ts';
import { sharedPostgres } from './postgres.ts';

export const storeKinds = ['pglite', 'postgres'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** A Monday at noon: week 2026-W46 is over, 2026-W48 runs. */
export const testNow = Date.UTC(2026, 10, 23, 12);

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface Asked {
  readonly token?: string;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request over a connection of its own. */
export function send(url: string, method: string, address: string, { token, body, headers = {} }: Asked = {}): Promise<Answer> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = ask(new URL(url + address), {
      method,
      agent: false,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        ...headers,
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json') === true;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: isJson ? JSON.parse(answer) : answer });
      });
      response.on('error', reject);
    });
    request.end(text);
  });
}

/** The address of a report. */
export function addressOf({ reporter, device, week }: Pick<TeamWeek, 'reporter' | 'device' | 'week'>): string {
  return `/v1/reports/${reporter}/${device}/${week}`;
}

export class CollectorRig {
  readonly collector: Collector;
  /** What was logged, a line each. */
  readonly logged: string[];
  nowMs = testNow;

  private constructor(collector: Collector, logged: string[]) {
    this.collector = collector;
    this.logged = logged;
  }

  /** Starts on an empty store of the kind. */
  static async start(kind: StoreKind, options: CollectorOptions = {}): Promise<CollectorRig> {
    const store =
      kind === 'pglite'
        ? { database: await openPglite(null) }
        : { databaseUrl: await (await sharedPostgres()).createDatabase(), connections: 4 };
    return CollectorRig.over({ ...store, ...options });
  }

  /** Starts with just these options. */
  static async over(options: CollectorOptions): Promise<CollectorRig> {
    const logged: string[] = [];
    let rig: CollectorRig | null = null;
    const collector = await startCollector({
      port: 0,
      data: null,
      nowMs: () => rig?.nowMs ?? testNow,
      stream: { write: (line) => void logged.push(line) },
      ...options,
    });
    rig = new CollectorRig(collector, logged);
    return rig;
  }

  get database(): Database {
    return this.collector.context.database;
  }

  /** A team that gathers no more, unless `createdMs` says so. */
  async makeTeam(team = 'platform', k = 5, createdMs = this.nowMs - gatheringMs): Promise<void> {
    assert.ok(await createTeam(this.database, { team, name: `Team ${team}`, k, nowMs: createdMs }));
  }

  /** A new token's text. */
  async token(kind: TokenKind, teams: readonly string[] = ['platform'], expiresMs: number | null = null): Promise<string> {
    return (await createToken(this.database, { kind, teams, expiresMs, nowMs: this.nowMs })).token;
  }

  send(method: string, address: string, asked: Asked = {}): Promise<Answer> {
    return send(this.collector.url, method, address, asked);
  }

  put(report: TeamWeek, token: string): Promise<Answer> {
    return this.send('PUT', addressOf(report), { token, body: report });
  }

  close(): Promise<void> {
    return this.collector.close();
  }
}

/** The code of an error that was answered. */
export function errorCode({ body }: Answer): string {
  assert.ok(typeof body === 'object' && body !== null && 'error' in body, JSON.stringify(body));
  const { error } = body;
  assert.ok(typeof error === 'object' && error !== null && 'code' in error && 'message' in error);
  assert.match(String(error.message), /^[A-Z].*\.$/);
  return String(error.code);
}
