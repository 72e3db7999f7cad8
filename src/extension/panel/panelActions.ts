/** What the panel may do to the machine, by VS Code's means; what cannot be undone asks the user first. */
import { homedir } from 'node:os';
import path from 'node:path';
import { commands, ConfigurationTarget, env, Uri, window, workspace } from 'vscode';
import { t } from '../../core/l10n/message.ts';
import { isZone } from '../../core/report/zone.ts';
import { commandIds } from '../commandTable.ts';
import type { Deletions } from '../deletions.ts';
import type { Documents } from '../documents.ts';
import { globProblem } from '../named.ts';
import { openCommit } from '../openCommit.ts';
import type { PanelActions } from './panelHandlers.ts';
import type { PanelState } from './panelState.ts';
import { saveProblem } from './saveProblem.ts';

export interface PanelActionOptions {
  readonly documents: Documents;
  readonly deletions: Deletions;
  readonly state: PanelState;
  /** Of the extension, whose own documents are shown. */
  readonly extensionUri: Uri;
}

type Run = Parameters<PanelActions['run']>[0];

const filters: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {
  csv: { CSV: ['csv'] },
  json: { JSON: ['json'] },
  md: { Markdown: ['md'] },
  png: { PNG: ['png'] },
};

export function panelActions({ documents, deletions, state, extensionUri }: PanelActionOptions): PanelActions {
  return {
    copy: async (text) => env.clipboard.writeText(text),
    save: async (name, content) => {
      const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
      const target = await window.showSaveDialog({
        defaultUri: Uri.joinPath(folder, name),
        filters: { ...filters[name.split('.').at(-1) ?? ''] },
      });
      if (target === undefined) return false;
      const bytes = content.kind === 'text' ? Buffer.from(content.text, 'utf8') : Buffer.from(content.base64, 'base64');
      try {
        await workspace.fs.writeFile(target, bytes);
      } catch (error) {
        throw new Error(saveProblem(path.posix.basename(target.path), error), { cause: error });
      }
      return true;
    },
    openCommit: async (repository, sha) => {
      if (!(await openCommit(repository, sha))) await documents.show({ reference: sha, kind: 'commit', folder: repository });
    },
    openAddress: async (url) => {
      await env.openExternal(Uri.parse(url, true));
    },
    openExplanation: ({ reference, kind }) => documents.show({ reference, kind, folder: null }),
    run: (command) => run(command),
    exclude,
    forget: (repository) => deletions.forget({ folder: repository, held: '' }),
    deleteEverything: () => deletions.deleteEverything(),
    setTimezone: async (timezone) => {
      if (timezone !== '' && !isZone(timezone)) throw new Error(t('{0} is no time zone that is known here.', timezone));
      await workspace.getConfiguration('payoff').update('timezone', timezone === '' ? undefined : timezone, ConfigurationTarget.Global);
    },
    setUnit: (unit) => state.setUnit(unit),
    setAdvice: async (on) => {
      await workspace.getConfiguration('payoff').update('advice', on ? undefined : false, ConfigurationTarget.Global);
    },
    openAdviceRule: async (heading) => {
      await commands.executeCommand('markdown.showPreview', Uri.joinPath(extensionUri, 'docs/advice.md').with({ fragment: heading }));
    },
    dismissFirstUse: () => state.dismissFirstUse(),
  };
}

async function run(command: Run): Promise<void> {
  if (command === 'openSettings') await commands.executeCommand('workbench.action.openSettings', 'payoff.');
  else if (command === 'manageTrust') await commands.executeCommand('workbench.trust.manage');
  else await commands.executeCommand(commandIds[command]);
}

/** Adds the glob to the machine's setting. What was read of such folders stays until it is forgotten. */
async function exclude(glob: string): Promise<boolean> {
  const problem = globProblem(glob);
  if (problem !== null) throw new Error(problem);
  const configuration = workspace.getConfiguration('payoff');
  const before = configuration.inspect<unknown>('exclude')?.globalValue;
  const globs = Array.isArray(before) ? before.filter((item) => typeof item === 'string') : [];
  if (globs.includes(glob)) return true;
  const add = t('Exclude');
  const confirmed = await window.showWarningMessage(
    t('Exclude {0}?', glob),
    {
      modal: true,
      detail: t(
        'From now on no session in a folder that fits is read into the ledger. It is added to the setting payoff.exclude, where it can be taken out again. What was read before stays until it is forgotten.',
      ),
    },
    add,
  );
  if (confirmed !== add) return false;
  await configuration.update('exclude', [...globs, glob], ConfigurationTarget.Global);
  return true;
}
