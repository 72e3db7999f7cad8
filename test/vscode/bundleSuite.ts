import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Bundles the tests of one scenario into a CommonJS module whose `run()` runs them with mocha, in the process that loads it.
 * @returns its path; undefined when the scenario has no tests.
 */
export async function bundleSuite(scenario: string): Promise<string | undefined> {
  const files: string[] = [];
  for await (const file of glob(`test/vscode/suite/${scenario}/**/*.test.ts`, { cwd: root })) files.push(file.split(path.sep).join('/'));
  if (files.length === 0) return undefined;
  const outfile = path.join(root, `test/output/vscode/${scenario}.cjs`);
  const imports = files.sort().map((file) => `await import('./${file}');`);
  await build({
    stdin: {
      contents: `import { runSuite } from './test/vscode/runSuite.ts';
        export const run = () => runSuite(async () => { ${imports.join(' ')} });`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    external: ['vscode'],
    packages: 'external',
    sourcemap: 'inline',
    plugins: [literalFolders, requirableMocha],
  });
  return outfile;
}

/** In a CommonJS bundle `import.meta` is empty: each source file's own folder is written into it. */
const literalFolders: Plugin = {
  name: 'literal-folders',
  setup(bundler) {
    bundler.onLoad({ filter: /\/(src|test)\/.*\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))) };
    });
  },
};

/** Mocha's own entry is a module, whose default export the oldest VS Code's Node does not give to `require`: take the file behind it. */
const requirableMocha: Plugin = {
  name: 'requirable-mocha',
  setup(bundler) {
    const main = path.join(root, 'node_modules/mocha/lib/mocha.cjs');
    bundler.onResolve({ filter: /^mocha$/ }, () => ({ path: main, external: true }));
  },
};
