/**
 * What an organisation decides for its machines, in a file that only an administrator writes. A file that is there and cannot be understood forbids: nobody
 * could tell what it was meant to say.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parseEndpoint } from './endpoint.ts';

/** What the file says of reporting to a team; null where there is no file. */
export type ManagedTeam =
  | null
  /** `broken`: why the file cannot be understood, a few words; `''` where it can, and forbids. */
  | { readonly allowed: false; readonly file: string; readonly broken: string }
  | {
      readonly allowed: true;
      readonly file: string;
      /** The only collector and the only team that may be joined; null: any. */
      readonly endpoint: string | null;
      readonly team: string | null;
      /** False: keys of repositories are never sent. True leaves it to the developer. */
      readonly repositories: boolean;
    };

/** Closed, so that a misspelt `allowed` is not read as consent. */
const managedSchema = v.strictObject({
  team: v.optional(
    v.strictObject({
      allowed: v.optional(v.boolean()),
      endpoint: v.optional(v.string()),
      team: v.optional(v.string()),
      repositories: v.optional(v.boolean()),
    }),
  ),
});

/** Where the file is on this kind of machine. */
export function managedSettingsFile(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): string {
  if (platform === 'win32') return path.win32.join(environment.ProgramData || 'C:\\ProgramData', 'payoff', 'managed.json');
  if (platform === 'darwin') return '/Library/Application Support/payoff/managed.json';
  return '/etc/payoff/managed.json';
}

export function readManagedTeam(file: string): ManagedTeam {
  const broken = (why: string): ManagedTeam => ({ allowed: false, file, broken: why });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : broken(code);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return broken('JSON');
  }
  // A list without entries would pass as an object without them.
  if (Array.isArray(value)) return broken('JSON');
  const parsed = v.safeParse(managedSchema, value);
  if (!parsed.success) return broken(v.getDotPath(parsed.issues[0]) ?? 'JSON');
  const { allowed = true, endpoint: given, team = null, repositories = true } = parsed.output.team ?? {};
  const endpoint = given === undefined ? null : parseEndpoint(given);
  if (endpoint !== null && typeof endpoint !== 'string') return broken('team.endpoint');
  return allowed ? { allowed, file, endpoint, team, repositories } : broken('');
}
