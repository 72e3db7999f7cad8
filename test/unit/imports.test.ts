import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ESLint } from 'eslint';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { buildOptions, bundles, collectorBundle, engineParts, entriesOf } from '../../esbuild.mjs';
import { directionTexts, importViolation, targetOfResolved, targetOfSpecifier } from '../support/importDirections.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Every import of a bundle that is against the directions, in words. */
function violations(metafile: Metafile): string[] {
  return Object.entries(metafile.inputs).flatMap(([from, input]) =>
    input.imports.flatMap((each) => {
      if (each.path === '<runtime>') return []; // the bundler's own few helpers
      if (/^\.\/(?:engine|ingest)\.cjs$/.test(each.path)) return []; // a bundle of its own
      if (each.path.startsWith('left-out:')) return []; // is in that bundle
      const why = importViolation(from, targetOfResolved(each.path, each.external === true), false);
      return why === undefined ? [] : [`${from}: ${why}`];
    }),
  );
}

/** What runs when `entry` begins: all that it imports, and what that imports, but nothing that is only loaded by a call. */
function runAtStart(metafile: Metafile, entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const file of found)
    for (const each of metafile.inputs[file]?.imports ?? []) if (each.kind !== 'dynamic-import') found.add(each.path);
  return [...found];
}

async function metafileOf(bundle: (typeof bundles)[number]): Promise<Metafile> {
  const { metafile } = await build({ ...buildOptions(bundle), write: false });
  assert.ok(metafile);
  return metafile;
}

