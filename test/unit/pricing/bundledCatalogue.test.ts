/** What bundles hold of the price catalogue: less than the package, and all that is asked of it. */
import assert from 'node:assert/strict';
import { Module } from 'node:module';
import { findProvider } from '@pydantic/genai-prices';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../../esbuild.mjs';

describe('the bundled price catalogue', function () {
  this.timeout(30_000);

  it("holds Anthropic's models as the package has them, and nobody else's", async () => {
    const [bundle] = bundles.filter(({ name }) => name === 'engine');
    assert.ok(bundle);
    const { outputFiles } = await build({
      ...buildOptions(bundle),
      entryPoints: [],
      stdin: { contents: "export { findProvider } from '@pydantic/genai-prices';", resolveDir: import.meta.dirname },
      write: false,
      metafile: false,
    });
    const [file] = outputFiles;
    assert.ok(file);
    assert.ok(file.text.length < 40_000, `${file.text.length} characters`);
    const bundled = new Module('catalogue') as Module & { _compile(text: string, name: string): void };
    bundled._compile(file.text, 'catalogue.cjs');
    const { findProvider: bundledProvider } = bundled.exports as { findProvider: typeof findProvider };
    assert.deepEqual(bundledProvider({ providerId: 'anthropic' })?.models, findProvider({ providerId: 'anthropic' })?.models);
    assert.equal(bundledProvider({ providerId: 'openai' }), undefined);
  });
});
