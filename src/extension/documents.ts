/** The read-only documents in VS Code's own Markdown preview, made anew as long as they are looked at. */
import { commands, EventEmitter, extensions, languages, TabInputCustom, TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable, TextDocumentContentProvider } from 'vscode';
import { t } from '../core/l10n/message.ts';
import type { SetupProposal } from '../core/outcomes/setupProposal.ts';
import { createPace, systemClock } from '../protocol/pace.ts';
import type { OfferMessage } from '../protocol/teamSchemas.ts';
import type { Pace } from '../protocol/pace.ts';
import { askDoctor } from './doctorAnswer.ts';
import { windowFacts } from './doctorFace.ts';
import { doctorText } from './doctorText.ts';
import { problemText, todayText } from './documentText.ts';
import { addressOf, documentAt, documentScheme, titleOf } from './documentUri.ts';
import type { ComparisonId, DocumentId, OfferId, Question, SetupId } from './documentUri.ts';
import type { EngineClient } from './engineClient.ts';
import { explanationText } from './explanationText.ts';
import { setupText } from './setupText.ts';
import { offerText, statusText, toldText } from './teamText.ts';

/** The preview as an editor of the document: unlike the preview's command it keeps the document, so that changes reach it for ever. */
export const previewEditor = 'vscode.markdown.preview.editor';
const previewExtension = 'vscode.markdown-language-features';

/** Doctor looks at every file and through the whole ledger. */
const paceMs = 2000;
const doctorPaceMs = 15_000;

export class Documents implements TextDocumentContentProvider, Disposable {
  readonly #client: EngineClient;
  readonly #demo: boolean;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registrations: readonly Disposable[];
  /** Of the documents that were seen since they were opened, by address. */
  readonly #paces = new Map<string, Pace>();
  readonly #comparisons = new Map<number, string>();
  #lastComparison = 0;
  readonly #setups: SetupProposal[] = [];
  /** As texts: what an offer holds besides, its token, is not kept. */
  readonly #offers: string[] = [];
  readonly onDidChange = this.#changed.event;

