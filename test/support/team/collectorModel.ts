/** What a collector does with what a reporter sends, in memory: it remembers every request, and can be told to answer something else. */
import { teamWeekSchema, teamWeekSchemaName } from '../../../src/core/team/teamWeek.ts';
import type { TeamWeek } from '../../../src/core/team/teamWeek.ts';
import type { CallCollector, CollectorResponse } from '../../../src/team/callCollector.ts';
import { safeParse } from 'valibot';

export interface Asked {
  readonly method: string;
  /** Behind the endpoint. */
  readonly address: string;
  readonly token: string;
  readonly body: string | null;
}

export const modelEndpoint = 'https://payoff.example.com/team';
export const joinToken = 'payoff_join_0123456789abcdef';
export const ingestToken = 'payoff_ingest_0123456789abcdef';
export const modelSalt = 'salt-of-the-team-0123';

export class CollectorModel {
  readonly asked: Asked[] = [];
  readonly rows = new Map<string, TeamWeek>();
  readonly withdrawn = new Set<string>();
  /** Tokens that are taken. */
  readonly tokens = new Set<string>([joinToken, ingestToken]);
  /** Says something else instead; undefined: nothing. */
  instead: (asked: Asked) => CollectorResponse | undefined = () => undefined;
  /** Whether answers get lost after all was done. */
  losesAnswers = false;

  readonly call: CallCollector = ({ method, url, token, body }) => {
    const asked = { method, address: url.slice(modelEndpoint.length), token, body };
    this.asked.push(asked);
    const response = this.instead(asked) ?? this.answer(asked);
    return Promise.resolve(this.losesAnswers ? { kind: 'failed', code: 'ECONNRESET' } : response);
  };

  /** The weeks that are there, as `2026-W45 3 12`: week, sequence, turns of the first bucket. */
  weeks(device?: string): readonly string[] {
    return [...this.rows.values()]
      .filter((row) => device === undefined || row.device === device)
      .map(({ week, sequence, buckets }) => `${week} ${String(sequence)} ${String(buckets[0]?.turns ?? 0)}`)
      .sort();
  }

  answer({ method, address, token, body }: Asked): CollectorResponse {
    if (!this.tokens.has(token)) return refusal(401, 'token-unknown');
    if (method === 'POST' && address === '/v1/join') {
      const own = `payoff_ingest_device-number-${String(this.tokens.size)}`;
      this.tokens.add(own);
      return answer(201, { ...team, token: own });
    }
    if (method === 'GET' && address === '/v1/team') return answer(200, team);
    const [, reporter = ''] = /^\/v1\/reporters\/([0-9a-f]{32})$/.exec(address) ?? [];
    if (method === 'DELETE' && reporter !== '') {
      const gone = [...this.rows].filter(([, row]) => row.reporter === reporter);
      for (const [key] of gone) this.rows.delete(key);
      this.withdrawn.add(reporter);
      return answer(200, { deleted: gone.length });
    }
    return method === 'PUT' ? this.put(address, body) : refusal(404, 'not-found');
  }

  private put(address: string, body: string | null): CollectorResponse {
    const parsed = safeParse(teamWeekSchema, JSON.parse(body ?? 'null'));
    if (!parsed.success) return refusal(400, 'invalid');
    const { reporter, device, week, sequence } = parsed.output;
    if (address !== `/v1/reports/${reporter}/${device}/${week}`) return refusal(400, 'invalid');
    if (parsed.output.team !== team.team) return refusal(403, 'other-team');
    if (this.withdrawn.has(reporter)) return refusal(410, 'withdrawn');
    const there = this.rows.get(address);
    if (there !== undefined && there.sequence >= sequence) return answer(200, { stored: false, sequence: there.sequence });
    this.rows.set(address, parsed.output);
    return answer(200, { stored: true });
  }
}

const team = { team: 'platform', name: 'Platform', k: 5, salt: modelSalt, schema: teamWeekSchemaName };

export function answer(status: number, json: unknown, retryAfter: string | null = null): CollectorResponse {
  return { kind: 'answer', status, json, retryAfter };
}

export function refusal(status: number, code: string, retryAfter: string | null = null): CollectorResponse {
  return answer(status, { error: { code, message: 'A sentence of the collector.' } }, retryAfter);
}
