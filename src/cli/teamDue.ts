/** Sending what is due to a team behind something else that was asked for, with git read first; says nothing where no team is joined. */
import type { Engine } from '../engine/types.ts';
import type { CommandLine } from './commandLine.ts';
import type { Surroundings } from './surroundings.ts';
import { forgetToken, tokenOfTeam } from './teamTokens.ts';

/** What was done, a sentence each; empty when there was nothing to do. */
export async function sendDue(
  engine: Pick<Engine, 'team' | 'readGit'>,
  line: Pick<CommandLine, 'ledger' | 'tokenFile'>,
  place: Pick<Surroundings, 'environment' | 'home'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { membership, withdrawal } = engine.team.status();
  if (membership === null && withdrawal === null) return [];
  const said: string[] = [];
  if (membership !== null) await engine.readGit({ folders: null, signal });
  const tokenOf = (team: string): Promise<string | null> => tokenOfTeam(line, place, team, (problem) => said.push(problem));
  const sent = await engine.team.send({ tokenOf, due: true, signal });
  if ('reason' in sent) return [...said, sent.refused];
  if (sent.withdrawn !== null) await forgetToken(line, place);
  const told = sent.sent === 0 ? [] : [`Weeks sent to the team: ${String(sent.sent)}.`];
  return [...said, ...told, ...sent.refused, ...(sent.problem === '' ? [] : [sent.problem])];
}
