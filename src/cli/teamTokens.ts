/** Where the command line has the token of a team: the environment, a file that is named, or its own beside the ledger. Each readable by its owner alone. */
import { chmod, readFile, rm, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { ledgerPath } from '../ledger/place.ts';
import type { CommandLine } from './commandLine.ts';
import { replaceFile } from './replaceFile.ts';
import type { Surroundings } from './surroundings.ts';

type Place = Pick<Surroundings, 'environment' | 'home'>;
export type FoundToken = { readonly token: string } | { readonly problem: string };

const kept = v.object({ team: v.string(), token: v.string() });
const bytesAtMost = 10_000;

/** The file beside the ledger that has this device's token. */
export function tokenFile({ ledger }: Pick<CommandLine, 'ledger'>, { environment, home }: Place): string {
  return `${ledgerPath({ ledger, environment, home })}.team-token`;
}

/** A token or a whole join link that a person gave, for joining: `--token-file`, then PAYOFF_TEAM_TOKEN; null where there is none. */
export async function givenToken({ tokenFile: file }: Pick<CommandLine, 'tokenFile'>, { environment }: Place): Promise<FoundToken | null> {
  if (file === null) {
    const token = (environment.PAYOFF_TEAM_TOKEN ?? '').trim();
    return token === '' ? null : { token };
  }
  const read = await readOwnFile(file);
  if (read === null) return { problem: `There is no file ${file}.` };
  return 'problem' in read ? read : { token: read.text.trim() };
}

/** Keeps the token of this device, in place of one that was there. */
export async function keepToken(line: CommandLine, place: Place, team: string, token: string): Promise<void> {
  const file = tokenFile(line, place);
  await replaceFile(file, `${JSON.stringify({ team, token })}\n`, 0o600);
  await chmod(file, 0o600); // one that was there keeps its own
}

export async function forgetToken(line: Pick<CommandLine, 'ledger'>, place: Place): Promise<void> {
  await rm(tokenFile(line, place), { force: true });
}

/** The token with which a team is sent something; null where there is none, and `say` is told why where a file may not be used. */
export async function tokenOfTeam(
  line: Pick<CommandLine, 'ledger' | 'tokenFile'>,
  place: Place,
  team: string,
  say: (problem: string) => void,
): Promise<string | null> {
  const given = await givenToken(line, place);
  if (given !== null && 'problem' in given) say(given.problem);
  // A join token or a link is no token to send with.
  else if (given?.token.startsWith('payoff_ingest_') === true) return given.token;
  const file = tokenFile(line, place);
  const read = await readOwnFile(file);
  if (read === null) return null;
  if ('problem' in read) {
    say(read.problem);
    return null;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), kept), read.text);
  return parsed.success && parsed.output.team === team ? parsed.output.token : null;
}

/** What a file says that only its owner can read; null where there is none. On Windows the folder's rights decide, and no mode is looked at. */
async function readOwnFile(file: string): Promise<{ readonly text: string } | { readonly problem: string } | null> {
  try {
    const { mode, size } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      return { problem: `${file} holds a token and others may read or change it: run chmod 600 on it. It was not used.` };
    if (size > bytesAtMost) return { problem: `${file} is no file of a token: it is too large.` };
    return { text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return code === 'ENOENT' ? null : { problem: `${file} cannot be read (${code}).` };
  }
}
