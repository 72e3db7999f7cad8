import { dayKey } from '../../src/core/report/time.ts';
import { panelContract, panelVersion } from '../../src/protocol/panel.ts';
import { connectCaller } from '../../src/protocol/rpc.ts';
import { render } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { Loader } from '../shared/resource.ts';
import { amountsIn } from './amounts.ts';
import { CommitPages } from './commitPages.ts';
import { dataView } from './dataView.ts';
import { ExplainDrawer } from './explainDrawer.ts';
import { loadingPage, problemPage } from './states.ts';
import { overviewView } from './overviewView.ts';
import { periodMessage } from './period.ts';
import { SessionRows } from './sessionRows.ts';
import { sessionsView } from './sessionsView.ts';
import { Shell } from './shell.ts';
import { shippedView } from './shippedView.ts';
import { restoredState } from './state.ts';
import type { ExplanationReference } from '../../src/core/report/explanation.ts';
import type { Holdings } from '../../src/core/report/holdings.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { SessionPage } from '../../src/core/report/sessionPage.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract, PanelSettings } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';
import type { Description } from '../shared/dom.ts';
import type { HostPage } from '../shared/host.ts';
import type { Resource } from '../shared/resource.ts';
import type { Amounts, LocalExplanation, Panel } from './panel.ts';
import type { PanelState, View } from './state.ts';

/** What decides which requests are shown: when one changes, everything is asked for anew. */
const filterNames = ['period', 'repository', 'branch', 'model', 'part'] as const;
const orderNames = ['search', 'order', 'descending'] as const;
/** What the page keeps without showing it. */
const placeNames: readonly string[] = ['scroll', 'firstRow'];

/** The application: holds the state, asks the host, and draws the views from what it knows. */
export class App implements Panel {
  readonly host: Caller<PanelContract>;
  readonly sessions: SessionRows;
  readonly commits: CommitPages;
  readonly #page: HostPage;
  readonly #shell: Shell;
  readonly #drawer: ExplainDrawer;
  readonly #overview: Loader<Overview>;
  readonly #holdings: Loader<Holdings>;
  readonly #sessionPage: Loader<SessionPage | null>;
  #state: PanelState;
  #settings: PanelSettings | null = null;
  #problem: string | null = null;
  /** Whether the next frame draws. */
  #waiting = false;

  constructor(page: HostPage) {
    const changed = (): void => this.render();
    this.#page = page;
    this.#state = restoredState(page.keptState());
    this.#overview = new Loader(changed);
    this.#holdings = new Loader(changed);
    this.#sessionPage = new Loader(changed);
    this.host = connectCaller(
      panelContract,
      page.port,
      {
        changed: () => this.#load(false),
        show: ({ view, id }) => this.open(view, id),
        settings: (settings) => this.#receive(settings),
      },
      (sentence) => {
        this.#problem = sentence;
        this.render();
      },
    );
    this.sessions = new SessionRows(this.host, changed);
    this.commits = new CommitPages(this.host, changed);
    this.#shell = new Shell(this);
    this.#drawer = new ExplainDrawer(this);
  }

