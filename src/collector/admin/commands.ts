/** What `payoff collector team`, `token`, `join-link` and `publish` do to a store, and the text that they answer with. */
import { writeChange } from '../audit.ts';
import { endpointOf } from '../configuration.ts';
import { publishDays } from '../otlp/publishDays.ts';
import { weekPublisher } from '../publishWeeks.ts';
import type { Database } from '../store/database.ts';
import { createTeam, listTeams, teamIdOf } from '../teams.ts';
import { createToken, listTokens, revokeToken } from '../tokens.ts';
import type { TokenKind } from '../tokens.ts';
import type { AdminCommand } from './commandLine.ts';
import { joinMessage } from './joinMessage.ts';

export interface AdminAnswer {
  readonly ok: boolean;
  /** What is printed, with its line end: on standard output where it went well, else on standard error. */
  readonly text: string;
}

interface AdminContext {
  readonly database: Database;
  readonly nowMs: number;
  /** Where members reach this collector, if that is set. */
  readonly publicUrl: string | null;
}

const console = 'console';

/** Does one command. */
export async function runAdmin(command: AdminCommand, context: AdminContext): Promise<AdminAnswer> {
  switch (command.kind) {
    case 'teamCreate':
      return makeTeam(command, context);
    case 'teamList':
      return done(await teamLines(context));
    case 'tokenCreate':
      return makeToken(command.token, command.teams, command.expiresInMs, context);
    case 'tokenList':
      return done(await tokenLines(context));
    case 'tokenRevoke':
      return revoke(command.id, context);
    case 'publish':
      return done(await publishDue(context));
    case 'joinLink':
      return joinLink(command, context);
  }
}

async function makeTeam(
  { name, k, seats }: Extract<AdminCommand, { kind: 'teamCreate' }>,
  { database, nowMs }: AdminContext,
): Promise<AdminAnswer> {
  const team = teamIdOf(name);
  if (team === '') return failed(`No id can be made of ${JSON.stringify(name)}: give a name with a letter from a to z or a digit.`);
  const made = await database.transaction(async (queries) => {
    if ((await createTeam(queries, { team, name, k, nowMs })) === null) return false;
    if (seats !== null)
      await queries.query("INSERT INTO lead_entries (team, kind, month, value) VALUES ($1, 'seats', '', $2::bigint)", [team, seats]);
    await writeChange(queries, { team, actor: console, action: 'team-created', subject: `k ${k}` }, nowMs);
    return true;
  });
  if (!made) return failed(`The team ${team} is there already; how many people a figure needs is never changed.`);
  return done([`Team ${team} (${name}): a figure needs ${k} people.`, `Next: payoff collector join-link --team ${team}`]);
}

async function teamLines({ database }: AdminContext): Promise<readonly string[]> {
  const teams = await listTeams(database);
  if (teams.length === 0) return ['No team yet: payoff collector team create NAME'];
  return teams.map(({ team, name, k, createdMs }) => `${team}  k ${k}  since ${dayOf(createdMs)}  ${name}`);
}

async function makeToken(
  kind: TokenKind,
  teams: readonly string[],
  expiresInMs: number | null,
  { database, nowMs }: AdminContext,
): Promise<AdminAnswer> {
  const missing = await missingTeams(database, teams);
  if (missing !== null) return missing;
  const expiresMs = expiresInMs === null ? null : nowMs + expiresInMs;
  const { id, token } = await newToken(database, kind, teams, expiresMs, nowMs);
  const until = expiresMs === null ? 'valid until it is revoked' : `valid until ${dayAndMinute(expiresMs)}`;
  return done([token, `(${kind} token ${id} of ${teams.join(', ')}, ${until}; it is shown only now)`]);
}

