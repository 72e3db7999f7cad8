/** A host for the panel's page: answers the product's own answers by the real contract, and keeps what it was asked for. */
import { panelContract, panelVersion } from '../../src/protocol/panel.ts';
import { connectAnswerer } from '../../src/protocol/rpc.ts';
import { panelZone } from './panelSource.ts';
import type { PanelContract, PanelSettings, PanelView } from '../../src/protocol/panel.ts';
import type { Answerer, Handlers, Port } from '../../src/protocol/rpc.ts';
import type { PanelSource } from './panelSource.ts';

type Method = keyof Handlers<PanelContract>;
type Answer<M extends Method> = Awaited<ReturnType<Handlers<PanelContract>[M]>>;
/** Changes some answers before they are given. */
export type Altered = { readonly [M in Method]?: (answer: Answer<M>) => Answer<M> };

export interface PanelHostOptions {
  readonly source: PanelSource;
  readonly settings?: Partial<PanelSettings>;
  readonly altered?: Altered;
  readonly show?: { readonly view: PanelView; readonly id: string | null };
}

export interface PanelHost {
  /** Names of what was asked, in order, with the parameters. */
  readonly asked: { readonly method: string; readonly params: unknown }[];
  altered: Altered;
  settings: PanelSettings;
  /** Called with the method before each answer: may throw (the answer is a failure) or wait. */
  before: (method: string) => void | Promise<void>;
  readonly answerer: Answerer<PanelContract>;
}

const settingsAtFirst: PanelSettings = {
  demo: false,
  trusted: true,
  firstUse: false,
  unit: 'money',
  timezoneSetting: '',
  timezone: panelZone,
  folders: [],
  plan: null,
  reading: null,
  empty: false,
  advice: true,
  problem: null,
};

export function connectPanelHost(port: Port, { source, settings, altered = {}, show }: PanelHostOptions): PanelHost {
  const asked: { method: string; params: unknown }[] = [];
  const handlers = answers(() => host, source, show ?? null);
  const recorded = Object.fromEntries(
    Object.entries(handlers).map(([method, handler]) => [
      method,
      async (params: never, signal: AbortSignal) => {
        asked.push({ method, params });
        const { altered: now } = host;
        await host.before(method);
        const answer: unknown = await handler(params, signal);
        const alter = now[method as Method] as ((answer: unknown) => unknown) | undefined;
        return alter === undefined ? answer : alter(answer);
      },
    ]),
  ) as Handlers<PanelContract>;
  const host: PanelHost = {
    asked,
    altered,
    settings: { ...settingsAtFirst, ...source.settings, ...settings },
    before: () => undefined,
    answerer: connectAnswerer(panelContract, port, recorded),
  };
  return host;
}

/** The source's answers, and the window's part: it does as it is told. */
function answers(host: () => PanelHost, source: PanelSource, show: PanelHostOptions['show'] | null): Handlers<PanelContract> {
  const change = (settings: Partial<PanelSettings>): null => {
    host().settings = { ...host().settings, ...settings };
    host().answerer.emit('settings', host().settings);
    return null;
  };
  const done =
    <Value>(value: Value): (() => Promise<Value>) =>
    () =>
      Promise.resolve(value);
  return {
    hello: () => Promise.resolve({ version: panelVersion, settings: host().settings, show: show ?? null }),
    ...source.answers,
    copy: done(null),
    save: done({ saved: true }),
    openCommit: done(null),
    openAddress: done(null),
    openExplanation: done(null),
    run: done(null),
    exclude: done({ done: true }),
    forget: done({ done: true }),
    deleteEverything: done({ done: true }),
    setTimezone: ({ timezone }) => Promise.resolve(change({ timezone, timezoneSetting: timezone })),
    setUnit: ({ unit }) => Promise.resolve(change({ unit })),
    setAdvice: ({ on }) => Promise.resolve(change({ advice: on })),
    openAdviceRule: done(null),
    dismissFirstUse: () => Promise.resolve(change({ firstUse: false })),
  };
}
