/** The page's state, and the drawing of it: who is signed in, which team is shown, and what its figures are. */
import { focusSoon } from '../shared/focus.ts';
import { render } from '../shared/dom.ts';
import { ask } from './api.ts';
import { frame } from './frame.ts';
import { loginForm } from './login.ts';
import { markCurrentSection } from './currentSection.ts';
import type { Answer } from './api.ts';
import type { TeamAnswer, TeamEntry, TeamList } from '../../src/core/team/dashboard/api.ts';
import type { TeamSettings } from '../../src/core/team/dashboard/settings.ts';

export interface Shown {
  readonly entry: TeamEntry;
  readonly answer: TeamAnswer;
}

export interface State {
  readonly phase: 'starting' | 'signedOut' | 'signedIn';
  readonly loginProblem: string | null;
  readonly busy: boolean;
  readonly teams: readonly TeamEntry[];
  /** The team whose figures are asked for. */
  readonly team: string | null;
  readonly shown: Shown | null;
  readonly problem: string | null;
  /** Figures that are shown as tables. */
  readonly tables: readonly string[];
  /** As moved on the page; null for the lead's. */
  readonly growth: number | null;
  /** Invoices that were read from a file and are not saved; null for those that are. */
  readonly invoices: TeamSettings['invoices'] | null;
  /** What became of the last save or file. */
  readonly settingsSaid: string | null;
}

/** What goes with the team that it was of. */
const ofTeam = { growth: null, invoices: null, settingsSaid: null } as const;

const keptTables = 'payoff.tables';

export class TeamPage {
  readonly #container: Element;
  #running: AbortController | null = null;
  #state: State;

  constructor(container: Element) {
    this.#container = container;
    this.#state = {
      phase: 'starting',
      loginProblem: null,
      busy: false,
      teams: [],
      team: null,
      shown: null,
      problem: null,
      tables: (sessionStorage.getItem(keptTables) ?? '').split(' ').filter((name) => name !== ''),
      ...ofTeam,
    };
  }

  get state(): State {
    return this.#state;
  }

  async start(): Promise<void> {
    window.addEventListener('popstate', () => void this.#followAddress());
    await this.#findTeams();
  }

  /** Shows another team; its name is in the address, so that it can be kept and sent. */
  choose(team: string): void {
    history.pushState(null, '', `?team=${encodeURIComponent(team)}`);
    void this.#followAddress();
  }

  asTable(id: string): boolean {
    return this.#state.tables.includes(id);
  }

  toggle(id: string): void {
    const { tables } = this.#state;
    const now = tables.includes(id) ? tables.filter((each) => each !== id) : [...tables, id];
    sessionStorage.setItem(keptTables, now.join(' '));
    this.change({ tables: now });
  }

  change(part: Partial<State>): void {
    this.#state = { ...this.#state, ...part };
    this.#draw();
  }

  async signIn(token: string): Promise<void> {
    this.change({ busy: true, loginProblem: null });
    const answer = await ask('/login', { method: 'POST', body: { token } });
    if (!answer.ok) {
      this.change({ busy: false, loginProblem: answer.sentence });
      focusSoon('#token');
      return;
    }
    this.change({ busy: false });
    await this.#findTeams();
    focusSoon('h1');
  }

  async signOut(): Promise<void> {
    await ask('/logout', { method: 'POST', body: {} });
    this.#signedOut(null);
    focusSoon('#token');
  }

  /** Keeps what the lead typed, and shows what follows of it. */
  async save(settings: TeamSettings): Promise<void> {
    const { team } = this.#state;
    if (team === null) return;
    const answer = await ask<unknown>(`/api/teams/${encodeURIComponent(team)}/settings`, { method: 'PUT', body: settings });
    if (answer.ok) {
      await this.#load(team);
      this.change({ ...ofTeam, settingsSaid: 'Saved.' });
    } else if (!this.#refused(answer)) this.change({ settingsSaid: `Not saved: ${answer.sentence}` });
  }

  async #findTeams(): Promise<void> {
    const answer = await ask<TeamList>('/api/teams');
    if (!answer.ok) {
      if (!this.#refused(answer)) this.change({ phase: 'signedIn', problem: answer.sentence });
      return;
    }
    this.change({ phase: 'signedIn', teams: answer.value.teams, problem: null });
    await this.#followAddress();
  }

  /** The address says which team (`?team=`); its anchor is a section, which the browser follows by itself. */
  async #followAddress(): Promise<void> {
    const { teams, team } = this.#state;
    const named = new URLSearchParams(location.search).get('team');
    const wanted = teams.find(({ id }) => id === named) ?? teams.find(({ id }) => id === team) ?? teams[0];
    if (wanted === undefined || wanted.id === team) return;
    this.change({ team: wanted.id, shown: null, ...ofTeam });
    await this.#load(wanted.id);
  }

  async #load(team: string): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const answer = await ask<TeamAnswer>(`/api/teams/${encodeURIComponent(team)}/figures`, { signal: running.signal });
    if (this.#running !== running) return;
    this.#running = null;
    if (!answer.ok) {
      if (!this.#refused(answer)) this.change({ problem: answer.sentence });
      return;
    }
    const entry = this.#state.teams.find(({ id }) => id === team);
    if (entry !== undefined) this.change({ shown: { entry, answer: answer.value }, problem: null });
  }

  /** Whether the answer was that nobody is signed in: then the page asks for a token again. */
  #refused(answer: Answer<unknown> & { readonly ok: false }): boolean {
    if (answer.status !== 401) return false;
    this.#signedOut(this.#state.phase === 'signedIn' ? 'You are signed out: the token has ended, or 12 hours have passed.' : null);
    return true;
  }

  #signedOut(problem: string | null): void {
    this.#running?.abort();
    this.#running = null;
    this.change({ phase: 'signedOut', teams: [], team: null, shown: null, loginProblem: problem, ...ofTeam });
  }

  #draw(): void {
    const { phase, loginProblem, busy } = this.#state;
    if (phase === 'starting') return;
    if (phase === 'signedOut')
      render(this.#container, loginForm({ problem: loginProblem, busy, onToken: (token) => void this.signIn(token) }));
    else render(this.#container, ...frame(this));
    document.title = phase === 'signedIn' && this.#state.shown !== null ? `${this.#state.shown.entry.name} – Payoff` : 'Payoff: the team';
    markCurrentSection();
  }
}
