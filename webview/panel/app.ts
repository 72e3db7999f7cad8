import { commitCount, sessionCount } from '../../src/core/report/counts.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { t, plural } from '../../src/core/l10n/message.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { panelContract, panelVersion } from '../../src/protocol/panel.ts';
import { connectCaller } from '../../src/protocol/rpc.ts';
import { render } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { Loader } from '../shared/resource.ts';
import { amountsIn, amountsSaid, hasFlatPlan } from './amounts.ts';
import { AdviceData } from './adviceData.ts';
import { adviceView } from './adviceView.ts';
import { CommitPages } from './commitPages.ts';
import { dataView } from './dataView.ts';
import { ExplainDrawer } from './explainDrawer.ts';
import { problemSentence } from '../shared/problemSentence.ts';
import { ShippedArrival } from './shippedArrival.ts';
import { loadingPage, problemPage } from './states.ts';
import { overviewView } from './overviewView.ts';
import { periodMessage } from './period.ts';
import { SessionRows } from './sessionRows.ts';
import { sessionsView } from './sessionsView.ts';
import { Shell } from './shell.ts';
import { shippedView } from './shippedView.ts';
import { restoredState } from './state.ts';
import { backLabel, placeNames, Trail } from './trail.ts';
import { pageHead } from './pageHead.ts';
import type { ExplanationReference, NotFound } from '../../src/core/report/explanation.ts';
import type { FilePage } from '../../src/core/report/filePage.ts';
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
const hiddenNames: readonly string[] = ['scroll', 'firstRow'];
/** Where the focus goes once a session or a file is opened; until then it is on the view's heading. */
const pageHeading = '.session-head h2';

/** The application: holds the state, asks the host, and draws the views from what it knows. */
export class App implements Panel {
  readonly host: Caller<PanelContract>;
  readonly sessions: SessionRows;
  readonly commits: CommitPages;
  readonly advice: AdviceData;
  readonly #page: HostPage;
  readonly #shell: Shell;
  readonly #drawer: ExplainDrawer;
  readonly #overview: Loader<Overview>;
  readonly #holdings: Loader<Holdings>;
  readonly #sessionPage: Loader<SessionPage | null>;
  readonly #filePage: Loader<FilePage | NotFound>;
  readonly #trail = new Trail();
  readonly #arrival: ShippedArrival;
  #state: PanelState;
  #settings: PanelSettings | null = null;
  /** Why there is nothing to show at all. */
  #problem: string | null = null;
  /** Made once for each answer: every amount on the page asks for them. */
  #amounts: { readonly of: Overview | null; readonly amounts: Amounts } | null = null;
  /** Messages of the window that were not as agreed. */
  #invalid = 0;
  /** The last question for commits, until it is answered. */
  #commitsAsked: Promise<void> = Promise.resolve();
  /** Whether the next frame draws. */
  #waiting = false;