describe('Import directions', () => {
  for (const bundle of [...bundles, collectorBundle]) {
    it(`are kept in the bundle ${bundle.name}`, async () => {
      const metafile = await metafileOf(bundle);
      for (const entry of entriesOf(bundle)) assert.ok(metafile.inputs[entry] !== undefined, entry);
      assert.deepEqual(violations(metafile), []);
    });
  }

  it('keep the price catalogue out of what the editor loads', async () => {
    const extension = bundles.find(({ name }) => name === 'extension');
    assert.ok(extension);
    const inputs = Object.keys((await metafileOf(extension)).inputs);
    assert.deepEqual(
      inputs.filter((input) => input.includes('genai-prices')),
      [],
    );
  });

  describe('of the engine, which is shipped once,', () => {
    let metafile: Metafile;
    before(async () => {
      const engine = bundles.find(({ name }) => name === 'engine');
      assert.ok(engine);
      metafile = await metafileOf(engine);
    });

    for (const [part, entry] of Object.entries(engineParts))
      it(`let ${part} start without what is seldom needed`, () => {
        const files = runAtStart(metafile, entry);
        assert.ok(files.length > 10, `${files.length} files`); // else this would look at nothing
        const seldom = /(?:^|node_modules\/)(?:@pydantic\/genai-prices|simple-git|@opentelemetry|protobufjs)\//;
        assert.deepEqual(
          files.filter((file) => seldom.test(file)),
          [],
        );
      });

    it('let the worker start without the command line, and the command line without the engine', () => {
      const running = (entry: string, folder: string): string[] =>
        runAtStart(metafile, entry).filter((file) => file.startsWith(`${folder}/`) || file === 'node:sqlite');
      assert.ok(running(engineParts.worker, 'src/engine').length > 10);
      assert.deepEqual(
        running(engineParts.worker, 'src/cli').filter((file) => file !== 'node:sqlite'),
        [],
      );
      assert.deepEqual(running(engineParts.cli, 'src/engine'), []);
    });
  });

  it('let an ingest load no more than it takes, and all of that', async () => {
    const bundle = bundles.find(({ name }) => name === 'ingest');
    assert.ok(bundle);
    const { inputs } = await metafileOf(bundle);
    const files = Object.keys(inputs);
    for (const needed of ['src/cli/ingestCommand.ts', 'src/engine/upkeep.ts', 'src/ingest/ingestor.ts'])
      assert.ok(files.includes(needed), needed);
    const others =
      /^(?:src\/engine\/(?:engine|views|follower)\.ts|src\/(?:team|compare)\/|.*\/(?:@pydantic|chokidar|simple-git|@opentelemetry)\/)/;
    assert.deepEqual(
      files.filter((file) => others.test(file)),
      [],
    );
    // What is left out is what the command line loads for other commands: nothing else that is loaded by a call would be there.
    const leavingOut = files.filter((file) => inputs[file]?.imports.some(({ path: imported }) => imported.startsWith('left-out:')));
    assert.deepEqual(leavingOut.sort(), ['src/cli/run.ts', 'src/cli/session.ts', 'src/cli/start.ts']);
  });

  it('are the table of ARCHITECTURE.md', async () => {
    const text = await readFile(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(src\/\w+|webview)` \|[^|]+\| ([^|]*) \|$/gm)].map(([, folder = '', imports = '']) => [
      folder,
      imports,
    ]);
    assert.deepEqual(Object.fromEntries(rows), Object.fromEntries(directionTexts()));
  });

  it('name why an import is refused, and nothing else', () => {
    const refusal = (from: string, specifier: string, typeOnly = false): string | undefined =>
      importViolation(from, targetOfSpecifier(from, specifier), typeOnly);
    assert.equal(refusal('src/core/a.ts', 'node:fs'), 'src/core may not import node:fs.');
    assert.equal(refusal('src/core/a.ts', 'fs'), 'src/core may not import fs.');
    assert.equal(refusal('src/core/a.ts', 'chokidar'), 'src/core may not import chokidar.');
    assert.equal(refusal('src/core/a.ts', '../ledger/open.ts'), 'src/core may not import src/ledger.');
    assert.equal(refusal('src/cli/a.ts', 'vscode'), 'src/cli may not import vscode.');
    assert.equal(refusal('src/extension/a.ts', '../ledger/open.ts'), 'src/extension may not import src/ledger.');
    assert.equal(refusal('src/protocol/a.ts', '../core/report/rows.ts'), 'src/protocol may import only types of src/core here.');
    assert.equal(refusal('src/cli/a.ts', '../../test/support/tools.ts'), 'src/cli may not import test/support/tools.ts.');
    assert.equal(refusal('webview/panel/a.ts', 'node:fs'), 'webview may not import node:fs.');
    assert.equal(refusal('webview/panel/a.ts', '../../src/core/report/overview.ts'), 'webview may import only types of src/core here.');
    assert.equal(refusal('webview/panel/a.ts', '../../src/engine/types.ts', true), 'webview may not import src/engine.');
    assert.equal(
      refusal('webview/panel/a.ts', '@vscode/webview-ui-toolkit'),
      'Only webview/shared/toolkit.ts may import @vscode/webview-ui-toolkit.',
    );
    assert.equal(refusal('src/extension/a.ts', '../../webview/panel/a.ts'), 'src/extension may not import webview.');
    assert.equal(refusal('webview/shared/toolkit.ts', '@vscode/webview-ui-toolkit'), undefined);
    assert.equal(refusal('webview/panel/a.ts', '../../src/core/report/overview.ts', true), undefined);
    assert.equal(refusal('webview/panel/a.ts', '../../src/core/report/money.ts'), undefined);
    assert.match(refusal('src/elsewhere/a.ts', 'node:fs') ?? '', /no import directions yet/);
    assert.equal(refusal('src/protocol/a.ts', '../core/report/rows.ts', true), undefined);
    assert.equal(refusal('src/core/a.ts', '@pydantic/genai-prices'), undefined);
    assert.equal(refusal('src/core/pricing/a.ts', '../report/rows.ts'), undefined);
    assert.equal(refusal('src/ingest/a.ts', 'node:fs'), undefined);
    assert.equal(refusal('test/unit/a.ts', '../../src/core/a.ts'), undefined);
  });

  describe('with a deliberate violation', () => {
    const folder = path.join(root, 'src/core/violation');
    const file = path.join(folder, 'deliberate.ts');

    before(async () => {
      assert.equal(existsSync(folder), false);
      await mkdir(folder);
      await writeFile(
        file,
        "import { readFileSync } from 'node:fs';\n\nexport const size = (name: string): number => readFileSync(name).length;\n",
      );
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it('fail in the linter', async () => {
      const [result] = await new ESLint({ cwd: root }).lintFiles([file]);
      const refusals = result?.messages.filter(({ ruleId }) => ruleId === 'payoff/import-directions');
      assert.deepEqual(
        refusals?.map(({ message }) => message),
        ['src/core may not import node:fs.'],
      );
    }).timeout(30_000);

    it('fail in the check of the metafiles', async () => {
      const metafile = await metafileOf({ name: 'violation', entry: 'src/core/violation/deliberate.ts' });
      assert.deepEqual(violations(metafile), ['src/core/violation/deliberate.ts: src/core may not import node:fs.']);
    });
  });
});
