/** The panel as an editor tab: at most one in a window, kept over a reload by its serializer. */
import { randomBytes } from 'node:crypto';
import { Uri, ViewColumn, window } from 'vscode';
import type { Disposable, Webview, WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { display } from '../../core/l10n/display.ts';
import { createPace, systemClock } from '../../protocol/pace.ts';
import type { PanelSettings } from '../../protocol/panel.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { PanelContract } from '../../protocol/panel.ts';
import { panelViewType } from '../commandTable.ts';
import { panelHtml } from './panelHtml.ts';
import type { Show } from './panelHandlers.ts';
import { PanelLine } from './panelLine.ts';

/** The panel asks for what it shows anew at most this often. */
const paceMs = 2000;

export interface PanelsOptions {
  readonly extensionUri: Uri;
  readonly handlers: Handlers<PanelContract>;
  readonly onRefused: (sentence: string) => void;
}

interface Shown {
  readonly panel: WebviewPanel;
  readonly line: PanelLine;
}

export class Panels implements Disposable, WebviewPanelSerializer {
  readonly #given: PanelsOptions;
  readonly #registration: Disposable;
  readonly #pace = createPace({ intervalMs: paceMs, restMs: paceMs, look: () => this.#sayChanged(), clock: systemClock });
  #shown: Shown | null = null;
  #show: Show | null = null;
  #refused = 0;
  #received = 0;

  constructor(given: PanelsOptions) {
    this.#given = given;
    this.#registration = window.registerWebviewPanelSerializer(panelViewType, this);
  }

  get isShown(): boolean {
    return this.#shown?.panel.visible === true;
  }

  /** Messages of panels that were no question as agreed, or came too many at once. */
  get refused(): number {
    return this.#refused;
  }

  /** Messages of panels so far. */
  get received(): number {
    return this.#received;
  }

  /** Opens the panel or brings it to the front, at `show` where that is given. */
  open(show: Show | null = null): void {
    const visible = this.isShown;
    // A page that is loaded hears of it; another asks for it first of all.
    if (visible && show !== null) this.#shown?.line.emit('show', show);
    else this.#show = show;
    if (this.#shown !== null) {
      this.#shown.panel.reveal();
      return;
    }
    const panel = window.createWebviewPanel(panelViewType, 'Payoff', ViewColumn.Active, { retainContextWhenHidden: false });
    this.#adopt(panel);
  }

  deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    if (this.#shown === null) this.#adopt(panel);
    else panel.dispose();
    return Promise.resolve();
  }

  /** Where a panel that opens shall go first; asked once. */
  takeShow(): Show | null {
    const show = this.#show;
    this.#show = null;
    return show;
  }

  historyChanged(): void {
    if (this.isShown) this.#pace.ask();
  }

  /** Loads the page anew in the language and currency of now; it keeps its state. */
  showAnew(): void {
    if (this.#shown !== null) this.#load(this.#shown.panel.webview);
  }

  sendSettings(settings: PanelSettings): void {
    this.#shown?.line.emit('settings', settings);
  }

  dispose(): void {
    this.#pace.stop();
    this.#registration.dispose();
    this.#shown?.panel.dispose();
  }

  #adopt(panel: WebviewPanel): void {
    const { extensionUri, handlers, onRefused } = this.#given;
    const { webview } = panel;
    const folder = (name: string): Uri => Uri.joinPath(extensionUri, name);
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [folder('dist'), folder('media')] };
    panel.iconPath = folder('media/icon.svg');
    const line = new PanelLine(
      {
        post: (message) => void webview.postMessage(message),
        handlers,
        onRefused: (sentence) => {
          this.#refused += 1;
          onRefused(sentence);
        },
      },
      panel.visible,
    );
    const shown = { panel, line };
    this.#shown = shown;
    webview.onDidReceiveMessage((message: unknown) => {
      this.#received += 1;
      line.receive(message);
    });
    panel.onDidChangeViewState(() => line.setVisible(panel.visible));
    panel.onDidDispose(() => {
      line.close();
      if (this.#shown === shown) this.#shown = null;
    });
    this.#load(webview);
  }

  #load(webview: Webview): void {
    const folder = (name: string): Uri => Uri.joinPath(this.#given.extensionUri, name);
    webview.html = panelHtml({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(folder('dist/panel.js')).toString(),
      style: webview.asWebviewUri(folder('dist/panel.css')).toString(),
      display: display(),
    });
  }

  #sayChanged(): Promise<boolean> {
    this.#shown?.line.emit('changed', { atMs: Date.now() });
    return Promise.resolve(true);
  }
}
