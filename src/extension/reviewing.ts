/** *Write the Budget Review*: asks which quarter, whose spend and what form, and opens the page as a document that is the user's own. */
import { ProgressLocation, ThemeIcon, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { t } from '../core/l10n/message.ts';
import { recentQuarters } from '../core/report/quarter.ts';
import { repositoryName } from '../core/report/words.ts';
import { markedMarkdown } from './demoMark.ts';
import type { EngineClient } from './engineClient.ts';

export interface ReviewingOptions {
  readonly client: EngineClient;
  /** Figures are made up: what leaves says so. */
  readonly demo: boolean;
  readonly timezone: () => string;
  readonly folders: () => readonly string[] | null;
}

interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

export class Reviewing {
  readonly #given: ReviewingOptions;

  constructor(given: ReviewingOptions) {
    this.#given = given;
  }

  /** From the questions to the document; whatever is not answered ends it. */
  async write(): Promise<void> {
    const { client, timezone, demo } = this.#given;
    const [last, current, ...earlier] = recentQuarters(Date.now(), timezone()).map(({ name }) => name);
    const quarter = await pick(t('Which quarter?'), [
      ...(last === undefined ? [] : [{ value: last, label: last, description: t('the last one that is over') }]),
      ...(current === undefined ? [] : [{ value: current, label: current, description: t('so far') }]),
      ...earlier.map((name) => ({ value: name, label: name })),
    ]);
    if (quarter === undefined) return;
    const repository = await this.#repository();
    if (repository === undefined) return;
    const form = await pick(t('As what?'), [
      {
        value: 'markdown' as const,
        label: t('A page'),
        description: t('Markdown, to be forwarded as it is'),
        iconPath: new ThemeIcon('markdown'),
      },
      { value: 'csv' as const, label: t('A table'), description: t('CSV for spreadsheets'), iconPath: new ThemeIcon('table') },
    ]);
    if (form === undefined) return;
    const answer = await window.withProgress({ location: ProgressLocation.Notification, title: t('Payoff: writing the review') }, () =>
      client.ask('review', { quarter, repository }),
    );
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not write the review: {0}', answer.error.sentence));
    const content = form === 'csv' ? answer.value.csv : demo ? markedMarkdown(answer.value.markdown) : answer.value.markdown;
    const document = await workspace.openTextDocument({ content, language: form === 'csv' ? 'csv' : 'markdown' });
    await window.showTextDocument(document);
  }

  /** One of the window's repositories, or null for all; nothing to choose in an empty window. */
  async #repository(): Promise<string | null | undefined> {
    const { client, folders } = this.#given;
    const open = folders() ?? [];
    const answer = open.length === 0 ? null : await client.ask('repositories', { folders: [...open] });
    const repositories = answer?.ok === true ? [...new Set(answer.value)].filter((repository) => repository !== '') : [];
    if (repositories.length === 0) return null;
    return pick<string | null>(t('Whose spend?'), [
      { value: null, label: t('All repositories'), iconPath: new ThemeIcon('globe') },
      ...repositories.map((value) => ({ value, label: repositoryName(value), description: value, iconPath: new ThemeIcon('repo') })),
    ]);
  }
}

async function pick<Value>(placeHolder: string, choices: readonly Choice<Value>[]): Promise<Value | undefined> {
  return (await window.showQuickPick([...choices], { title: t('Write the Budget Review'), placeHolder }))?.value;
}
