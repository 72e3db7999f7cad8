import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import type { TestApi } from '../../../../src/extension/testApi.ts';
import { previewEditor, uriOf } from '../../../../src/extension/documents.ts';
import type { Question } from '../../../../src/extension/documentUri.ts';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { openCommit } from '../../../../src/extension/openCommit.ts';
import { startRealClaude } from '../../../support/realClaude.ts';
import type { RealClaude } from '../../../support/realClaude.ts';
import { activated, barShows, folderNamed, previewShows } from '../payoff.ts';

describe('A commit that the real Claude Code makes', function () {
  this.timeout(120_000);
  let api: TestApi;
  let claude: RealClaude;
  before(async () => {
    api = await activated();
    // Claude Code is installed but was never used. (Where even its folder is missing, the slow scan finds it.)
    await mkdir(path.join(process.env.HOME ?? '', '.claude/projects'), { recursive: true });
    await commands.executeCommand(commandIds.refresh);
    const person = '-c user.name=Tester -c user.email=tester@example.invalid';
    claude = await startRealClaude(
      {
        reply: ({ turn, firstPrompt }) => {
          if (turn > 0) return { text: 'Done.', usage: { output_tokens: 400 } };
          const name = /Write (\w+\.txt)/.exec(firstPrompt)?.[1] ?? 'loom.txt';
          const file = path.join(folderNamed('work'), name);
          return {
            tools: [
              { name: 'Write', input: { file_path: file, content: 'weave\nweave\n' } },
              { name: 'Bash', input: { command: `git add -A && git ${person} commit -q -m "Add ${name}"`, description: 'Commit' } },
            ],
            usage: { output_tokens: 20_000 },
          };
        },
      },
      { home: process.env.HOME ?? '', work: folderNamed('work') },
    );
  });
  after(() => claude.close());

  const shown = (bar: string | undefined, sha: string): boolean => bar?.includes(sha.slice(0, 7)) === true;
  const commit = async (file: string): Promise<string> => {
    await claude.run({ prompt: `Write ${file}.`, model: 'claude-opus-4-6' });
    return claude.git('rev-parse', 'HEAD');
  };
  const questionOf = (sha: string): Question => ({ reference: sha, kind: 'commit', folder: folderNamed('work') });
  const setShowCommits = (value: boolean | undefined): Thenable<void> =>
    workspace.getConfiguration('payoff').update('statusBar.showCommits', value, ConfigurationTarget.Global);

  it('is not shown where the setting is off, and else with its cost', async () => {
    const texts: string[] = [];
    const listening = api.onDidChangeBar(() => void texts.push(api.bar()?.text ?? ''));
    await setShowCommits(false);
    const quiet = await commit('quiet.txt');
    await commands.executeCommand('vscode.openWith', uriOf(questionOf(quiet)), previewEditor);
    await previewShows(questionOf(quiet), /own record/); // the window knows of it
    await setShowCommits(undefined);
    const loud = await commit('loud.txt');
    const bar = await barShows(api, (given) => shown(given?.text, loud), 'the commit');
    assert.match(bar?.text ?? '', /^\$\(git-commit\) [0-9a-f]{7} · \$\d+\.\d\d$/);
    assert.match(bar?.label ?? '', /^Payoff: commit [0-9a-f]{7} recorded, \$/);
    assert.ok(!texts.some((text) => shown(text, quiet)), texts.join('\n'));
    await barShows(api, (given) => given?.text.startsWith('$(pulse)') === true, 'what it showed before');
    listening.dispose();
  });

  it('is in the tree of today, and can be looked at in full', async () => {
    await commands.executeCommand('payoff.today.focus');
    const sha = await claude.git('rev-parse', 'HEAD');
    while (!api.today().some((node) => node.kind === 'commit' && node.row.sha === sha)) await delay(50);
    const node = api.today().find((each) => each.kind === 'commit' && each.row.sha === sha);
    assert.match(node?.label ?? '', /^\$\d+\.\d\d · Add loud\.txt$/);
    await commands.executeCommand(commandIds.explainCommit, node);
    assert.match(await previewShows(questionOf(sha), /own record/), /^# Commit [0-9a-f]{7}\n/);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is opened with its changes in VS Code’s own editor; what cannot be is not', async () => {
    const sha = await claude.git('rev-parse', 'HEAD');
    const work = folderNamed('work');
    assert.equal(await openCommit(work, sha), true);
    assert.equal(window.tabGroups.activeTabGroup.activeTab?.label, `Commit ${sha.slice(0, 7)} (1 file)`);
    await commands.executeCommand('workbench.action.closeAllEditors');
    const empty = await claude.git('rev-list', '--max-parents=0', 'HEAD');
    for (const [folder, name] of [
      [work, empty], // changes no file
      [work, '0123456789abcdef0123456789abcdef01234567'],
      [path.join(path.dirname(work), 'nowhere'), sha],
    ] as const)
      assert.equal(await openCommit(folder, name), false, `${folder} ${name}`);
    assert.equal(window.tabGroups.activeTabGroup.activeTab, undefined);
  });

  it('leaves no error in the log', () => assert.deepEqual(api.errors(), []));
});
