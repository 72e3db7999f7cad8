import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { describe, it } from 'mocha';
import { buildOptions, bundles } from '../../../esbuild.mjs';
import { nodeProblem } from '../../../src/cli/nodeVersion.ts';

describe('payoff on a Node', () => {
  it('that is too old says which it needs, and what to do', () => {
    for (const version of ['v18.20.4', 'v20.20.2', 'v22.14.0'])
      assert.match(nodeProblem(version) ?? '', new RegExp(`^payoff needs Node 22\\.15 or newer, and this is ${version}\\. Use `));
  });

  it('that is new enough says nothing', () => {
    for (const version of ['v22.15.0', 'v22.20.1', 'v24.0.0', 'v25.0.0-nightly']) assert.equal(nodeProblem(version), null);
  });

  it('that is too old can parse the bundle, which holds little else than what tells it', async () => {
    const bundle = bundles.find(({ name }) => name === 'cli');
    assert.ok(bundle);
    const options = buildOptions(bundle);
    assert.equal(options.target, 'node18');
    const { metafile } = await build({ ...options, write: false });
    const files = Object.keys(metafile?.inputs ?? {}).filter((file) => file.startsWith('src/'));
    assert.deepEqual(
      files.sort(),
      ['exitCodes', 'main', 'nodeVersion', 'start'].map((name) => `src/cli/${name}.ts`),
    );
    assert.deepEqual(
      metafile?.inputs['src/cli/start.ts']?.imports.map(({ path }) => path),
      ['./ingest.cjs', './engine.cjs'],
    );
  });
});
