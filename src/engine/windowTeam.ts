/**
 * A team's side of one window: what is asked of the reporter, and the sending behind everything else. The token is the window's: it comes by message, is
 * kept in this memory alone, and a new one goes back to be stored before anything is told to anybody.
 */
import { t } from '../core/l10n/message.ts';
import { parseSettings, longestSettingsFile } from '../core/outcomes/parseSettings.ts';
import { workingTreeFile } from '../git/rootFiles.ts';
import type { WorkerContract } from '../protocol/messages.ts';
import type { Clock } from '../protocol/pace.ts';
import type { Handlers } from '../protocol/rpc.ts';
import type { Reporting, TeamTokenMessage } from '../protocol/teamSchemas.ts';
import type { teamMethods } from '../protocol/teamSchemas.ts';
import type { TeamReporter } from '../team/reporter.ts';
import { settingsName } from './repositoryFiles.ts';
import type { Engine } from './types.ts';

/** What is new is read first; several windows that start together do not all ask at once. */
const firstLookMs = 60_000;
const soonestMs = 30_000;
const latestMs = 3_600_000;

type TeamHandlers = Pick<Handlers<WorkerContract>, keyof typeof teamMethods>;

/** The window that keeps the token. */
export interface TokenKeeper {
  readonly onToken: (token: TeamTokenMessage) => void;
  readonly onForget: (team: { readonly team: string }) => void;
}

export interface WindowTeamOptions {
  readonly clock: Clock;
  readonly repositoryOf: (folder: string) => Promise<{ readonly repository: string }>;
  /** Absent: nothing can be joined. */
  readonly keeper?: TokenKeeper;
  readonly onLog: (level: 'info' | 'warn', sentence: string) => void;
}

export class WindowTeam {
  readonly #given: WindowTeamOptions;
  #reporter: TeamReporter | null = null;
  #reporting: Reporting = 'restricted';
  #token: TeamTokenMessage | null = null;
  /** Called when the window has stored the token that it was handed. */
  #stored: (team: string) => void = () => undefined;
  #callOff: () => void = () => undefined;
  #said = '';

  constructor(given: WindowTeamOptions) {
    this.#given = given;
  }

  /** Why this window lets nothing be sent, in a sentence; null where it does. */
  readonly off = (): string | null => offSentence(this.#reporting);

  configure(reporting: Reporting): void {
    this.#reporting = reporting;
    this.#lookIn(firstLookMs);
  }

  begin({ team }: Engine): void {
    this.#reporter = team;
    this.#lookIn(firstLookMs);
  }

  end(): void {
    this.#callOff();
    this.#reporter = null;
  }

  readonly handlers: TeamHandlers = {
    teamToken: (token) => {
      this.#token = token;
      this.#lookIn(firstLookMs);
      if (token !== null) this.#stored(token.team);
      return Promise.resolve(null);
    },
    teamStatus: () => Promise.resolve().then(() => this.#open().status()),
    teamProposal: ({ folders }) => this.#proposal(folders),
    teamPrepare: (invitation, signal) => this.#open().prepare(invitation, signal),
    teamJoin: async (offer, signal) => {
      const joined = await this.#open().join(offer, { keepToken: (team, token) => this.#keep({ team, token }, signal), signal });
      this.#lookIn(firstLookMs);
      return joined;
    },
    teamPreview: () => this.#open().preview(),
    teamKeys: () => this.#open().keys(),
    teamSend: async (_, signal) => {
      const sent = await this.#open().send({ tokenOf: this.#tokenOf, due: false, signal });
      if ('withdrawn' in sent && sent.withdrawn !== null) this.#forget(sent.withdrawn);
      return sent;
    },
    teamWithdraw: async (_, signal) => {
      const withdrawn = await this.#open().withdraw({ tokenOf: this.#tokenOf, signal });
      if ('done' in withdrawn) {
        if (withdrawn.done) this.#forget(withdrawn.team);
        else this.#lookIn(soonestMs);
      }
      return withdrawn;
    },
    teamLeave: () =>
      Promise.resolve().then(() => {
        const left = this.#open().leave();
        if ('code' in left) this.#forget(left.team);
        return left;
      }),
  };

  readonly #tokenOf = (team: string): Promise<string | null> => Promise.resolve(this.#token?.team === team ? this.#token.token : null);

  #open(): TeamReporter {
    if (this.#reporter === null) throw new Error(t('The ledger is not open.'));
    return this.#reporter;
  }

  /** Resolves when the window has stored it. */
  async #keep(token: TeamTokenMessage, signal: AbortSignal): Promise<void> {
    const stored = new Promise<void>((resolve, reject) => {
      this.#stored = (team) => {
        if (team === token.team) resolve();
      };
      signal.addEventListener('abort', () => reject(new Error('The window asks no more.')), { once: true });
    });
    this.#given.keeper?.onToken(token);
    await stored;
    this.#stored = () => undefined;
  }

