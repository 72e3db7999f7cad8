/** `payoff team join | preview | send | status | withdraw | leave`: what a team is told of this machine, if its user said yes. */
import { otlpEndpoint } from '../core/team/openTelemetry.ts';
import { counted } from '../core/report/words.ts';
import { parseJoinLink } from '../team/joinLink.ts';
import type { JoinLink } from '../team/joinLink.ts';
import { otlpSettings } from '../team/otlp/otlpSettings.ts';
import type { Invitation, Sent, TeamRefused } from '../team/reporter.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { printable } from './table.ts';
import { linkAloneSentence } from './teamArguments.ts';
import { joinedText, keysText, offerText, statusText, weeksText } from './teamText.ts';
import { forgetToken, givenToken, keepToken, tokenOfTeam } from './teamTokens.ts';

export const teamCommand: CommandFunction = (context) => {
  switch (context.line.team.action) {
    case 'join':
      return join(context);
    case 'preview':
      return preview(context);
    case 'send':
      return send(context);
    case 'status':
      return status(context);
    case 'withdraw':
      return withdraw(context);
    case 'leave':
      return leave(context);
  }
};

async function join(context: CommandContext): Promise<ExitCode> {
  const { line, surroundings, engine } = context;
  const { stdout, signal } = surroundings;
  const invitation = await invitationOf(context);
  if ('problem' in invitation) return fail(context, invitation.problem);
  const prepared = await prepare(context, 'nothing', { everywhere: true, lines: true });
  if ('ended' in prepared) return prepared.ended;
  if (invitation.repositories) surroundings.stderr.write('The team is asked for its salt first; nothing about you is in that question.\n');
  const offer = await engine.team.prepare(invitation, signal);
  if ('reason' in offer) return refused(context, offer);
  stdout.write(offerText(offer, surroundings));
  if (!line.yes) {
    const answer = (await surroundings.ask?.(`Join the team ${offer.invitation.team} and send this? [y/N] `)) ?? null;
    if (answer === null) return fail(context, 'Nothing is sent without a yes: give --yes where nobody can be asked.');
    if (!/^y(es)?$/i.test(answer.trim())) return fail(context, 'Nothing was sent, and no team was joined.');
  }
  const joined = await engine.team.join(offer, {
    keepToken: (team, token) => (token === '' ? Promise.resolve() : keepToken(line, surroundings, team, token)),
    signal,
  });
  if ('reason' in joined) return refused(context, joined);
  stdout.write(joinedText(joined));
  return sendNow(context);
}

/** What the link or the options say, with the token. */
async function invitationOf({ line, surroundings }: CommandContext): Promise<Invitation | { readonly problem: string }> {
  const { team, link, endpoint, code, repositories, otlp } = line.team;
  if (otlp) {
    const settings = otlpSettings(surroundings.environment);
    return 'problem' in settings ? settings : { endpoint: otlpEndpoint, team, token: '', code, repositories };
  }
  if (link !== '') return invited(parseJoinLink(link));
  const given = await givenToken(line, surroundings);
  if (given !== null && 'problem' in given) return given;
  const token = given?.token ?? '';
  if (token === '')
    return {
      problem:
        'A token is needed: a join link, or --token-file FILE with mode 600 or PAYOFF_TEAM_TOKEN in the environment with a link or a token.',
    };
  // Neither of the two is seen by others of the machine, nor kept by a shell.
  if (!token.includes('://')) return { endpoint, team, token, code, repositories };
  if (endpoint !== '' || team !== '') return { problem: linkAloneSentence };
  return invited(parseJoinLink(token));

  function invited(said: JoinLink | null): Invitation | { readonly problem: string } {
    if (said === null) return { problem: 'This is no join link: it begins with vscode://payoff.payoff/join#. Put it in quotation marks.' };
    return { ...said, code, repositories };
  }
}

async function preview(context: CommandContext): Promise<ExitCode> {
  const { line, surroundings, engine } = context;
  const prepared = await prepare(context, 'nothing', { everywhere: true, lines: true });
  if ('ended' in prepared) return prepared.ended;
  const weeks = await engine.team.preview();
  if ('reason' in weeks) return refused(context, weeks);
  const keys = await engine.team.keys();
  if (line.json) printJson(surroundings, { weeks, keys });
  else surroundings.stdout.write(`${weeksText(weeks, surroundings)}${keysText(keys)}`);
  return exitCodes.success;
}