  get state(): PanelState {
    return this.#state;
  }
  get settings(): PanelSettings | null {
    return this.#settings;
  }
  get overview(): Resource<Overview> {
    return this.#overview.state;
  }
  get holdings(): Resource<Holdings> {
    return this.#holdings.state;
  }
  get sessionPage(): Resource<SessionPage | null> {
    return this.#sessionPage.state;
  }
  get timezone(): string {
    return this.#settings?.timezone ?? 'UTC';
  }
  get nowMs(): number {
    return Date.now();
  }
  get filter(): FilterMessage {
    const { period, repository, branch, model, part } = this.#state;
    return { period: periodMessage(period, dayKey(this.nowMs, this.timezone)), repository, branch, model, part };
  }
  get amounts(): Amounts {
    return amountsIn(this.#settings?.unit ?? 'money', this.overview.value?.standing.total.nanodollars ?? null);
  }

  async start(): Promise<void> {
    this.#shell.build();
    this.#draw();
    const answer = await this.host.call('hello', { version: panelVersion });
    if (!answer.ok) {
      this.#problem =
        answer.error.reason === 'invalid'
          ? 'Payoff was updated while this panel was open. Reload the window to go on.'
          : answer.error.sentence;
      this.render();
      return;
    }
    this.#problem = null;
    this.#settings = answer.value.settings;
    if (answer.value.show === null) this.#load(true);
    else this.open(answer.value.show.view, answer.value.show.id);
    this.#shell.restoreScroll();
  }

  change(change: Partial<PanelState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    this.#page.keepState(this.#state);
    const changed = (names: readonly (keyof PanelState)[]): boolean => names.some((name) => before[name] !== this.#state[name]);
    if (changed(filterNames)) {
      this.#state = { ...this.#state, firstRow: 0, activeRow: 0 };
      this.#load(true);
    } else if (changed(['view', 'session', ...orderNames])) this.#loadView();
    // Who opened a session would else be left on an element that is gone.
    if (typeof change.session === 'string') focusSoon('.session-page .back');
    if (Object.keys(change).some((name) => !placeNames.includes(name))) this.render();
  }

  open(view: View, id: string | null = null): void {
    if (view === 'sessions') this.change({ view, session: id });
    else if (view === 'shipped' && id !== null) this.change({ view, unfolded: [...this.#state.unfolded, `commit ${id}`] });
    else this.change({ view });
    if (this.#overview.state.value === null && !this.#overview.state.loading) this.#load(true);
    this.#shell.reveal(view, id);
  }

  render(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw();
    });
  }

  retry(): void {
    if (this.#settings === null) void this.start();
    else this.#load(true);
  }

  announce(sentence: string, visible = false): void {
    this.#shell.announce(sentence, visible);
  }

  explain(reference: string, kind: ExplanationReference['kind'], folder: string | null): void {
    this.#drawer.show(reference, kind, folder);
  }

  explainHere(explanation: LocalExplanation): void {
    this.#drawer.showHere(explanation);
  }

  async copyReceipt(reference: string, folder: string): Promise<void> {
    const answer = await this.host.call('receipt', { reference, folder });
    if (!answer.ok) this.announce(answer.error.sentence, true);
    else if ('notFound' in answer.value) this.announce(answer.value.notFound, true);
    else {
      const copied = await this.host.call('copy', { text: answer.value.markdown });
      this.announce(copied.ok ? 'The receipt is in the clipboard.' : copied.error.sentence, true);
    }
  }

  #receive(settings: PanelSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (before?.timezone !== settings.timezone || (before.problem !== null && settings.problem === null)) this.#load(true);
    this.render();
  }

  /**
   * Everything that is shown, asked for anew; what is on screen stays until the answers come. The sentence is said to screen readers where
   * the user changed something, never for what changes by itself.
   */
  #load(say: boolean): void {
    if (this.#settings === null) return;
    const { filter } = this;
    void this.#overview
      .load((signal) => this.host.call('overview', { filter }, signal))
      .then(() => {
        const { value, problem } = this.#overview.state;
        if (say && problem === null && value !== null && this.#state.view === 'overview') this.announce(value.sentence);
      });
    this.#loadView();
  }

  #loadView(): void {
    if (this.#settings === null) return;
    const { view, session, search, order, descending, firstRow } = this.#state;
    const { filter } = this;
    if (view === 'sessions' && session !== null) {
      const other = this.#sessionPage.state.value?.row.sessionId !== session;
      void this.#sessionPage.load((signal) => this.host.call('sessionPage', { sessionId: session }, signal), other);
    } else if (view === 'sessions') this.sessions.ask({ filter, search, order, descending }, firstRow);
    else if (view === 'shipped') this.commits.ask(filter);
    else if (view === 'data') void this.#holdings.load((signal) => this.host.call('holdings', null, signal));
  }

  #draw(): void {
    this.#shell.draw();
    const { view } = this.#state;
    const content = this.#content(view);
    const root = this.#shell.viewRoot(view);
    if (root !== null) render(root, content);
    this.#drawer.draw();
  }

  #content(view: View): Description {
    const problem = this.#problem ?? this.#settings?.problem ?? null;
    if (problem !== null) return problemPage(problem, () => this.retry());
    if (this.#settings === null) return loadingPage(view);
    switch (view) {
      case 'overview':
        return overviewView(this);
      case 'sessions':
        return sessionsView(this);
      case 'shipped':
        return shippedView(this);
      case 'data':
        return dataView(this);
    }
  }
}
