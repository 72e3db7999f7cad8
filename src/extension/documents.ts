/** The two read-only documents in VS Code's own Markdown preview, made anew as long as they are looked at. */
import { commands, EventEmitter, extensions, languages, TabInputCustom, TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable, TextDocumentContentProvider } from 'vscode';
import { createPace, systemClock } from '../protocol/pace.ts';
import type { Pace } from '../protocol/pace.ts';
import type { EngineClient } from './engineClient.ts';
import { doctorText, problemText, todayText } from './documentText.ts';

export const documentScheme = 'payoff';
export type DocumentName = 'today' | 'doctor';

/** The preview as an editor of the document: unlike the preview's command it keeps the document, so that changes reach it for ever. */
export const previewEditor = 'vscode.markdown.preview.editor';
const previewExtension = 'vscode.markdown-language-features';

/** Doctor looks at every file and through the whole ledger. */
const paceMs: Readonly<Record<DocumentName, number>> = { today: 2000, doctor: 15_000 };

/** The path is the tab's title. */
const titles: Readonly<Record<DocumentName, string>> = { today: 'Claude Code today', doctor: 'Payoff: doctor' };

export class Documents implements TextDocumentContentProvider, Disposable {
  readonly #client: EngineClient;
  readonly #demo: boolean;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registrations: readonly Disposable[];
  readonly #paces: Readonly<Record<DocumentName, Pace>> = { today: this.#pace('today'), doctor: this.#pace('doctor') };
  readonly onDidChange = this.#changed.event;

  constructor(client: EngineClient, demo: boolean) {
    this.#client = client;
    this.#demo = demo;
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(documentScheme, this),
      window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        // A document that comes to the front may have grown old behind another one.
        if ([...opened, ...changed].some((tab) => tab.isActive && documentOf(tab.input) !== null)) this.ledgerChanged();
      }),
    ];
  }

  async show(name: DocumentName): Promise<void> {
    const uri = uriOf(name);
    // An open document keeps its old text until it is told.
    this.#changed.fire(uri);
    if (extensions.getExtension(previewExtension) !== undefined) {
      await commands.executeCommand('vscode.openWith', uri, previewEditor);
      return;
    }
    const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), 'markdown');
    await window.showTextDocument(document, { preview: true });
  }

  /** Makes those documents anew that can be seen; what is equal to before changes nothing on the screen. */
  ledgerChanged(): void {
    const seen = new Set(window.tabGroups.all.map(({ activeTab }) => documentOf(activeTab?.input)));
    for (const name of seen) if (name !== null) this.#paces[name].ask();
  }

  provideTextDocumentContent(uri: Uri): Promise<string> {
    return uri.path === titles.doctor ? this.#doctor() : this.#today();
  }

  dispose(): void {
    for (const pace of Object.values(this.#paces)) pace.stop();
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }

  #pace(name: DocumentName): Pace {
    const look = (): Promise<boolean> => {
      this.#changed.fire(uriOf(name));
      return Promise.resolve(true);
    };
    return createPace({ intervalMs: paceMs[name], restMs: paceMs[name], look, clock: systemClock });
  }

  async #today(): Promise<string> {
    const [byRepository, byModel, sessions] = await Promise.all([
      this.#client.ask('report', { period: 'today', by: 'repository' }),
      this.#client.ask('report', { period: 'today', by: 'model' }),
      this.#client.ask('sessions', { period: 'today' }),
    ]);
    for (const answer of [byRepository, byModel, sessions]) if (!answer.ok) return problemText(titles.today, answer.error.sentence);
    if (!byRepository.ok || !byModel.ok || !sessions.ok) return '';
    return todayText({
      nowMs: Date.now(),
      byRepository: byRepository.value,
      byModel: byModel.value,
      sessions: sessions.value,
      demo: this.#demo,
    });
  }

  async #doctor(): Promise<string> {
    const answer = await this.#client.ask('doctor', null);
    return answer.ok ? doctorText(answer.value, this.#demo, Date.now()) : problemText(titles.doctor, answer.error.sentence);
  }
}

export function uriOf(name: DocumentName): Uri {
  return Uri.from({ scheme: documentScheme, path: titles[name] });
}

/** Which document a tab shows, in the preview or as text; null when it is another's. */
function documentOf(input: unknown): DocumentName | null {
  if (!(input instanceof TabInputCustom || input instanceof TabInputText) || input.uri.scheme !== documentScheme) return null;
  return input.uri.path === titles.doctor ? 'doctor' : 'today';
}