async function send(context: CommandContext): Promise<ExitCode> {
  const prepared = await prepare(context, 'nothing', { everywhere: true, lines: true });
  return 'ended' in prepared ? prepared.ended : sendNow(context);
}

async function sendNow(context: CommandContext): Promise<ExitCode> {
  const { line, surroundings, engine } = context;
  const sent = await engine.team.send({ tokenOf: tokenFor(context), due: false, signal: surroundings.signal });
  if ('reason' in sent) return refused(context, sent);
  if (sent.withdrawn !== null) await forgetToken(line, surroundings);
  if (line.json && line.team.action === 'send') printJson(surroundings, sent);
  else surroundings.stdout.write(sentText(sent));
  for (const problem of [...sent.refused, ...(sent.problem === '' ? [] : [sent.problem])])
    surroundings.stderr.write(`payoff: ${printable(problem)}\n`);
  return sent.problem === '' && sent.refused.length === 0 ? exitCodes.success : exitCodes.failure;
}

function sentText({ sent, waiting, withdrawn }: Sent): string {
  if (withdrawn !== null) return `All that was sent to the team ${withdrawn} is deleted.\n`;
  const rest = waiting === 0 ? '' : ` ${counted(waiting, 'week')} wait to be sent.`;
  return sent === 0 && waiting === 0 ? 'Nothing is new for the team.\n' : `Sent: ${counted(sent, 'week')}.${rest}\n`;
}

function status({ line, surroundings, engine }: CommandContext): Promise<ExitCode> {
  const found = engine.team.status();
  // The salt is the team's secret, and no use to anybody who reads this.
  const { membership } = found;
  const shown = membership === null ? null : { ...membership, salt: undefined };
  if (line.json) printJson(surroundings, { ...found, membership: shown });
  else surroundings.stdout.write(statusText(found, surroundings.timezone));
  return Promise.resolve(exitCodes.success);
}

async function withdraw(context: CommandContext): Promise<ExitCode> {
  const { line, surroundings, engine } = context;
  const { membership } = engine.team.status();
  if (!line.yes && membership !== null) {
    const answer =
      (await surroundings.ask?.(`Delete all that was sent to the team ${membership.team}, and forget your pseudonym? [y/N] `)) ?? null;
    if (answer === null) return fail(context, 'Nothing is withdrawn without a yes: give --yes where nobody can be asked.');
    if (!/^y(es)?$/i.test(answer.trim())) return fail(context, 'Nothing was withdrawn.');
  }
  const withdrawn = await engine.team.withdraw({ tokenOf: tokenFor(context), signal: surroundings.signal });
  if ('reason' in withdrawn) return refused(context, withdrawn);
  if (withdrawn.done) await forgetToken(line, surroundings);
  if (line.json) printJson(surroundings, withdrawn);
  else
    surroundings.stdout.write(
      withdrawn.done
        ? `Withdrawn from the team ${withdrawn.team}: ${counted(withdrawn.deleted, 'report')} deleted there. Your pseudonym is forgotten.\n`
        : `Your pseudonym and all that waited are forgotten here. What was sent to the team ${withdrawn.team} is not deleted yet: payoff team send tries again, and so does every window.\n`,
    );
  if (withdrawn.done) return exitCodes.success;
  return fail(context, withdrawn.problem);
}

async function leave(context: CommandContext): Promise<ExitCode> {
  const { line, surroundings, engine } = context;
  const left = engine.team.leave();
  if ('reason' in left) return refused(context, left);
  await forgetToken(line, surroundings);
  if (line.json) printJson(surroundings, left);
  else
    surroundings.stdout.write(
      `Nothing is sent to the team ${left.team} any more. What was sent stays there: to delete it, join again with --reporter ${left.code} and run payoff team withdraw.\n`,
    );
  return exitCodes.success;
}

function tokenFor({ line, surroundings }: CommandContext): (team: string) => Promise<string | null> {
  return (team) => tokenOfTeam(line, surroundings, team, (problem) => surroundings.stderr.write(`payoff: ${printable(problem)}\n`));
}

function refused(context: CommandContext, { reason, refused: sentence }: TeamRefused): ExitCode {
  const next = reason === 'no-member' ? ' payoff team join shows what would be, and asks.' : '';
  return fail(context, `${sentence}${next}`, reason === 'ledger' ? exitCodes.ledgerUnusable : exitCodes.failure);
}

function fail({ surroundings }: CommandContext, sentence: string, code: ExitCode = exitCodes.failure): ExitCode {
  surroundings.stderr.write(`payoff: ${printable(sentence)}\n`);
  return code;
}
