/**
 * The window's end of a panel's line. A webview that is hidden is gone, and comes back as a new page whose requests count from one again:
 * so every showing has a line of its own, and an answer to a page that is gone reaches no other.
 */
import { panelContract } from '../../protocol/panel.ts';
import type { PanelContract } from '../../protocol/panel.ts';
import { connectAnswerer } from '../../protocol/rpc.ts';
import type { Answerer, EventValue, Handlers } from '../../protocol/rpc.ts';

type EventName = keyof PanelContract['events'];

export interface PanelLineOptions {
  readonly post: (message: unknown) => void;
  readonly handlers: Handlers<PanelContract>;
  readonly onRefused: (sentence: string) => void;
}

interface Page {
  readonly answerer: Answerer<PanelContract>;
  readonly receive: (message: unknown) => void;
}

export class PanelLine {
  readonly #given: PanelLineOptions;
  #visible: boolean;
  #current: Page | null = null;

  constructor(given: PanelLineOptions, visible: boolean) {
    this.#given = given;
    this.#visible = visible;
  }

  /** Hidden: what is still being asked is called off, and its answers go nowhere. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (!visible) this.close();
  }

  /** A page that is loading may ask a moment before the window hears that it is shown. */
  receive(message: unknown): void {
    this.#current ??= this.#open();
    this.#current.receive(message);
  }

  /** To a page that is shown and has asked before: what it asks first it gets whole. */
  emit<N extends EventName>(name: N, value: EventValue<PanelContract, N>): void {
    if (this.#visible) this.#current?.answerer.emit(name, value);
  }

  close(): void {
    const closed = this.#current;
    this.#current = null;
    closed?.answerer.close();
  }

  #open(): Page {
    let receive: (message: unknown) => void = () => undefined;
    const port = {
      post: (message: unknown) => {
        if (this.#current?.answerer === answerer) this.#given.post(message);
      },
      listen: (listener: (message: unknown) => void) => (receive = listener),
    };
    const answerer: Answerer<PanelContract> = connectAnswerer(panelContract, port, this.#given.handlers, this.#given.onRefused);
    return { answerer, receive: (message) => receive(message) };
  }
}
