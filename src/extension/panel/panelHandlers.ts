/** What each question of the panel does. Those about the ledger go on to the worker as they are; the others are the window's own. */
import { t } from '../../core/l10n/message.ts';
import { panelVersion } from '../../protocol/panel.ts';
import type { PanelContract, PanelSettings, Unit } from '../../protocol/panel.ts';
import type { EventValue, Handlers, Outcome, Params } from '../../protocol/rpc.ts';
import { markedFileName, markedMarkdown } from '../demoMark.ts';
import type { EngineClient } from '../engineClient.ts';

export type Show = EventValue<PanelContract, 'show'>;
type Save = Params<PanelContract, 'save'>;

/** What the panel may do to the machine, by the window's means. Each throws a sentence when it cannot. */
export interface PanelActions {
  copy(text: string): Promise<void>;
  save(name: string, content: Save['content']): Promise<boolean>;
  openCommit(repository: string, sha: string): Promise<void>;
  openAddress(url: string): Promise<void>;
  openExplanation(reference: Params<PanelContract, 'openExplanation'>): Promise<void>;
  run(command: Params<PanelContract, 'run'>['command']): Promise<void>;
  exclude(glob: string): Promise<boolean>;
  forget(repository: string): Promise<boolean>;
  deleteEverything(): Promise<boolean>;
  setTimezone(timezone: string): Promise<void>;
  setUnit(unit: Unit): Promise<void>;
  setAdvice(on: boolean): Promise<void>;
  openAdviceRule(heading: string): Promise<void>;
  dismissFirstUse(): Promise<void>;
}

export interface PanelHandlerOptions {
  readonly client: Pick<EngineClient, 'ask'>;
  readonly actions: PanelActions;
  /** Figures are made up: what leaves says so, and no setting of the user's own is written. */
  readonly demo: boolean;
  readonly settings: () => Promise<PanelSettings>;
  /** Where the panel was told to go before it was there; asked once. */
  readonly takeShow: () => Show | null;
}

export function panelHandlers({ client, actions, demo, settings, takeShow }: PanelHandlerOptions): Handlers<PanelContract> {
  const ownSettings = (): void => {
    if (demo) throw new Error(t('This is a demo: your own settings stay as they are.'));
  };
  return {
    hello: async () => ({ version: panelVersion, settings: await settings(), show: takeShow() }),
    overview: async (query, signal) => answered(await client.ask('overview', query, signal)),
    sessionList: async (query, signal) => answered(await client.ask('sessionList', query, signal)),
    sessionPage: async (query, signal) => answered(await client.ask('sessionPage', query, signal)),
    filePage: async (query, signal) => answered(await client.ask('filePage', query, signal)),
    titles: async (query, signal) => answered(await client.ask('titles', query, signal)),
    commits: async (query, signal) => answered(await client.ask('commits', query, signal)),
    explain: async (query, signal) => answered(await client.ask('explain', query, signal)),
    receipt: async (query, signal) => {
      const answer = answered(await client.ask('receipt', query, signal));
      return demo && 'markdown' in answer ? { ...answer, markdown: markedMarkdown(answer.markdown) } : answer;
    },
    advice: async (query, signal) => answered(await client.ask('advice', query, signal)),
    dismissAdvice: async (query, signal) => answered(await client.ask('dismissAdvice', query, signal)),
    restoreAdvice: async (query, signal) => answered(await client.ask('restoreAdvice', query, signal)),
    marks: async (query, signal) => answered(await client.ask('marks', query, signal)),
    holdings: async (query, signal) => answered(await client.ask('holdings', query, signal)),
    exportTable: async (query, signal) => {
      const table = answered(await client.ask('exportTable', { ...query, demo }, signal)); // the window knows best what is made up
      return demo && query.format === 'markdown' ? markedMarkdown(table) : table;
    },
    copy: ({ text }) => done(actions.copy(text)),
    save: async ({ name, content }) => ({ saved: await actions.save(demo ? markedFileName(name) : name, content) }),
    openCommit: ({ repository, sha }) => done(actions.openCommit(repository, sha)),
    openAddress: ({ url }) => done(actions.openAddress(url)),
    openExplanation: (reference) => done(actions.openExplanation(reference)),
    run: ({ command }) => done(actions.run(command)),
    exclude: async ({ glob }) => {
      ownSettings();
      return { done: await actions.exclude(glob) };
    },
    forget: async ({ repository }) => ({ done: await actions.forget(repository) }),
    deleteEverything: async () => ({ done: await actions.deleteEverything() }),
    setTimezone: async ({ timezone }) => {
      ownSettings();
      return done(actions.setTimezone(timezone));
    },
    setUnit: ({ unit }) => done(actions.setUnit(unit)),
    setAdvice: async ({ on }) => {
      ownSettings();
      return done(actions.setAdvice(on));
    },
    openAdviceRule: ({ heading }) => done(actions.openAdviceRule(heading)),
    dismissFirstUse: () => done(actions.dismissFirstUse()),
  };
}

/** The worker's answer; what went wrong goes on to the panel as the sentence that it is. */
function answered<Value>(answer: Outcome<Value>): Value {
  if (answer.ok) return answer.value;
  throw new Error(answer.error.sentence);
}

async function done(action: Promise<void>): Promise<null> {
  await action;
  return null;
}
