/** The commands about a team: joining after a preview and a yes, seeing what it is told, how that stands, and withdrawing. */
import { env, ProgressLocation, ThemeIcon, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { plural, t } from '../core/l10n/message.ts';
import { formatCount } from '../core/report/money.ts';
import type { OfferMessage, TeamStatusMessage } from '../protocol/teamSchemas.ts';
import type { Documents } from './documents.ts';
import type { EngineClient } from './engineClient.ts';
import { hostOf, invitationOf, isTeam, isToken } from './joinInvitation.ts';
import type { Invited } from './joinInvitation.ts';

export interface TeamingOptions {
  readonly client: EngineClient;
  readonly documents: Documents;
  /** Figures are made up: no team is told of them. */
  readonly demo: boolean;
  readonly repositories: () => boolean;
  readonly folders: () => readonly string[] | null;
}

interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

const joinTitle = (): string => t('Join a Team');

export class Teaming {
  readonly #given: TeamingOptions;
  /** One question at a time: a page that opens one link after the other shows nothing twice. */
  #joining = false;

  constructor(given: TeamingOptions) {
    this.#given = given;
  }

  /** From the questions to the first report; whatever is not answered ends it, and nothing was sent. */
  async join(): Promise<void> {
    await this.#once(async () => {
      if (!(await this.#mayJoin())) return;
      const invited = await this.#ask();
      if (invited !== undefined) await this.#offer(invited);
    });
  }

  /** A join link that was opened: names the host before anything else. */
  async joinByLink(invited: Invited | null): Promise<void> {
    if (invited === null)
      return void window.showErrorMessage(
        t('This is no join link of a Payoff collector. Nothing was sent. Ask whoever gave it to you for a new one.'),
      );
    await this.#once(async () => {
      if (!(await this.#mayJoin())) return;
      const look = t('Look First');
      const picked = await window.showInformationMessage(
        t('Join the team {0} at {1}?', invited.team, hostOf(invited.endpoint) ?? invited.endpoint),
        { modal: true, detail: t('You see first what it would be told. Nothing is sent until you say yes to that.') },
        look,
      );
      if (picked === look) await this.#offer(invited);
    });
  }

  async told(): Promise<void> {
    await this.#given.documents.show('teamTold');
  }

  async status(): Promise<void> {
    await this.#given.documents.show('teamStatus');
  }

  /** Deletes all at the collector, or only stops. */
  async withdraw(): Promise<void> {
    const status = await this.#status();
    if (status === undefined) return;
    const team = status.membership?.name || status.membership?.team || status.withdrawal?.team;
    if (team === undefined) return void window.showInformationMessage(t('No team is joined: there is nothing to withdraw.'));
    const [withdraw, leave] = [t('Withdraw'), t('Only Stop Sending')];
    const picked = await window.showWarningMessage(
      t('Withdraw from the team {0}?', team),
      {
        modal: true,
        detail: t(
          'Withdrawing deletes everything that you sent, at the collector too, and forgets your pseudonym. What the team has already published stays as it is: it shows nobody. Only to stop sending deletes nothing.',
        ),
      },
      withdraw,
      ...(status.membership === null ? [] : [leave]),
    );
    if (picked === withdraw) await this.#withdraw(team);
    if (picked === leave) await this.#leave(team);
  }

  async #once(work: () => Promise<void>): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    try {
      await work();
    } finally {
      this.#joining = false;
    }
  }

  /** Whether a team can be joined here and now; says why not. */
  async #mayJoin(): Promise<boolean> {
    if (this.#given.demo) {
      void window.showInformationMessage(t('This is a demo: its figures are made up, and no team is told of them.'));
      return false;
    }
    if (!workspace.isTrusted) {
      void window.showInformationMessage(t('In Restricted Mode nothing is sent to a team. Trust this folder, or join in another window.'));
      return false;
    }
    const status = await this.#status();
    if (status === undefined) return false;
    const { membership, problem } = status;
    if (membership !== null) {
      const show = t('Show Status');
      void window
        .showInformationMessage(
          t('You are in the team {0} already. Withdraw from it before you join another one.', membership.name || membership.team),
          show,
        )
        .then((picked) => (picked === show ? this.status() : undefined));
      return false;
    }
    if (problem === '') return true;
    void window.showWarningMessage(problem);
    return false;
  }

  async #status(): Promise<TeamStatusMessage | undefined> {
    const answer = await this.#given.client.ask('teamStatus', null);
    if (answer.ok) return answer.value;
    return void window.showErrorMessage(t('Payoff could not read its ledger: {0}', answer.error.sentence));
  }

  /** Collector, team and token, or a link that has all three. */
  async #ask(): Promise<Invited | undefined> {
    const { client, folders } = this.#given;
    const proposal = await client.ask('teamProposal', { folders: [...(folders() ?? [])] });
    const known = proposal.ok ? proposal.value : null;
    const address = await window.showInputBox({
      title: joinTitle(),
      prompt: t('The address of the team’s collector, or the whole join link'),
      placeHolder: 'https://payoff.example.com',
      value: known?.endpoint ?? '',
      ignoreFocusOut: true,
      validateInput: (text) =>
        hostOf(text.trim()) !== null || invitationOf(text) !== null
          ? null
          : t('An address such as https://payoff.example.com is needed: https, or http on this machine alone.'),
    });
    if (address === undefined) return undefined;
    const invited = invitationOf(address);
    if (invited !== null) return invited;
    const team = await window.showInputBox({
      title: joinTitle(),
      prompt: t('The team’s id, as its lead gave it'),
      value: known?.team ?? '',
      ignoreFocusOut: true,
      validateInput: (text) => (isTeam(text.trim()) ? null : t('Small letters, digits and hyphens, such as payments-eu.')),
    });
    if (team === undefined) return undefined;
    const token = await window.showInputBox({
      title: joinTitle(),
      prompt: t('The token. It is kept in VS Code’s secret storage alone'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (isToken(text.trim()) ? null : t('A token begins with payoff_join_ or payoff_ingest_.')),
    });
    return token === undefined ? undefined : { endpoint: address.trim(), team: team.trim(), token: token.trim() };
  }

  /** Shows what would be sent; joins and sends only after a yes. */
  async #offer(invited: Invited): Promise<void> {
    const { client, documents, repositories } = this.#given;
    const code = await askCode();
    if (code === undefined) return;
    const answer = await window.withProgress(
      { location: ProgressLocation.Notification, title: t('Payoff: reckoning what would be sent') },
      () => client.ask('teamPrepare', { ...invited, code, repositories: repositories() }),
    );
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not reckon what would be sent: {0}', answer.error.sentence));
    if ('refused' in answer.value) return void window.showWarningMessage(answer.value.refused);
    const offer = answer.value;
    await documents.showOffer(offer);
    if (!(await isWanted(offer))) return;
    const joined = await client.ask('teamJoin', offer);
    if (!joined.ok) return void window.showErrorMessage(t('The team was not joined: {0}', joined.error.sentence));
    if ('refused' in joined.value) return void window.showWarningMessage(joined.value.refused);
    const { membership, code: own } = joined.value;
    await this.#send(membership.name || membership.team, own);
  }

  async #send(team: string, code: string): Promise<void> {
    const sent = await window.withProgress(
      { location: ProgressLocation.Notification, title: t('Payoff: sending to the team {0}', team) },
      () => this.#given.client.ask('teamSend', null),
    );
    const problem = !sent.ok ? sent.error.sentence : 'reason' in sent.value ? sent.value.refused : sent.value.problem;
    const weeks = sent.ok && 'sent' in sent.value ? sent.value.sent : 0;
    const said = plural(
      weeks,
      'You joined the team {1}: {0} week was sent.',
      'You joined the team {1}: {0} weeks were sent.',
      formatCount(weeks),
      team,
    );
    const copy = t('Copy the Code for Other Machines');
    const picked = await window.showInformationMessage(problem === '' ? said : `${said} ${problem}`, copy);
    if (picked === copy) await env.clipboard.writeText(code);
  }

  async #withdraw(team: string): Promise<void> {
    const answer = await window.withProgress(
      { location: ProgressLocation.Notification, title: t('Payoff: withdrawing from the team {0}', team) },
      () => this.#given.client.ask('teamWithdraw', null),
    );
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not withdraw: {0}', answer.error.sentence));
    if ('refused' in answer.value) return void window.showWarningMessage(answer.value.refused);
    const { done, deleted, problem } = answer.value;
    this.#given.documents.ledgerChanged();
    if (!done)
      return void window.showWarningMessage(
        t(
          'Nothing is sent to the team {0} any more. That its collector deletes what it has is asked again until it has. {1}',
          team,
          problem,
        ),
      );
    void window.showInformationMessage(
      plural(
        deleted,
        'You are out of the team {1}: {0} report was deleted there.',
        'You are out of the team {1}: {0} reports were deleted there.',
        formatCount(deleted),
        team,
      ),
    );
  }

  async #leave(team: string): Promise<void> {
    const answer = await this.#given.client.ask('teamLeave', null);
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not leave the team: {0}', answer.error.sentence));
    if ('refused' in answer.value) return void window.showWarningMessage(answer.value.refused);
    this.#given.documents.ledgerChanged();
    const { code } = answer.value;
    const copy = t('Copy the Code');
    const picked = await window.showInformationMessage(
      t('Nothing is sent to the team {0} any more. With your code you can take your pseudonym up again, to withdraw or to go on.', team),
      copy,
    );
    if (picked === copy) await env.clipboard.writeText(code);
  }
}