  #forget(team: string): void {
    if (this.#token?.team === team) this.#token = null;
    this.#given.keeper?.onForget({ team });
  }

  /** Nothing is looked for where nothing could be sent. */
  #lookIn(ms: number): void {
    this.#callOff();
    if (this.#reporter === null || this.#token === null) return;
    this.#callOff = this.#given.clock.after(ms, () => void this.#look());
  }

  /** Sends what is due. One window of all sends at a time: the ledger has that. Without a token another window or a terminal joined, and sends. */
  async #look(): Promise<void> {
    const reporter = this.#reporter;
    if (reporter === null) return;
    let againMs = latestMs;
    try {
      const { membership, withdrawal } = reporter.status();
      const team = withdrawal?.team ?? membership?.team;
      const mayAsk = withdrawal !== null || this.off() === null;
      if (team !== undefined && mayAsk && this.#token?.team === team) {
        const sent = await reporter.send({ tokenOf: this.#tokenOf, due: true });
        if ('againMs' in sent) {
          if (sent.sent > 0) this.#given.onLog('info', `Told the team ${String(sent.sent)} weeks.`);
          this.#warn([sent.problem, ...sent.refused].join(' ').trim());
          if (sent.withdrawn !== null) this.#forget(sent.withdrawn);
          if (sent.againMs !== null) againMs = Math.min(latestMs, Math.max(soonestMs, sent.againMs - this.#given.clock.now()));
        } else this.#warn(sent.refused);
      }
    } catch (error) {
      this.#warn(error instanceof Error ? error.message : String(error));
    }
    if (this.#reporter === reporter) this.#lookIn(againMs);
  }

  /** Once, not with every try. */
  #warn(sentence: string): void {
    if (sentence !== '' && sentence !== this.#said) this.#given.onLog('warn', sentence);
    this.#said = sentence;
  }

  /** What the first `.payoff.json` among the folders' repositories names. */
  async #proposal(folders: readonly string[]): Promise<{ readonly endpoint: string; readonly team: string } | null> {
    for (const folder of folders) {
      const { repository } = await this.#given.repositoryOf(folder);
      const file = repository === '' ? null : await workingTreeFile(repository, settingsName, longestSettingsFile);
      if (file?.found !== 'text') continue;
      const { team, collector } = parseSettings(file.text).settings;
      if (collector !== '') return { endpoint: collector, team };
    }
    return null;
  }
}

function offSentence(reporting: Reporting): string | null {
  switch (reporting) {
    case 'on':
      return null;
    case 'setting':
      return t('Reporting is turned off by the setting payoff.team.reporting. Nothing is sent.');
    case 'telemetry':
      return t('Telemetry is turned off in this editor, so nothing is sent to the team either.');
    case 'restricted':
      return t('This window is in Restricted Mode, so it sends nothing to a team.');
  }
}
