/** The two read-only documents, made anew each time they are asked for. */
import { EventEmitter, Uri, window, workspace } from 'vscode';
import type { Disposable, TextDocumentContentProvider } from 'vscode';
import type { EngineClient } from './engineClient.ts';
import { doctorText, problemText, todayText } from './documentText.ts';

export const documentScheme = 'payoff';
/** The path is the tab's title; its ending makes it Markdown. */
const documentUris = {
  today: Uri.from({ scheme: documentScheme, path: 'Claude Code today.md' }),
  doctor: Uri.from({ scheme: documentScheme, path: 'Payoff doctor.md' }),
};
export type DocumentName = keyof typeof documentUris;

export class Documents implements TextDocumentContentProvider, Disposable {
  readonly #client: EngineClient;
  readonly #demo: boolean;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(client: EngineClient, demo: boolean) {
    this.#client = client;
    this.#demo = demo;
    this.#registration = workspace.registerTextDocumentContentProvider(documentScheme, this);
  }

  async show(name: DocumentName): Promise<void> {
    const uri = documentUris[name];
    // An open document keeps its old text until it is told.
    this.#changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: Uri): Promise<string> {
    return uri.path === documentUris.doctor.path ? this.#doctor() : this.#today();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async #today(): Promise<string> {
    const [byRepository, byModel, sessions] = await Promise.all([
      this.#client.ask('report', { period: 'today', by: 'repository' }),
      this.#client.ask('report', { period: 'today', by: 'model' }),
      this.#client.ask('sessions', { period: 'today' }),
    ]);
    for (const answer of [byRepository, byModel, sessions]) if (!answer.ok) return problemText('Claude Code today', answer.error.sentence);
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
    return answer.ok ? doctorText(answer.value, this.#demo, Date.now()) : problemText('Payoff: doctor', answer.error.sentence);
  }
}
