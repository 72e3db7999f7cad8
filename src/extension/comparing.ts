/** *Why is this different?*: asks which figure and which days, has the worker compare, and shows the answer as a document. */
import { ProgressLocation, ThemeIcon, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { t } from '../core/l10n/message.ts';
import { readAmount } from '../core/report/compare/consoleFigure.ts';
import { dayKey } from '../core/report/time.ts';
import type { CompareQueryMessage } from '../protocol/compareSchemas.ts';
import { periods } from './comparisonPeriods.ts';
import { comparisonText } from './comparisonText.ts';
import type { Documents } from './documents.ts';
import type { EngineClient } from './engineClient.ts';

export interface ComparingOptions {
  readonly client: EngineClient;
  readonly documents: Documents;
  readonly demo: boolean;
  readonly timezone: () => string;
}

type Figure = 'ccusage' | 'report' | 'claude' | 'amount' | 'csv';
type Period = CompareQueryMessage['period'];

interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

const figures = (): readonly Choice<Figure>[] => [
  {
    value: 'ccusage',
    label: 'ccusage',
    description: t('Runs the ccusage that is installed, offline'),
    iconPath: new ThemeIcon('terminal'),
  },
  {
    value: 'report',
    label: t('A report of ccusage…'),
    description: t('Made with ccusage daily --json --breakdown'),
    iconPath: new ThemeIcon('json'),
  },
  {
    value: 'claude',
    label: 'Claude Code',
    description: t('The totals that the client wrote itself, session by session'),
    iconPath: new ThemeIcon('comment-discussion'),
  },
  {
    value: 'amount',
    label: t('An amount in the Console…'),
    description: t('As its page Cost shows it'),
    iconPath: new ThemeIcon('credit-card'),
  },
  {
    value: 'csv',
    label: t('A file of the Console…'),
    description: t('The CSV that its page Cost exports'),
    iconPath: new ThemeIcon('table'),
  },
];

export class Comparing {
  readonly #given: ComparingOptions;

  constructor(given: ComparingOptions) {
    this.#given = given;
  }

  /** From the question to the document; whatever is not answered ends it. */
  async why(): Promise<void> {
    const title = t('Why Is This Different?');
    const picked = await window.showQuickPick(figures(), { title, placeHolder: t('Which other figure?'), matchOnDescription: true });
    if (picked === undefined) return;
    const query = await this.#query(picked.value, title);
    if (query !== undefined) await this.#compare(query);
  }

  async #query(figure: Figure, title: string): Promise<CompareQueryMessage | undefined> {
    const file = figure === 'report' || figure === 'csv' ? await chooseFile(figure) : null;
    if (file === undefined) return undefined;
    const amount = figure === 'amount' ? await askAmount(title) : null;
    if (amount === undefined) return undefined;
    // A file of the Console has its own days.
    const period = figure === 'csv' ? 'all' : await this.#period(figure, title);
    if (period === undefined) return undefined;
    if (figure === 'claude') return { figure, period };
    if (figure === 'ccusage' || figure === 'report') return { figure: 'ccusage', period, report: file === null ? null : { file } };
    return { figure: 'console', period, amount, csv: file === null ? null : { file } };
  }

  async #period(figure: Figure, title: string): Promise<Period | undefined> {
    const choices = periods(dayKey(Date.now(), this.#given.timezone())).filter(({ value }) => figure !== 'amount' || value !== 'all');
    const picked = await window.showQuickPick(choices, { title, placeHolder: t('Which days?') });
    return picked?.value;
  }

  async #compare(query: CompareQueryMessage): Promise<void> {
    const { client, documents, demo } = this.#given;
    const answer = await window.withProgress(
      { location: ProgressLocation.Notification, title: t('Payoff: comparing with {0}', nameOf(query)), cancellable: true },
      async (_, token) => {
        const controller = new AbortController();
        const asked = token.onCancellationRequested(() => controller.abort());
        return client.ask('compare', query, controller.signal).finally(() => void asked.dispose());
      },
    );
    if (!answer.ok) {
      if (answer.error.reason !== 'cancelled') void window.showErrorMessage(t('Payoff could not compare: {0}', answer.error.sentence));
    } else if ('problem' in answer.value) await this.#complain(answer.value.problem, query);
    else await documents.showComparison(comparisonText(answer.value, demo));
  }

  /** Where ccusage cannot be run, a report that it made elsewhere does as well. */
  async #complain(problem: string, query: CompareQueryMessage): Promise<void> {
    const runs = query.figure === 'ccusage' && query.report === null;
    const chooseReport = t('Choose a Report…');
    const chosen = await window.showWarningMessage(t('Payoff could not compare: {0}', problem), ...(runs ? [chooseReport] : []));
    if (chosen !== chooseReport || query.figure !== 'ccusage') return;
    const file = await chooseFile('report');
    if (file !== undefined) await this.#compare({ ...query, report: { file } });
  }
}

function nameOf({ figure }: CompareQueryMessage): string {
  return { ccusage: 'ccusage', claude: 'Claude Code', console: t('the Console') }[figure];
}

async function chooseFile(figure: 'report' | 'csv'): Promise<string | undefined> {
  const report = figure === 'report';
  const chosen = await window.showOpenDialog({
    title: report ? t('A report of ccusage') : t('A file of the Console'),
    openLabel: t('Compare'),
    filters: report ? { JSON: ['json'] } : { CSV: ['csv'] },
  });
  return chosen?.[0]?.fsPath;
}

function askAmount(title: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: t('The amount that the Console’s page Cost shows, in dollars'),
    placeHolder: '123.45',
    validateInput: (text) => (readAmount(text) === null ? t('Give an amount such as 123.45.') : undefined),
  });
}
