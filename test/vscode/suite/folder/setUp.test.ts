/** *Set Up This Repository* and what the editor makes of `.payoff.json`. */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, languages, Position, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { CompletionList, Diagnostic, Hover, MarkdownString, TextDocument } from 'vscode';
import { parseSettings } from '../../../../src/core/outcomes/parseSettings.ts';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { uriOf } from '../../../../src/extension/documents.ts';
import { activated, folderNamed } from '../payoff.ts';

describe('The settings of a repository', function () {
  this.timeout(60_000);
  let file: string;
  let proposals = 0;
  before(async () => {
    await activated();
    file = path.join(folderNamed('work'), '.payoff.json');
  });
  after(async () => {
    await rm(file, { force: true });
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Runs the command up to its question; resolves to the document's text, and to what answers with the first choice. */
  const begin = async (): Promise<{ readonly text: string; readonly accept: () => Promise<void> }> => {
    const id = { setup: proposals, part: 'reasons' } as const;
    proposals += 1;
    let ended = false;
    const running = Promise.resolve(commands.executeCommand(commandIds.setUpRepository)).finally(() => {
      ended = true;
    });
    const uri = uriOf(id).toString();
    const shown = (): string => workspace.textDocuments.find((each) => each.uri.toString() === uri)?.getText() ?? '';
    for (let waited = 0; shown() === '' && waited < 400; waited += 1) await delay(50);
    const text = shown();
    assert.match(text, /^# Set up work\n/);
    const accept = async (): Promise<void> => {
      // There is no event for a question that can be answered.
      while (!ended) {
        await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        await delay(50);
      }
      await running;
    };
    return { text, accept };
  };
  const opened = (): TextDocument => {
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.fsPath, file);
    return document;
  };
  const replace = async (text: string): Promise<void> => {
    const edit = new WorkspaceEdit();
    edit.replace(Uri.file(file), new Range(0, 0, 10_000, 0), text);
    await workspace.applyEdit(edit);
  };
  const diagnosed = async (wanted: (found: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> => {
    for (let waited = 0; waited < 400; waited += 1) {
      const found = languages.getDiagnostics(Uri.file(file));
      if (wanted(found)) return found;
      await delay(50);
    }
    return languages.getDiagnostics(Uri.file(file));
  };

  it('are proposed with their reasons, and written once it is said so', async () => {
    const { text, accept } = await begin();
    assert.match(text, /Nothing is written yet\./);
    assert.match(text, /^\| window \| 14 \| Default \| /m);
    await assert.rejects(readFile(file));
    await accept();
    const written = await readFile(file, 'utf8');
    assert.deepEqual(parseSettings(written).problems, []);
    assert.ok(text.includes(written.trimEnd()), text);
    assert.equal(opened().languageId, 'jsonc');
    assert.equal(opened().isDirty, false);
  });

  it('are checked, completed and explained while they are typed', async () => {
    await workspace.openTextDocument(Uri.file(file));
    await replace(
      '{\n  // Comments are welcome.\n  "window": 10,\n  "windowChanges": [{ "from": "2026-10-01", "days": 7 }],\n  "windo": 7,\n  \n}\n',
    );
    const found = await diagnosed((all) => all.length === 3);
    const said = found.map(({ range, message }) => `${String(range.start.line)} ${message}`).sort();
    assert.equal(said.length, 3, said.join('\n'));
    assert.match(said[0] ?? '', /^2 .*7, 14, 21/);
    assert.match(said[1] ?? '', /^3 .*"reason"/);
    assert.match(said[2] ?? '', /^4 .*windo/);
    const offered = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      Uri.file(file),
      new Position(5, 2),
    );
    const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const key of ['style', 'hotfix', 'shippedRef', 'cordon', 'verification', 'exclude', 'team'])
      assert.ok(
        labels.some((label) => label.replaceAll('"', '') === key),
        `${key} is not in ${labels.join(' ')}`,
      );
    const [hover] = await commands.executeCommand<readonly Hover[]>('vscode.executeHoverProvider', Uri.file(file), new Position(2, 5));
    assert.match(hover?.contents.map((each) => (each as MarkdownString).value).join('\n') ?? '', /For how many days a change is watched/);
    await replace('{\n  "window": 21, // days\n}\n');
    assert.deepEqual(await diagnosed((all) => all.length === 0), []);
    await opened().save();
  });

  it('that are there are added to, to the last character', async () => {
    const mine = await readFile(file, 'utf8');
    const { text, accept } = await begin();
    assert.match(text, /There is a \\?\.payoff\\?\.json already[^]*## What would be added\n\n```diff\n {1}\{\n\+/);
    assert.equal(await readFile(file, 'utf8'), mine);
    await accept();
    const after = await readFile(file, 'utf8');
    assert.ok(after.endsWith(mine.slice(1)) && after.includes('"hotfix"'), after);
    assert.equal(parseSettings(after).settings.windows[0]?.days, 21);
  });

  it('that changed meanwhile are left alone', async () => {
    await writeFile(file, '{}\n');
    const { accept } = await begin();
    await writeFile(file, '{ "team": "looms" }\n');
    while ((await workspace.openTextDocument(Uri.file(file))).getText() !== '{ "team": "looms" }\n') await delay(50);
    await accept();
    assert.equal(await readFile(file, 'utf8'), '{ "team": "looms" }\n');
    await commands.executeCommand('notifications.clearAll');
  });

  it('are written from the document’s title too, and from no other document', async () => {
    await commands.executeCommand(commandIds.writeSettings, uriOf('doctor'));
    assert.equal(await readFile(file, 'utf8'), '{ "team": "looms" }\n');
    await rm(file);
    const { accept } = await begin();
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await commands.executeCommand(commandIds.writeSettings, uriOf({ setup: proposals - 1, part: 'reasons' }));
    assert.deepEqual(parseSettings(await readFile(file, 'utf8')).problems, []);
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await accept();
  });
});
