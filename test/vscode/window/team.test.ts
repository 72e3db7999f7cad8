/** Joining a team in a real window: by a link, after a preview and a yes, at a real collector. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCollector } from '../../../src/collector/startCollector.ts';
import type { Collector } from '../../../src/collector/startCollector.ts';
import { createTeam } from '../../../src/collector/teams.ts';
import { createToken } from '../../../src/collector/tokens.ts';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { farFromWeekEnd } from '../../support/team/farFromWeekEnd.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const dayMs = 86_400_000;
const center = '.notifications-center';

interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly body: string;
}

describe('A team, in a real window', function () {
  this.timeout(240_000);
  let root: string;
  let home: string;
  let extension: string;
  let collector: Collector;
  let front: Server;
  let joinToken: string;
  const recorded: Recorded[] = [];
  let server: CodeServer;

  before(async function () {
    this.timeout(600_000);
    await farFromWeekEnd();
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-team-window-')));
    extension = await stageExtension(path.join(root, 'extension'));
    home = path.join(root, 'home');
    const project = path.join(home, '.claude/projects/-home-ada-loom');
    await Promise.all([project, path.join(root, 'work')].map((folder) => mkdir(folder, { recursive: true })));
    const lines = [7, 8, 15, 29].map((days) => assistant({ at: new Date(Date.now() - days * dayMs).toISOString() }));
    await writeFile(path.join(project, `${sessionA}.jsonl`), jsonl(...lines));
    collector = await startCollector({ data: path.join(root, 'collector'), port: 0, stream: { write: () => undefined } });
    await collector.ready;
    const { database } = collector.context;
    await createTeam(database, { team: 'looms', name: 'The Looms', k: 5, nowMs: Date.now() });
    ({ token: joinToken } = await createToken(database, {
      ...{ kind: 'join', teams: ['looms'], expiresMs: Date.now() + dayMs, nowMs: Date.now() },
    }));
    front = await recording(collector.url, recorded);
  });
  after(async () => {
    await server.close();
    front.closeAllConnections();
    front.close();
    await collector.close();
    await removeFolder(root);
  });

  const endpoint = (): string => `http://127.0.0.1:${String((front.address() as AddressInfo).port)}`;
  const linkTo = (given: Readonly<Record<string, string>> = {}): string =>
    `vscode://payoff.payoff/join#${new URLSearchParams({ endpoint: endpoint(), team: 'looms', token: joinToken, ...given }).toString()}`;
  const openLink = async (window: CodeWindow, link: string): Promise<void> => {
    const { page } = window;
    await window.run('Developer: Open URL');
    await page.waitForSelector('.quick-input-widget:not(.hidden) input');
    await page.keyboard.type(link);
    await page.keyboard.press('Enter');
    // VS Code's own question, before ours.
    await press({ page }, 'Open');
  };
  const press = ({ page }: Pick<CodeWindow, 'page'>, button: string): Promise<void> =>
    page.click(`.monaco-dialog-box .monaco-button:text-is("${button}")`);
  const dialog = async ({ page }: CodeWindow, part: string): Promise<string> =>
    (await page.waitForSelector(`.monaco-dialog-box:has-text("${part}")`)).innerText();
  const pick = ({ page }: CodeWindow, label: string): Promise<void> =>
    page.click(`.quick-input-list .monaco-list-row:has-text("${label}")`);
  const notice = async (window: CodeWindow, part: string): Promise<string> => {
    await window.run('Notifications: Show Notifications');
    return (await window.page.waitForSelector(`${center} .notification-list-item:has-text("${part}")`)).innerText();
  };
  /** The text of the document in front, once it has `part`. */
  const shown = async ({ page }: CodeWindow, part: string): Promise<readonly string[]> => {
    for (let look = 0; look < 1000; look += 1) {
      for (const frame of page.frames()) {
        const text = await frame
          .locator('body')
          .innerText({ timeout: 500 })
          .catch(() => '');
        if (text.includes(part)) return frame.locator('pre code').allInnerTexts();
      }
      await page.waitForTimeout(50);
    }
    throw new Error(`No document has ${part}.`);
  };

  it('is joined by a link only after the host was named, the bytes were shown, and two times yes', async () => {
    server = await startCodeServer({ version: 'newest', home, telemetry: true });
    const window = await server.openWindow({ workspace: path.join(root, 'work'), extension });
    await window.statusBarItem('payoff.payoff.cost');
    for (const hostile of [
      linkTo({ endpoint: 'http://collector.example.com' }),
      'vscode://payoff.payoff/run#command=payoff.deleteEverything',
    ]) {
      await openLink(window, hostile);
      await notice(window, 'This is no join link of a Payoff collector');
      await window.run('Notifications: Clear All Notifications');
    }
    assert.equal(recorded.length, 0);

    await openLink(window, linkTo({ command: 'payoff.deleteEverything' }));
    assert.match(
      await dialog(window, 'Join the team looms'),
      new RegExp(`at ${endpoint().slice('http://'.length)}\\?[^]*Nothing is sent until`),
    );
    await press(window, 'Look First');
    await pick(window, 'This is my first machine');
    const blocks = await shown(window, 'byte for byte');
    const previewed = blocks.map((block) => block.trim());
    assert.ok(previewed.length >= 3);
    const weeks = `${String(previewed.length)} weeks`;
    assert.equal(recorded.length, 0, 'something was sent before the yes');
    await pick(window, 'Join and send this');
    assert.match(await dialog(window, 'Join the team looms'), new RegExp(`${weeks} are sent now, as the document shows them\\.`));
    await press(window, 'Yes, Join and Send');
    await notice(window, `You joined the team The Looms: ${weeks} were sent.`);

    assert.deepEqual(
      recorded.map(({ method, url }) => `${method} ${url.replace(/[0-9a-f]{16,}/g, '*').replace(/\d{4}-W\d\d/, 'WEEK')}`),
      ['POST /v1/join', ...previewed.map(() => 'PUT /v1/reports/*/*/WEEK')],
    );
    assert.deepEqual(
      recorded.slice(1).map(({ body }) => body),
      previewed,
    );
    const own = recorded[1]?.token ?? '';
    assert.match(own, /^payoff_ingest_/);

    await window.run('Payoff: Team Status');
    await shown(window, 'All is well: what is due was sent.');
    await window.run('Payoff: What the Team Is Told');
    assert.deepEqual(
      (await shown(window, 'What the team The Looms is told')).map((block) => block.trim()),
      previewed,
    );
    for (const folder of [home, server.data]) for (const token of [own, joinToken]) assert.deepEqual(await filesWith(folder, token), []);

    await window.run('Payoff: Withdraw from the Team');
    assert.match(await dialog(window, 'Withdraw from the team The Looms?'), /deletes everything that you sent/);
    await press(window, 'Withdraw');
    await notice(window, `You are out of the team The Looms: ${String(previewed.length)} reports were deleted there.`);
    assert.equal(recorded.at(-1)?.method, 'DELETE');
    assert.deepEqual(await collector.context.database.query('SELECT week FROM reports', []), []);
    assert.deepEqual(errorLines(await server.extensionHostLog()), []);
  });
});

/** A server before the collector, which notes what passes. */
async function recording(url: string, into: Recorded[]): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const { method = '', url: address = '' } = request;
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      into.push({ method, url: address, token, body: body.toString('utf8') });
      const type = request.headers['content-type'];
      const answer = await fetch(url + address, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { 'content-type': type }) },
        ...(body.length === 0 ? {} : { body }),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of names) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(file)).includes(text)) found.push(file);
  }
  return found;
}