async function tokenLines({ database, nowMs }: AdminContext): Promise<readonly string[]> {
  const tokens = await listTokens(database);
  if (tokens.length === 0) return ['No token yet: payoff collector token create --team TEAM --kind KIND'];
  return tokens.map(({ id, kind, teams, createdMs, expiresMs, revokedMs }) => {
    const state =
      revokedMs !== null
        ? `revoked ${dayOf(revokedMs)}`
        : expiresMs === null
          ? 'valid'
          : expiresMs <= nowMs
            ? `expired ${dayOf(expiresMs)}`
            : `until ${dayAndMinute(expiresMs)}`;
    return `${id}  ${kind.padEnd(6)}  ${teams.join(', ')}  since ${dayOf(createdMs)}  ${state}`;
  });
}

async function revoke(id: string, { database, nowMs }: AdminContext): Promise<AdminAnswer> {
  const teams = await database.transaction(async (queries) => {
    const revoked = await revokeToken(queries, id, nowMs);
    for (const team of revoked) await writeChange(queries, { team, actor: console, action: 'token-revoked', subject: id }, nowMs);
    return revoked;
  });
  return teams.length === 0
    ? failed(`No valid token has the id ${JSON.stringify(id)}: payoff collector token list shows them.`)
    : done([`Token ${id} of ${teams.join(', ')} is revoked.`]);
}

async function joinLink(
  { team, endpoint: given, expiresInMs }: Extract<AdminCommand, { kind: 'joinLink' }>,
  { database, nowMs, publicUrl }: AdminContext,
): Promise<AdminAnswer> {
  const endpoint = given === null ? publicUrl : endpointOf(given);
  if (endpoint === null)
    return failed(
      given === null
        ? 'The link needs the address under which members reach the collector: give --endpoint, or set PAYOFF_COLLECTOR_PUBLIC_URL.'
        : `${JSON.stringify(given)} is no address that members can use: HTTPS (on this machine also HTTP), such as https://payoff.example.com.`,
    );
  const missing = await missingTeams(database, [team]);
  if (missing !== null) return missing;
  const expiresMs = nowMs + expiresInMs;
  const { token } = await newToken(database, 'join', [team], expiresMs, nowMs);
  const found = (await listTeams(database)).find((each) => each.team === team);
  return done(joinMessage({ endpoint, team, name: found?.name ?? team, k: found?.k ?? 0, token, until: dayAndMinute(expiresMs) }));
}

/** The regular work's own publishing, now; what may not be told yet is left, and nobody is told why. */
async function publishDue({ database, nowMs }: AdminContext): Promise<readonly string[]> {
  const weeks = await weekPublisher(database, () => nowMs, { atOnce: true }).run();
  const published = weeks.map(({ team, week, part, edition }) => `${team}  ${week}  ${part}${edition === 1 ? '' : `, edition ${edition}`}`);
  for (const team of await listTeams(database))
    for (const day of await publishDays(database, team, nowMs)) published.push(`${team.team}  ${day}  Claude Code's metrics`);
  return published.length === 0
    ? ['Nothing new: no week or day has closed of which enough people have reported, and which is not published yet.']
    : ['Published:', ...published];
}

async function newToken(
  database: Database,
  kind: TokenKind,
  teams: readonly string[],
  expiresMs: number | null,
  nowMs: number,
): Promise<{ readonly id: string; readonly token: string }> {
  return database.transaction(async (queries) => {
    const made = await createToken(queries, { kind, teams, expiresMs, nowMs });
    for (const team of teams)
      await writeChange(queries, { team, actor: console, action: 'token-created', subject: `${kind} ${made.id}` }, nowMs);
    return made;
  });
}

async function missingTeams(database: Database, teams: readonly string[]): Promise<AdminAnswer | null> {
  const known = new Set((await listTeams(database)).map(({ team }) => team));
  const missing = teams.filter((team) => !known.has(team));
  return missing.length === 0 ? null : failed(`There is no team ${missing.join(', ')}: payoff collector team list shows them.`);
}

const done = (lines: readonly string[]): AdminAnswer => ({ ok: true, text: `${lines.join('\n')}\n` });
const failed = (sentence: string): AdminAnswer => ({ ok: false, text: `payoff collector: ${sentence}\n` });

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayAndMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