  constructor(client: EngineClient, demo: boolean) {
    this.#client = client;
    this.#demo = demo;
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(documentScheme, this),
      window.tabGroups.onDidChangeTabs(({ opened, changed, closed }) => {
        for (const { input } of closed) this.#forget(uriIn(input));
        // A document that comes to the front may have grown old behind another one.
        if ([...opened, ...changed].some((tab) => tab.isActive && uriIn(tab.input) !== null)) this.ledgerChanged();
      }),
    ];
  }

  /** Shows a comparison; it is made once and not again, because it may have run a program. */
  async showComparison(text: string): Promise<void> {
    this.#lastComparison += 1;
    this.#comparisons.set(this.#lastComparison, text);
    await this.show({ comparison: this.#lastComparison });
  }

  /** Shows what a repository could be set up with, as it was proposed. */
  async showSetup(proposal: SetupProposal): Promise<SetupId> {
    const id: SetupId = { setup: this.#setups.push(proposal) - 1, part: 'reasons' };
    await this.show(id);
    return id;
  }

  /** Shows what a team would be told. */
  async showOffer(offer: OfferMessage): Promise<void> {
    await this.show({ offer: this.#offers.push(offerText(offer)) - 1 });
  }

  /** What a document proposed; null for one of an earlier window. */
  setupAt({ setup }: SetupId): SetupProposal | null {
    return this.#setups[setup] ?? null;
  }

  async show(document: DocumentId): Promise<void> {
    const uri = uriOf(document);
    // An open document keeps its old text until it is told.
    this.#changed.fire(uri);
    if (extensions.getExtension(previewExtension) !== undefined) {
      await commands.executeCommand('vscode.openWith', uri, previewEditor);
      return;
    }
    const opened = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), 'markdown');
    await window.showTextDocument(opened, { preview: true });
  }

  /** Makes those documents anew that can be seen; what is equal to before changes nothing on the screen. */
  ledgerChanged(): void {
    const seen = window.tabGroups.all.map(({ activeTab }) => uriIn(activeTab?.input)).filter((uri) => uri !== null);
    for (const uri of new Map(seen.map((each) => [each.toString(), each])).values()) this.#paceOf(uri).ask();
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const document = documentAt(uri);
    if (document === 'today') return this.#today();
    if (document === 'doctor') return this.#doctor();
    if (document === 'teamTold') return this.#told();
    if (document === 'teamStatus') return this.#teamStatus();
    if (document !== null && 'offer' in document) return this.#offer(document);
    if (document !== null && 'comparison' in document) return this.#comparison(document);
    if (document !== null && 'setup' in document) return this.#setup(document);
    return document === null ? problemText('Payoff', t('There is no such document.')) : this.#explanation(document);
  }

  dispose(): void {
    for (const pace of this.#paces.values()) pace.stop();
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }

  #paceOf(uri: Uri): Pace {
    const key = uri.toString();
    const known = this.#paces.get(key);
    if (known !== undefined) return known;
    const look = (): Promise<boolean> => {
      this.#changed.fire(uri);
      return Promise.resolve(true);
    };
    const document = documentAt(uri);
    const intervalMs = document === 'doctor' || document === 'teamTold' ? doctorPaceMs : paceMs;
    const pace = createPace({ intervalMs, restMs: intervalMs, look, clock: systemClock });
    this.#paces.set(key, pace);
    return pace;
  }

  #forget(uri: Uri | null): void {
    if (uri === null) return;
    this.#paces.get(uri.toString())?.stop();
    this.#paces.delete(uri.toString());
  }

  async #today(): Promise<string> {
    const [byRepository, byModel, sessions] = await Promise.all([
      this.#client.ask('report', { period: 'today', by: 'repository' }),
      this.#client.ask('report', { period: 'today', by: 'model' }),
      this.#client.ask('sessions', { period: 'today' }),
    ]);
    for (const answer of [byRepository, byModel, sessions]) if (!answer.ok) return problemText(titleOf('today'), answer.error.sentence);
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
    return doctorText({ doctor: await askDoctor(this.#client), window: windowFacts(), demo: this.#demo, nowMs: Date.now() });
  }

  /** Of an earlier window it is not known any more. */
  #comparison(id: ComparisonId): string {
    return this.#comparisons.get(id.comparison) ?? problemText(titleOf(id), t('Run Payoff: Why Is This Different? to compare again.'));
  }

  #offer(id: OfferId): string {
    return this.#offers[id.offer] ?? problemText(titleOf(id), t('Run Payoff: Join a Team to see it again.'));
  }

  async #told(): Promise<string> {
    const status = await this.#client.ask('teamStatus', null);
    if (!status.ok) return problemText(titleOf('teamTold'), status.error.sentence);
    if (status.value.membership === null) return toldText(status.value, []);
    const weeks = await this.#client.ask('teamPreview', null);
    if (!weeks.ok) return problemText(titleOf('teamTold'), weeks.error.sentence);
    if ('refused' in weeks.value) return problemText(titleOf('teamTold'), weeks.value.refused);
    const keys = await this.#client.ask('teamKeys', null);
    return toldText(status.value, weeks.value, keys.ok ? keys.value : []);
  }

  async #teamStatus(): Promise<string> {
    const status = await this.#client.ask('teamStatus', null);
    if (!status.ok) return problemText(titleOf('teamStatus'), status.error.sentence);
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return statusText({ status: status.value, nowMs: Date.now(), timezone, demo: this.#demo });
  }

  #setup(id: SetupId): string {
    const proposal = this.setupAt(id);
    if (proposal === null)
      return id.part === 'file' ? '' : problemText(titleOf(id), t('Run Payoff: Set Up This Repository to look again.'));
    return id.part === 'file' ? proposal.proposed : setupText(proposal, this.#demo);
  }

  async #explanation(question: Question): Promise<string> {
    const answer = await this.#client.ask('explain', question);
    return answer.ok ? explanationText(answer.value, this.#demo) : problemText(t('Cost'), answer.error.sentence);
  }
}

export function uriOf(document: DocumentId): Uri {
  return Uri.from({ scheme: documentScheme, ...addressOf(document) });
}

/** The document of ours that a tab shows, in the preview or as text; null when it is another's. */
function uriIn(input: unknown): Uri | null {
  if (!(input instanceof TabInputCustom || input instanceof TabInputText) || input.uri.scheme !== documentScheme) return null;
  return input.uri;
}
