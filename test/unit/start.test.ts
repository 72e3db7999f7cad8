import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, it } from 'mocha';
import { addressOf, windowSettings } from '../../src/start/browserEditor.ts';
import { chooseEditor } from '../../src/start/chooseEditor.ts';
import type { Machine } from '../../src/start/chooseEditor.ts';
import { desktopArguments } from '../../src/start/desktopEditor.ts';
import { openEditor } from '../../src/start/openEditor.ts';
import type { Ways } from '../../src/start/openEditor.ts';

const desk: Machine = { platform: 'linux', environment: { DISPLAY: ':0' }, interactive: true, hasCode: true };
const choose = (some: Partial<Machine>, wanted = true) => chooseEditor({ ...desk, ...some }, wanted);

describe('npm start opens', () => {
  it('the installed VS Code, or fetches one, where there is a display', () => {
    assert.equal(choose({}), 'desktop');
    assert.equal(choose({ hasCode: false }), 'fetched');
    assert.equal(choose({ platform: 'darwin', environment: {}, hasCode: false }), 'fetched');
    assert.equal(choose({ environment: { WAYLAND_DISPLAY: 'wayland-0' } }), 'desktop');
  });

  it('the browser where there is no display, and downloads no desktop editor there', () => {
    assert.equal(choose({ environment: {} }), 'browser');
    assert.equal(choose({ environment: {}, hasCode: false }), 'browser');
    assert.equal(choose({ environment: { DISPLAY: ':0', VSCODE_IPC_HOOK_CLI: '/tmp/x.sock' } }), 'browser');
  });

  it('nothing without a terminal, with CI=true and with --no-editor', () => {
    assert.equal(choose({ interactive: false }), 'none');
    assert.equal(choose({ environment: { DISPLAY: ':0', CI: 'true' } }), 'none');
    assert.equal(choose({ environment: { DISPLAY: ':0', CI: 'false' } }), 'desktop');
    assert.equal(choose({}, false), 'none');
  });

  it('a window with the extension under development, as root without a sandbox', () => {
    const opening = { root: '/payoff', folder: null, environment: {}, ownData: null };
    assert.deepEqual(desktopArguments(opening, false), ['--new-window', '--extensionDevelopmentPath=/payoff']);
    assert.deepEqual(desktopArguments({ ...opening, folder: '/demo/loom', ownData: '/demo/editor' }, true).slice(2), [
      '--user-data-dir=/demo/editor',
      '--no-sandbox',
      '/demo/loom',
    ]);
  });

  it('an address that holds its secret', () => {
    assert.equal(addressOf(8080, 'abc', '/a b'), 'http://127.0.0.1:8080/?tkn=abc&folder=%2Fa%20b');
    assert.equal(addressOf(8080, 'abc', null), 'http://127.0.0.1:8080/?tkn=abc&ew=true');
  });
});

describe('npm start', () => {
  const opened: string[] = [];
  const said: string[] = [];
  const ways: Ways = {
    code: '/usr/bin/code',
    fetchCode: () => Promise.resolve('/fetched/code'),
    openDesktop: (command, environment) => Promise.resolve(void opened.push(`${command} ${shown(environment)}`)),
    serve: (environment) => Promise.resolve(void opened.push(`browser ${shown(environment)}`)),
    say: (sentence) => void said.push(sentence),
  };
  const shown = ({ HOME, PAYOFF_NO_LAUNCHER }: NodeJS.ProcessEnv): string => `${HOME ?? ''} ${PAYOFF_NO_LAUNCHER ?? ''}`;
  const environment = { HOME: '/home/ada' };
  beforeEach(() => {
    opened.length = 0;
    said.length = 0;
  });

  it('opens each editor so that it leaves the launcher of the home folder alone', async () => {
    for (const editor of ['desktop', 'fetched', 'browser', 'none'] as const)
      assert.equal(await openEditor(editor, environment, ways), editor);
    assert.deepEqual(opened, ['/usr/bin/code /home/ada 1', '/fetched/code /home/ada 1', 'browser /home/ada 1']);
  });

  it('goes on in the browser when VS Code cannot be fetched', async () => {
    const refused = new AggregateError([], '');
    const fetchCode = () => Promise.reject(Object.assign(refused, { code: 'ECONNREFUSED' }));
    assert.equal(await openEditor('fetched', environment, { ...ways, code: null, fetchCode }), 'browser');
    assert.deepEqual(opened, ['browser /home/ada 1']);
    assert.equal(said.at(-1), 'VS Code could not be fetched (ECONNREFUSED): its server is opened in the browser instead.');
  });

  it('shows no empty side bar', () => {
    assert.equal(windowSettings['workbench.secondarySideBar.defaultVisibility'], 'hidden');
  });

  it('names the size of what it installs once, and no test', () => {
    const manifest = readFileSync(new URL('../tools/vscode-newest/package.json', import.meta.url), 'utf8');
    const { description } = JSON.parse(manifest) as { description: string };
    assert.match(description, /^[^.]+\(1\.139\.1\)[^.]+\(about 100 MB to fetch from npm, 780 MB on disk\)\.$/);
    assert.doesNotMatch(description, /test/);
  });
});