/** The code of another machine of the same person; null for a first one, undefined when it was not answered. */
async function askCode(): Promise<string | null | undefined> {
  const choices: Choice<boolean>[] = [
    { value: false, label: t('This is my first machine in this team'), iconPath: new ThemeIcon('device-desktop') },
    {
      value: true,
      label: t('I have joined it on another machine'),
      description: t('with its code you count as one person'),
      iconPath: new ThemeIcon('multiple-windows'),
    },
  ];
  const picked = await window.showQuickPick(choices, {
    title: joinTitle(),
    placeHolder: t('Which machine is this?'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (!picked.value) return null;
  const code = await window.showInputBox({
    title: joinTitle(),
    prompt: t('The code that Payoff: Team Status shows on the other machine'),
    ignoreFocusOut: true,
    validateInput: (text) => (/^[0-9a-fA-F\s-]{36,60}$/.test(text.trim()) ? null : t('Nine groups of four characters.')),
  });
  return code?.trim();
}

/** The document is read while this is asked; then once more, with host and count in plain words. */
async function isWanted({ invitation, weeks }: OfferMessage): Promise<boolean> {
  const host = hostOf(invitation.endpoint) ?? invitation.endpoint;
  const choices: Choice<boolean>[] = [
    { value: true, label: t('Join and send this'), description: host, iconPath: new ThemeIcon('send') },
    { value: false, label: t('Send nothing'), iconPath: new ThemeIcon('close') },
  ];
  const placeHolder = t('Read what would be sent. Escape sends nothing.');
  const picked = await window.showQuickPick(choices, { title: joinTitle(), placeHolder, ignoreFocusOut: true });
  if (picked?.value !== true) return false;
  const yes = t('Yes, Join and Send');
  const answer = await window.showInformationMessage(
    t('Join the team {0} at {1}?', invitation.team, host),
    {
      modal: true,
      detail: `${plural(weeks.length, '{0} week is sent now, as the document shows it.', '{0} weeks are sent now, as the document shows them.', formatCount(weeks.length))} ${t('Later each week that is over. You can withdraw at any time, and everything is deleted.')}`,
    },
    yes,
  );
  return answer === yes;
}
