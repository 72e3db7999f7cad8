import assert from 'node:assert/strict';
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

  it('that is too old can parse the bundle', () => {
    const bundle = bundles.find(({ name }) => name === 'cli');
    assert.equal(bundle === undefined ? undefined : buildOptions(bundle).target, 'node18');
  });
});
