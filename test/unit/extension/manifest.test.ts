import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { knownKeys } from '../../../src/core/outcomes/settingsShape.ts';
import { planSettings } from '../../../src/core/plan/planSetting.ts';
import { commandIds, commitItem, panelViewType, todayViewId } from '../../../src/extension/commandTable.ts';
import { documentScheme, folderOf } from '../../../src/extension/documentUri.ts';
import { olderHistory, olderHistoryKey } from '../../../src/extension/olderHistory.ts';
import { readSettings, settingIds, shownFigures } from '../../../src/extension/settings.ts';
import { aSnapshot } from '../../support/snapshots.ts';

/** Settings of VS Code's own that ours speak of. */
const editorSettings: ReadonlySet<string> = new Set(['zenMode.hideStatusBar']);

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}
interface Manifest {
  readonly icon: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly visibility: string }[]>>;
    readonly languages: readonly { readonly id: string; readonly filenames: readonly string[] }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = path.resolve(import.meta.dirname, '../../..');
const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(path.join(root, file), 'utf8')) as unknown;

describe('older history', () => {
  const of = (reading: LiveSnapshot['reading']): string | undefined => olderHistory(aSnapshot({ reading }));

  it('can be stopped once today is exact, and gone on with while it is stopped', () => {
    assert.equal(of(null), undefined);
    assert.equal(of({ bytes: 2, bytesRead: 1, todayExact: false }), undefined);
    assert.equal(of({ bytes: 2, bytesRead: 1, todayExact: true }), 'reading');
    assert.equal(of({ bytes: 2, bytesRead: 1, todayExact: true, paused: true }), 'paused');
  });
});

describe('the manifest', () => {
  let manifest: Manifest;
  let strings: Readonly<Record<string, string>>;
  let settings: Readonly<Record<string, Setting>>;
  before(async () => {
    manifest = (await readJson('package.json')) as Manifest;
    strings = (await readJson('package.nls.json')) as Readonly<Record<string, string>>;
    settings = manifest.contributes.configuration.properties;
  });

  it('declares the commands of the table, and no other', () => {
    const declared = manifest.contributes.commands.map(({ command, title, category }) => ({ command, title, category }));
    const table = Object.entries(commandIds).map(([name, command]) => ({ command, title: `%command.${name}%`, category: 'Payoff' }));
    assert.deepEqual(declared, table);
  });

  it('offers to stop reading only while older history is read, and to go on only while that is stopped', () => {
    const offered = manifest.contributes.menus.commandPalette?.filter(({ command }) => command.endsWith('Reading'));
    assert.deepEqual(offered, [
      { command: commandIds.stopReading, when: `${olderHistoryKey} == reading` },
      { command: commandIds.continueReading, when: `${olderHistoryKey} == paused` },
    ]);
  });

  it('puts only its own commands into menus, and says for each where it belongs', () => {
    const known: readonly string[] = Object.values(commandIds);
    for (const [menu, items] of Object.entries(manifest.contributes.menus))
      for (const { command, when } of items) assert.ok(known.includes(command) && when !== '', `${menu}: ${command}`);
    const files = Object.values(manifest.contributes.menus)
      .flat()
      .filter(({ command }) => command === commandIds.explainFile);
    for (const { when } of files) assert.match(when, /resourceScheme == file/);
  });

  it('knows the file of a repository’s settings, and writes it from the document that proposes it alone', async () => {
    const { languages, jsonValidation, menus } = manifest.contributes;
    assert.deepEqual(languages, [{ id: 'jsonc', filenames: ['.payoff.json'] }]);
    assert.deepEqual(jsonValidation, [{ fileMatch: '.payoff.json', url: './schemas/payoff.schema.json' }]);
    const schema = (await readJson('schemas/payoff.schema.json')) as { readonly properties: object };
    assert.deepEqual(Object.keys(schema.properties).sort(), [...knownKeys].sort());
    const when = `resourceScheme == ${documentScheme} && resourceDirname == '${folderOf({ setup: 1, part: 'reasons' })}'`;
    for (const menu of ['editor/title', 'commandPalette'])
      assert.equal(menus[menu]?.find(({ command }) => command === commandIds.writeSettings)?.when, when);
  });

  it('adds one tree beside source control, collapsed, whose welcome leads on', () => {
    assert.deepEqual(
      manifest.contributes.views.scm?.map(({ id, visibility }) => ({ id, visibility })),
      [{ id: todayViewId, visibility: 'collapsed' }],
    );
    for (const { view, contents } of manifest.contributes.viewsWelcome) {
      assert.equal(view, todayViewId);
      assert.match(strings[contents.slice(1, -1)] ?? '', /\(command:/);
    }
    const items = manifest.contributes.menus['view/item/context'] ?? [];
    for (const { when } of items) assert.equal(when, `view == ${todayViewId} && viewItem == ${commitItem}`);
  });

  it('declares the settings that are read, with the defaults that are used', () => {
    assert.deepEqual(Object.keys(settings).sort(), [...settingIds].sort());
    const byDefault = readSettings((id) => settings[id]?.default, '/home/ada');
    assert.deepEqual(
      byDefault,
      readSettings(() => undefined, '/home/ada'),
    );
    assert.deepEqual(settings['payoff.plan']?.enum, planSettings);
    assert.deepEqual(settings['payoff.statusBar.show']?.enum, shownFigures);
  });

  it('names every text once, and every text is used', () => {
    const used = [...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
  });

  it('describes every setting in sentences, every value of a choice too', () => {
    for (const [id, { markdownDescription, enum: values, markdownEnumDescriptions: described, order, scope }] of Object.entries(settings)) {
      const texts = [markdownDescription, ...(described ?? [])].map((key) => strings[key.slice(1, -1)] ?? '');
      for (const text of texts) assert.match(text, /\.$/, `${id}: ${text}`);
      assert.equal(described?.length, values?.length, id);
      assert.ok(order > 0 && scope !== '', id);
    }
    const links = Object.values(strings).flatMap((text) => [...text.matchAll(/`#([\w.]+)#`/g)].map(([, id]) => id ?? ''));
    for (const id of links) assert.ok(id in settings || editorSettings.has(id), `${id} is linked and does not exist`);
  });

  it('lets no folder’s settings name files before it is trusted', () => {
    const naming = Object.entries(settings)
      .filter(([, { scope }]) => scope === 'machine')
      .map(([id]) => id);
    assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), naming.sort());
  });

  it('starts behind the window, where the transcripts are, and at once for a panel of the window before', () => {
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished', 'onUri', `onWebviewPanel:${panelViewType}`]);
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(manifest.main, './dist/extension.cjs');
  });

  it('has an icon of 256 by 256', async () => {
    const png = await readFile(path.join(root, manifest.icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
  });
});
