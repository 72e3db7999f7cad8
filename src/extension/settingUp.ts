/** *Set Up This Repository*: shows the `.payoff.json` that the history suggests with its reasons, and writes it when told to. */
import path from 'node:path';
import { commands, ProgressLocation, Range, ThemeIcon, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { t } from '../core/l10n/message.ts';
import { isComplete } from '../core/outcomes/setupProposal.ts';
import type { SetupProposal } from '../core/outcomes/setupProposal.ts';
import { repositoryName } from '../core/report/words.ts';
import type { Documents } from './documents.ts';
import { uriOf } from './documents.ts';
import { documentAt } from './documentUri.ts';
import type { SetupId } from './documentUri.ts';
import type { EngineClient } from './engineClient.ts';

export interface SettingUpOptions {
  readonly client: EngineClient;
  readonly documents: Documents;
  readonly folders: () => readonly string[] | null;
}

interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

const fileName = '.payoff.json';
const title = (): string => t('Set Up This Repository');
const changedMeanwhile = (): string => t('{0} changed meanwhile: nothing was written. Run Payoff: Set Up This Repository again.', fileName);

export class SettingUp {
  readonly #given: SettingUpOptions;

  constructor(given: SettingUpOptions) {
    this.#given = given;
  }

  /** From the question which repository to the file; whatever is not answered ends it, and the document stays. */
  async begin(): Promise<void> {
    const { client, documents } = this.#given;
    if (!workspace.isTrusted)
      return void window.showInformationMessage(
        t('In Restricted Mode Payoff does not look into the repository. Trust this folder to set it up.'),
      );
    const folder = await this.#folder();
    if (folder === undefined) return;
    const answer = await window.withProgress({ location: ProgressLocation.Notification, title: t('Payoff: looking at the history') }, () =>
      client.ask('setup', { folder }),
    );
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not look at the history: {0}', answer.error.sentence));
    if ('notFound' in answer.value) return void window.showWarningMessage(answer.value.notFound);
    const proposal = answer.value;
    const id = await documents.showSetup(proposal);
    if (!isComplete(proposal)) await this.#offer(id, proposal);
  }

  /** Writes what a document proposes; `given`: its address. */
  async write(given: unknown): Promise<void> {
    const shown = given instanceof Uri ? given : window.tabGroups.activeTabGroup.activeTab?.input;
    const uri = shown instanceof Uri ? shown : typeof shown === 'object' && shown !== null && 'uri' in shown ? shown.uri : null;
    const id = uri instanceof Uri ? documentAt(uri) : null;
    const proposal = id !== null && typeof id === 'object' && 'setup' in id ? this.#given.documents.setupAt(id) : null;
    if (proposal === null) return void window.showInformationMessage(t('Run Payoff: Set Up This Repository to see what would be written.'));
    if (isComplete(proposal)) await show(proposal.file);
    else await this.#write(proposal);
  }

  async #offer(id: SetupId, proposal: SetupProposal): Promise<void> {
    const name = repositoryName(proposal.repository);
    const isNew = proposal.existing === null;
    const choices: Choice<'write' | 'compare'>[] = [
      {
        value: 'write',
        label: isNew ? t('Write {0}', fileName) : t('Add it to {0}', fileName),
        description: t('and open it'),
        iconPath: new ThemeIcon('save'),
      },
      ...(isNew
        ? []
        : [
            {
              value: 'compare' as const,
              label: t('Compare first'),
              description: t('with the file that is there'),
              iconPath: new ThemeIcon('diff'),
            },
          ]),
    ];
    const placeHolder = isNew
      ? t('Write it to {0}? Escape leaves everything as it is.', name)
      : t('Add it to {0}? Escape leaves everything as it is.', name);
    // The document is read while it is asked.
    const picked = await window.showQuickPick(choices, { title: title(), placeHolder, ignoreFocusOut: true });
    if (picked?.value === 'write') await this.#write(proposal);
    if (picked?.value === 'compare') {
      const uri = uriOf({ ...id, part: 'file' });
      await commands.executeCommand('vscode.diff', Uri.file(proposal.file), uri, t('{0}: what would be added', fileName), {
        preview: true,
      });
    }
  }

  /** Never over something that was not shown: a file that came or changed meanwhile is left alone. */
  async #write({ file, existing, proposed, repository }: SetupProposal): Promise<void> {
    const uri = Uri.file(file);
    const edit = new WorkspaceEdit();
    if (existing === null) {
      edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(proposed) });
    } else {
      const document = await workspace.openTextDocument(uri);
      if (lines(document.getText()) !== lines(existing)) return void window.showWarningMessage(changedMeanwhile());
      const end = document.lineAt(document.lineCount - 1).range.end;
      edit.replace(uri, new Range(0, 0, end.line, end.character), proposed.replace(/^\uFEFF/, ''));
    }
    if (existing === null && (await isThere(uri))) return void window.showWarningMessage(changedMeanwhile());
    if (!(await workspace.applyEdit(edit)))
      return void window.showErrorMessage(t('{0} could not be written in {1}.', fileName, path.dirname(file)));
    const document = await workspace.openTextDocument(uri);
    if (document.isDirty && !(await document.save())) return void window.showErrorMessage(t('{0} could not be saved.', fileName));
    await show(file);
    window.setStatusBarMessage(t('Payoff: commit {0}, so that everybody shares it', fileName), 8000);
    void this.#given.client.ask('readGit', { folders: [repository] });
  }

  /** The folder of the window whose repository is meant. */
  async #folder(): Promise<string | undefined> {
    const open = this.#given.folders() ?? [];
    if (open.length === 0) return void window.showInformationMessage(t('Open the folder of a repository first.'));
    const answer = await this.#given.client.ask('repositories', { folders: [...open] });
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not look for the repository: {0}', answer.error.sentence));
    const repositories = [...new Set(answer.value)].filter((repository) => repository !== '');
    if (repositories.length === 0)
      return void window.showWarningMessage(t('No folder of this window is in a git repository: there is nothing to set up.'));
    if (repositories.length === 1) return repositories[0];
    const choices = repositories.map((value) => ({
      value,
      label: repositoryName(value),
      description: value,
      iconPath: new ThemeIcon('repo'),
    }));
    return (await window.showQuickPick(choices, { title: title(), placeHolder: t('Which repository?') }))?.value;
  }
}

async function isThere(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function show(file: string): Promise<void> {
  await window.showTextDocument(Uri.file(file), { preview: false });
}

/** A document has no mark of its encoding, and its own ends of lines. */
function lines(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