  constructor(page: HostPage) {
    const changed = (): void => this.render();
    this.#page = page;
    this.#state = restoredState(page.keptState());
    this.#overview = new Loader(changed);
    this.#holdings = new Loader(changed);
    this.#sessionPage = new Loader(changed);
    this.#filePage = new Loader(changed);
    this.host = connectCaller(
      panelContract,
      page.port,
      {
        changed: () => this.#load(false),
        show: ({ view, id }) => this.open(view, id),
        settings: (settings) => this.#receive(settings),
      },
      (sentence) => {
        // One message less is no reason to show nothing: the next one brings all of it again.
        this.#invalid += 1;
        console.warn(
          `Payoff: ${sentence} Left out; ${plural(this.#invalid, '{0} message', '{0} messages', formatCount(this.#invalid))} so far.`,
        );
      },
    );
    this.sessions = new SessionRows(this.host, changed);
    this.commits = new CommitPages(this.host, changed);
    this.advice = new AdviceData(this.host, changed);
    this.#shell = new Shell(this);
    this.#drawer = new ExplainDrawer(this);
    this.#arrival = new ShippedArrival(this, () => this.#commitsSettled());
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
  get filePage(): Resource<FilePage | NotFound> {
    return this.#filePage.state;
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
    const unit = hasFlatPlan(this.#settings) ? (this.#settings?.unit ?? 'money') : 'money';
    const { value } = this.overview;
    if (this.#amounts?.amounts.unit !== unit || this.#amounts.of !== value)
      this.#amounts = {
        of: value,
        amounts: amountsIn(unit, value?.wholePlan.nanodollars ?? null, value === null ? [] : amountsSaid(value)),
      };
    return this.#amounts.amounts;
  }
  get backTo(): string | null {
    const { last } = this.#trail;
    if (last !== null) return backLabel(last);
    const { view, session, file } = this.#state;
    if (view === 'shipped' && file !== null) return t('All commits');
    return view === 'sessions' && session !== null ? t('All sessions') : null;
  }

  async start(): Promise<void> {
    this.#shell.build();
    this.#draw();
    const answer = await this.host.call('hello', { version: panelVersion });
    if (!answer.ok) {
      this.#problem =
        answer.error.reason === 'invalid'
          ? t('Payoff was updated while this panel was open. Reload the window to go on.')
          : problemSentence(t('Opening the panel'), answer.error.sentence);
      this.render();
      return;
    }
    this.#problem = null;
    this.#settings = answer.value.settings;
    const { show } = answer.value;
    if (show === null) this.#load(true);
    else this.#arrive(show.view, show.id);
    this.#shell.restoreScroll();
  }

  change(change: Partial<PanelState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    const changed = (names: readonly (keyof PanelState)[]): boolean => names.some((name) => before[name] !== this.#state[name]);
    if (changed(filterNames)) this.#state = { ...this.#state, firstRow: 0, activeRow: 0 };
    this.#page.keepState(this.#state);
    if (changed(['view', 'session'])) this.sessions.titles.shownAgain();
    if (changed(filterNames)) this.#load(true);
    else if (changed(['view', 'session', 'file', ...orderNames])) this.#loadView(changed(orderNames));
    if (Object.keys(change).some((name) => !hiddenNames.includes(name))) this.render();
  }

  /** What the user chose by a tab or a filter: links before it lead back no more. */
  choose(change: Partial<PanelState>): void {
    if (placeNames.some((name) => name in change)) {
      this.#trail.clear();
      this.#arrival.cancel();
    }
    this.change(change);
  }

  go(change: Partial<PanelState>): void {
    const { session } = this.#state;
    this.#trail.leave(this.#state);
    this.#arrival.cancel();
    this.change({ file: null, ...change });
    const opened = this.#state.session !== null && this.#state.session !== session && this.#state.view === 'sessions';
    this.#focus(opened);
  }

  open(view: View, id: string | null = null): void {
    const { view: from, session } = this.#state;
    const elsewhere = view !== from || (view === 'sessions' && id !== session);
    if (elsewhere && this.#settings !== null) this.#trail.leave(this.#state);
    this.#arrive(view, id);
  }

  openFile(repository: string, path: string): void {
    const { view, file } = this.#state;
    // From an explanation of it the way back stays what it was.
    if (view !== 'shipped' || file?.path !== path || file.repository !== repository) this.#trail.leave(this.#state);
    this.#arrival.cancel();
    this.#drawer.close();
    this.change({ view: 'shipped', file: { repository, path } });
    this.#focus(true);
  }

  back(): void {
    const place = this.#trail.goBack();
    const { file } = this.#state;
    this.#arrival.cancel();
    if (place === null) {
      this.change(this.#state.view === 'shipped' ? { file: null } : { session: null });
      focusSoon(this.#state.view === 'shipped' ? '.entry-fold' : '[role=grid]');
      return;
    }
    const { view } = place.state;
    this.change({ ...place.state, scroll: { ...this.#state.scroll, [view]: place.scroll } });
    this.#shell.restoreScroll();
    this.#draw();
    this.#shell.focusTitle();
    // The table of sessions is made anew; it knows its row.
    const inTable = view === 'sessions' && place.state.session === null;
    if (place.element?.isConnected === true) focusSoon(place.element, { keepScroll: true });
    else if (inTable) focusSoon('[role=grid]', { keepScroll: true });
    else if (file !== null && view === 'shipped') focusSoon(`[data-file="${CSS.escape(file.path)}"]`, { keepScroll: true });
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
    const known = this.#settings !== null && this.#settings.problem === null && this.#problem === null;
    this.#problem = null;
    if (known) this.#load(true);
    else void this.start();
  }

  announce(sentence: string, visible = false): void {
    this.#shell.announce(sentence, visible ? 'done' : 'heard');
  }

  fail(what: string, reason: string): void {
    this.#shell.announce(problemSentence(what, reason), 'failed');
  }

  explain(reference: string, kind: ExplanationReference['kind'], folder: string | null): void {
    this.#drawer.show(reference, kind, folder);
  }

  explainHere(explanation: LocalExplanation): void {
    this.#drawer.showHere(explanation);
  }

  async copyReceipt(reference: string, folder: string): Promise<void> {
    const answer = await this.host.call('receipt', { reference, folder });
    if (!answer.ok) this.fail(t('The receipt'), answer.error.sentence);
    else if ('notFound' in answer.value) this.fail(t('The receipt'), answer.value.notFound);
    else {
      const copied = await this.host.call('copy', { text: answer.value.markdown });
      if (copied.ok) this.announce(t('The receipt is in the clipboard.'), true);
      else this.fail(t('Copying'), copied.error.sentence);
    }
  }

  #receive(settings: PanelSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (before?.timezone !== settings.timezone || (before.problem !== null && settings.problem === null)) this.#load(false);
    this.render();
  }

  #arrive(view: View, id: string | null): void {
    this.#arrival.cancel();
    this.change(view === 'sessions' ? { view, session: id } : view === 'shipped' ? { view, file: null } : { view });
    if (this.#overview.state.value === null && !this.#overview.state.loading) this.#load(true);
    this.#focus(view === 'sessions' && id !== null);
    if (view === 'shipped' && id !== null) void this.#arrival.at(id);
  }

  /** To the heading at once, so that it is never lost, and on to the session's own once that is there. */
  #focus(opened: boolean): void {
    window.scrollTo(0, 0);
    this.#draw();
    this.#shell.focusTitle();
    if (opened) focusSoon(pageHeading);
  }

  async #commitsSettled(): Promise<void> {
    let asked: Promise<void> | null = null;
    while (asked !== this.#commitsAsked) await (asked = this.#commitsAsked);
  }

  /**
   * Everything that is shown, asked for anew; what is on screen stays until the answers come. The outcome is said to screen readers where
   * the user changed something, never for what changes by itself.
   */
  #load(say: boolean): void {
    if (this.#settings === null) return;
    const { filter } = this;
    void this.#overview
      .load((signal) => this.host.call('overview', { filter }, signal))
      .then(() => {
        const { value, problem } = this.#overview.state;
        if (say && value !== null && this.#state.view === 'overview') this.announce(problem ?? this.amounts.said(value.sentence));
      });
    this.#loadView(say);
  }

  #loadView(say: boolean): void {
    if (this.#settings === null) return;
    const { view, session, file, search, order, descending, firstRow } = this.#state;
    const { filter } = this;
    if (view === 'sessions' && session !== null) {
      const other = this.#sessionPage.state.value?.row.sessionId !== session;
      void this.#sessionPage.load((signal) => this.host.call('sessionPage', { sessionId: session }, signal), other);
    } else if (view === 'sessions') {
      const asked = this.sessions.ask({ filter, search, order, descending }, firstRow);
      if (say) void asked.then(() => this.#sayCount(sessionCount, this.sessions));
    } else if (view === 'shipped' && file !== null) {
      const { repository, path } = file;
      const { value } = this.#filePage.state;
      const other = value === null || 'notFound' in value || value.file !== path || value.repository !== repository;
      void this.#filePage.load((signal) => this.host.call('filePage', { repository, file: path }, signal), other);
    } else if (view === 'shipped') {
      this.#commitsAsked = this.commits.ask(filter);
      if (say) void this.#commitsAsked.then(() => this.#sayCount(commitCount, this.commits));
    } else if (view === 'advice') {
      const asked = this.advice.ask(filter, say);
      if (say) void asked.then(() => this.announce(this.advice.sentence));
    } else if (view === 'data') void this.#holdings.load((signal) => this.host.call('holdings', null, signal));
  }

  #sayCount(
    count: (total: number) => string,
    { total, problem }: { readonly total: number | null; readonly problem: string | null },
  ): void {
    if (problem !== null) this.announce(problem);
    else if (total !== null) this.announce(count(total));
  }

  #draw(): void {
    this.#shell.draw();
    const { view } = this.#state;
    const root = this.#shell.viewRoot(view);
    const focused = document.activeElement;
    if (root !== null) render(root, pageHead(this), this.#content(view));
    this.#drawer.draw();
    // Whoever was on an element that is gone goes on from the heading, not from the beginning of the page.
    if (focused !== null && !focused.isConnected && document.activeElement === document.body) this.#shell.focusTitle();
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
      case 'advice':
        return adviceView(this);
      case 'data':
        return dataView(this);
    }
  }
}
