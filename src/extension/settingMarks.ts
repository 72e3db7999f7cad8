/** The commands on marks: setting one, in a few questions, and snoozing those that are passed. */
import { ConfigurationTarget, window, workspace } from 'vscode';
import { display } from '../core/l10n/display.ts';
import { formatCurrency } from '../core/l10n/numbers.ts';
import { t } from '../core/l10n/message.ts';
import type { MarkPeriod, MarkUnit } from '../core/marks/mark.ts';
import { rateText } from '../core/marks/currencySetting.ts';
import { markSentence } from '../core/marks/markWords.ts';
import { parseTypedAmounts } from '../core/marks/typedAmounts.ts';
import type { PlanReading } from '../core/report/live.ts';
import { repositoryName } from '../core/report/words.ts';
import type { MarkNotices } from './markNotices.ts';

export interface SettingMarksOptions {
  readonly notices: MarkNotices;
  /** Figures are made up: no setting of the user's own is written. */
  readonly demo: boolean;
  readonly plan: () => PlanReading | null;
  /** Repositories of the window's folders. */
  readonly repositories: () => Promise<readonly string[]>;
}

interface Scope {
  readonly repository?: string;
  readonly branch?: string;
}

export class SettingMarks {
  readonly #given: SettingMarksOptions;

  constructor(given: SettingMarksOptions) {
    this.#given = given;
  }

  /** Asks for period, scope, amounts and where to keep them, and writes the setting. Whoever leaves a question has set nothing. */
  async set(): Promise<void> {
    if (this.#given.demo) return void window.showInformationMessage(t('This is a demo: your own settings stay as they are.'));
    const title = t('Set a Mark');
    const counted = await window.showQuickPick(this.#periods(), { title, placeHolder: t('Over what time is it counted?') });
    if (counted === undefined) return;
    const scope = counted.unit === 'percent' ? {} : await this.#scope(title);
    if (scope === undefined) return;
    const amounts = await askAmounts(title, counted.unit);
    if (amounts === undefined) return;
    const target = await askTarget(title);
    if (target === undefined) return;
    const { first, second } = amounts;
    const unit = counted.unit === 'percent' ? { unit: counted.unit } : {};
    await addMark({ period: counted.period, first, ...(second === null ? {} : { second }), ...unit, ...scope }, target);
  }

  /** Snoozes one of the marks that warn. */
  async snooze(): Promise<void> {
    const passed = this.#given.notices.snoozable();
    if (passed.length === 0) return void window.showInformationMessage(t('No mark is passed that is not snoozed.'));
    const items = passed.flatMap(({ state, choices }) =>
      choices.map((choice) => ({ label: choice.title, description: markSentence(state), state, choice })),
    );
    const picked = await window.showQuickPick(items, { title: t('Snooze a Mark'), matchOnDescription: true });
    if (picked !== undefined) await this.#given.notices.snooze(picked.state, picked.choice);
  }

  #periods(): { label: string; description: string; period: MarkPeriod; unit: MarkUnit }[] {
    const dollars = t('at list price');
    const limits = this.#given.plan()?.windows ?? [];
    const has = (kind: string): boolean => limits.some((window) => window.kind === kind);
    const percent = t('percent of your plan’s limit');
    return [
      { label: t('A day'), description: dollars, period: 'day', unit: 'dollars' },
      { label: t('A week'), description: dollars, period: 'week', unit: 'dollars' },
      { label: t('A month'), description: dollars, period: 'month', unit: 'dollars' },
      { label: t('A session'), description: dollars, period: 'session', unit: 'dollars' },
      ...(has('five_hour') ? [{ label: t('5 hours'), description: percent, period: 'fiveHours' as const, unit: 'percent' as const }] : []),
      ...(has('seven_day')
        ? [{ label: t('The plan’s week'), description: percent, period: 'week' as const, unit: 'percent' as const }]
        : []),
    ];
  }

  async #scope(title: string): Promise<Scope | undefined> {
    const repositories = [...new Set(await this.#given.repositories())].filter((repository) => repository !== '');
    /** Null asks for the branch. */
    const choices: { label: string; description?: string; scope: Scope | null }[] = [
      { label: t('Everything'), scope: {} },
      ...repositories.map((repository) => ({ label: repositoryName(repository), description: repository, scope: { repository } })),
      { label: t('A branch…'), scope: null },
    ];
    const picked = await window.showQuickPick(choices, { title, placeHolder: t('What is counted?') });
    if (picked?.scope !== null) return picked?.scope;
    const name = await window.showInputBox({
      title,
      prompt: t('A branch, in every repository; * stands for anything.'),
      placeHolder: 'feature/*',
      validateInput: (text) => (text.trim() === '' ? t('Type the name of a branch.') : undefined),
    });
    return name === undefined ? undefined : { branch: name.trim() };
  }
}

async function askAmounts(title: string, unit: MarkUnit): Promise<{ readonly first: number; readonly second: number | null } | undefined> {
  const { currency } = display();
  const perDollar = currency?.perDollar ?? 1;
  const rate = rateText();
  const example = formatCurrency(1, currency?.code ?? 'USD', 0).replace(/[\d\s]/g, '');
  const prompt =
    unit === 'percent'
      ? t('Percent. A second, larger amount may follow after a space.')
      : rate === null
        ? t('{0}, at list price. A second, larger amount may follow after a space.', example)
        : t('{0}, at list price and {1}. A second, larger amount may follow after a space.', example, rate);
  const typed = await window.showInputBox({
    title,
    prompt,
    placeHolder: unit === 'percent' ? '80 95' : '10 20',
    validateInput: (text) => {
      const read = parseTypedAmounts(text, unit, perDollar);
      return typeof read === 'string' ? read : undefined;
    },
  });
  const read = typed === undefined ? '' : parseTypedAmounts(typed, unit, perDollar);
  return typeof read === 'string' ? undefined : read;
}

async function askTarget(title: string): Promise<ConfigurationTarget | undefined> {
  if (workspace.workspaceFolders === undefined) return ConfigurationTarget.Global;
  const picked = await window.showQuickPick(
    [
      { label: t('In every window'), description: t('user settings'), target: ConfigurationTarget.Global },
      { label: t('In this workspace'), description: t('workspace settings'), target: ConfigurationTarget.Workspace },
    ],
    { title, placeHolder: t('Where does it hold?') },
  );
  return picked?.target;
}

/** Adds to the marks that are there, right or wrong: nothing of the user's is thrown away. */
async function addMark(mark: Readonly<Record<string, unknown>>, target: ConfigurationTarget): Promise<void> {
  const configuration = workspace.getConfiguration('payoff');
  const found = configuration.inspect<unknown>('marks');
  const there = target === ConfigurationTarget.Workspace ? found?.workspaceValue : found?.globalValue;
  await configuration.update('marks', [...(Array.isArray(there) ? (there as readonly unknown[]) : []), mark], target);
}
