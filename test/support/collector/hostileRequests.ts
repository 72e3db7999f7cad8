/** Requests as somebody would send them who wants the collector to fall, to tell what it should not, or to keep what it should not. */
import { gzipSync } from 'node:zlib';
import { settingsAtFirst } from '../../../src/core/team/dashboard/settings.ts';
import type { Chance } from '../faults/chance.ts';
import { aTeamWeek } from './aTeamWeek.ts';

/** In every hostile text: it may come back in no answer, no log and no table. */
export const canary = 'zqxj';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** Valid tokens, as some attackers have one. */
export interface Tokens {
  readonly join: string;
  readonly ingest: string;
  readonly read: string;
  readonly lead: string;
}

const texts = [
  `${canary}'; DROP TABLE reports; --`,
  `${canary}' OR '1'='1`,
  `<script>alert("${canary}")</script>`,
  `${canary}\u0000${canary}`,
  `\ud800${canary}`,
  `${canary}\u202e\uffff`,
  `$1${canary}%s%n\${7*7}{{7*7}}`,
  `../../../etc/${canary}`,
  `${canary}\r\nset-cookie: payoff=1`,
  canary.repeat(500),
];
const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', canary, `${canary}"'`, ''];
const numbers = [0, -0, -1, 0.1, 1e15, 1e16, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 5e-324, 256, 65_536, 2 ** 31];
const rawNumbers = ['1e999', '-1e999', '1e-999', '9'.repeat(400), '01', '+1', '.5', '0x10', 'NaN', 'Infinity', '-', '1_000'];

function hostileValue(chance: Chance): unknown {
  const made: readonly (() => unknown)[] = [
    () => chance.of(texts),
    () => chance.of(numbers),
    () => null,
    () => chance.below(2) === 0,
    () => [],
    () => ({}),
    () => ({ [chance.of(keys)]: chance.of(texts) }),
    () => Array.from({ length: 300 }, () => chance.of(numbers)),
    () => nested(chance.below(40)),
  ];
  return chance.of(made)();
}

function nested(depth: number): unknown {
  let value: unknown = canary;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** The value with something in it, however deep, replaced, added or taken away. */
function changed(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.below(6) === 0) return hostileValue(chance);
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    if (items.length === 0 || chance.below(4) === 0)
      return [...items, ...Array.from({ length: 1 + chance.below(300) }, () => items[0] ?? canary)];
    const at = chance.below(items.length);
    items[at] = changed(items[at], chance);
    return items;
  }
  const entries: [string, unknown][] = Object.entries(value);
  const at = chance.below(entries.length + 1);
  const [name] = entries[at] ?? [];
  if (name === undefined || chance.below(8) === 0) return Object.fromEntries([...entries, [chance.of(keys), hostileValue(chance)]]);
  if (chance.below(8) === 0) return Object.fromEntries(entries.filter((each) => each[0] !== name));
  return Object.fromEntries(entries.map((each) => (each[0] === name ? [name, changed(each[1], chance)] : each)));
}

/** The text as bytes, some of them wrong. */
function damaged(text: string, chance: Chance): Buffer {
  const at = chance.below(text.length + 1);
  const made: readonly (() => Buffer)[] = [
    () => Buffer.from(text.slice(0, at)),
    () => Buffer.from(`\ufeff${text}`),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xff, 0xc0, 0x80, 0]), Buffer.from(text.slice(at))]),
    () => Buffer.from(text.replace(/\d+/, chance.of(rawNumbers))),
    () => Buffer.from(text.replace('{', `{"__proto__":{"${canary}":1},`)),
    () => Buffer.from(text.replace('{', '{"constructor":{"prototype":{"team":"other"}},')),
    () => Buffer.from(text.replace('{', `{"\\u005f\\u005fproto__":"${canary}",`)),
    () => Buffer.from(`${text}${text}`),
    () => Buffer.from('['.repeat(chance.below(5000))),
    () => Buffer.from(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
    () => Buffer.from(`"${canary.repeat(chance.below(20_000))}"`),
    () => Buffer.alloc(chance.below(200_000), ' '),
    () => gzipSync(text),
    () => Buffer.alloc(0),
  ];
  return chance.of(made)();
}

const contentTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset=__proto__',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/x-protobuf',
  `application/${canary}`,
  'application/json;'.repeat(50),
  '',
];
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE'];
const files = [
  'figures',
  'settings',
  'export.json',
  'export.csv',
  'allocation.csv',
  'weekly.md',
  'weekly.csv',
  'daily.md',
  'daily.csv',
  '__proto__',
];

/** For an address, in which half a character cannot be. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

/** A part of an address that is not what belongs there. */
function segment(good: string, chance: Chance): string {
  if (chance.below(3) > 0) return good;
  const text = chance.of([...texts, ...keys, '..', '.', 'platform', 'other', 'f'.repeat(33), `${good}${good}`]);
  return chance.of([
    () => encoded(text),
    () => encodeURIComponent(encoded(text)),
    () => '%00',
    () => '%ff%fe',
    () => '%zz',
    () => '..%2f..%2fetc',
    () => 'a'.repeat(chance.below(6000)),
  ])();
}

/** Any hostile request; a report or a withdrawal in it is of a pseudonym that begins with `f`. */
export function hostileRequest(chance: Chance, tokens: Tokens): HostileRequest {
  const report = aTeamWeek({
    reporter: `f${chance.below(1e6).toString(16).padStart(31, '0')}`,
    sequence: 1 + chance.below(3),
    week: chance.of(['2026-W46', '2026-W46', '2026-W45', '2026-W48', '2026-W53', '2099-W01', '0000-W01', '2025-W53']),
    team: chance.below(10) === 0 ? 'other' : 'platform',
  });
  const reportPath = `/v1/reports/${segment(report.reporter, chance)}/${segment(report.device, chance)}/${segment(report.week, chance)}`;
  const team = segment('platform', chance);
  const [method, path, body, kind] = chance.of<readonly [string, string, unknown, keyof Tokens]>([
    ['PUT', reportPath, report, 'ingest'],
    ['PUT', reportPath, report, 'ingest'],
    ['PUT', reportPath, report, 'ingest'],
    ['POST', '/v1/join', {}, 'join'],
    ['GET', '/v1/team', null, 'ingest'],
    ['DELETE', `/v1/reporters/${segment(report.reporter, chance)}`, null, 'ingest'],
    ['POST', '/login', { token: tokens.read }, 'read'],
    ['GET', '/api/teams', null, 'read'],
    ['GET', `/api/teams/${team}/${segment(chance.of(files), chance)}`, null, chance.of(['read', 'lead'])],
    ['PUT', `/api/teams/${team}/settings`, settingsAtFirst, 'lead'],
    ['PUT', `/api/teams/${team}/settings`, settingsAtFirst, 'lead'],
    ['GET', `/assets/${segment('team.js', chance)}`, null, 'read'],
    ['POST', '/v1/metrics', { resourceMetrics: [] }, 'ingest'],
    ['GET', chance.of(['/', '/livez', '/readyz', `/?${canary}=1`, `//${canary}`, `/${segment('x', chance)}`]), null, 'read'],
  ]);
  const headers: Record<string, string> = {};
  const token =
    chance.below(8) > 0
      ? tokens[kind]
      : chance.of([tokens.join, tokens.ingest, tokens.read, tokens.lead, `payoff_${kind}_${'A'.repeat(43)}`, canary.repeat(100)]);
  if (chance.below(12) > 0)
    headers.authorization = chance.of(['Bearer', 'Bearer', 'Bearer', 'bearer', 'Basic', 'Bearer  Bearer']) + ` ${token}`;
  if (chance.below(8) === 0)
    headers.cookie = chance.of([`payoff=${token}`, `payoff=${canary}`, `__Host-payoff=${token}; __proto__=1`, '='.repeat(3000)]);
  if (chance.below(8) === 0)
    headers[chance.of(['host', 'origin', 'x-forwarded-for', 'if-none-match', 'sec-fetch-site', 'x-http-method-override'])] =
      `${canary}'"<>`;
  if (path === '/login') headers['sec-fetch-site'] = 'same-origin';
  const isBare = body === null ? chance.below(6) > 0 : chance.below(20) === 0;
  if (isBare) return { method: chance.below(20) === 0 ? chance.of(methods) : method, path, headers, body: null };
  const text = JSON.stringify(chance.below(5) > 0 ? changed(body, chance) : body);
  headers['content-type'] = chance.below(8) === 0 ? chance.of(contentTypes) : 'application/json';
  if (chance.below(20) === 0) headers['content-encoding'] = chance.of(['gzip', 'br', 'deflate', 'identity', canary]);
  return {
    method: chance.below(30) === 0 ? chance.of(methods) : method,
    path,
    headers,
    body: chance.below(3) === 0 ? damaged(text, chance) : Buffer.from(text),
  };
}
