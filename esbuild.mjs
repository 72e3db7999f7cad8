// Makes everything in dist: node esbuild.mjs [--sourcemap] [--quiet]
import './test/support/requireNode.mjs';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

/** @typedef {{ name: string, entry: string, external?: string[], banner?: string, target?: string, styles?: string, part?: keyof typeof engineParts }} Bundle */

/**
 * What the command line and the worker are made of is nine tenths the same engine. It is in `dist/engine.cjs` once, each part behind a function of its
 * name, which loads the part when it is called; `dist/cli.cjs` and `dist/worker.cjs` are a few lines that call theirs.
 */
export const engineParts = { cli: 'src/cli/start.ts', worker: 'src/engine/worker.ts' };

/**
 * All that `payoff ingest` loads, a sixth of the engine, is in `dist/ingest.cjs` once more: only to look through the whole engine would take as long as half
 * of what this command needs to begin.
 */
const ingestLoads = ['ingestCommand', 'session', 'help', 'sqliteWarning', 'upkeep'];

/**
 * Each bundle and its entry; only the extension's runs where there is a module `vscode`.
 * @type {Bundle[]}
 */
export const bundles = [
  { name: 'extension', entry: 'src/extension/extension.ts', external: ['vscode'] },
  { name: 'engine', entry: 'engineParts' },
  { name: 'ingest', entry: engineParts.cli },
  { name: 'worker', entry: engineParts.worker, part: 'worker' },
  { name: 'parser', entry: 'src/ingest/parserWorker.ts' },
  { name: 'cli', entry: 'src/cli/main.ts', part: 'cli', banner: '#!/usr/bin/env node', target: 'node18' }, // an old Node has to get as far as being told
  { name: 'panel', entry: 'webview/panel/main.ts', styles: 'webview/panel/panel.css' },
  { name: 'team', entry: 'webview/team/main.ts', styles: 'webview/team/team.css' },
];

/**
 * The team's endpoint, apart: the extension does not hold it.
 * @type {Bundle}
 */
export const collectorBundle = {
  name: 'collector',
  entry: 'src/collector/main.ts',
  external: ['pg-native'],
  banner: '#!/usr/bin/env node',
};

/** What the embedded database looks for beside the bundle that it is in. */
export const pgliteParts = ['pglite.wasm', 'pglite.data', 'initdb.wasm'];

/** What `payoff` needs of dist: a test or a benchmark builds it elsewhere, with the sources as they are. */
export const commandLineBundles = bundles.filter(({ name }) => ['engine', 'ingest', 'cli', 'parser'].includes(name));

/**
 * The files that a bundle begins with.
 * @param {Bundle} bundle
 * @returns {string[]}
 */
export function entriesOf({ entry }) {
  return entry === 'engineParts' ? Object.values(engineParts) : [entry];
}

/**
 * Bundler options of one bundle; the test of the import directions builds with the same, without writing. One with styles is a page's.
 * @param {Bundle} bundle
 * @param {{ sourcemap?: boolean }} [choice]
 * @returns {import('esbuild').BuildOptions}
 */
export function buildOptions(bundle, { sourcemap = false } = {}) {
  return {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none', // the licences are in the third-party notices
    sourcemap: sourcemap ? 'external' : false,
    metafile: true,
    logLevel: 'warning',
    ...(bundle.styles === undefined ? nodeOptions(bundle) : pageOptions(bundle, bundle.styles)),
  };
}

/**
 * @param {Bundle} bundle
 * @returns {import('esbuild').BuildOptions}
 */
function nodeOptions({ name, entry, external = [], banner, target = 'node22.15', part }) {
  return {
    entryPoints: [{ in: entry, out: name }],
    outExtension: { '.js': '.cjs' },
    external: part === undefined ? external : ['./engine.cjs', './ingest.cjs'],
    // Only this form of the embedded database finds its parts from within a CommonJS bundle.
    alias: { '@electric-sql/pglite': './node_modules/@electric-sql/pglite/dist/index.cjs' },
    banner: banner === undefined ? {} : { js: banner },
    platform: 'node',
    format: 'cjs',
    target,
    minifyIdentifiers: false, // names in the editor's logs stay readable; to keep them beside short ones would cost a call for every function made
    logOverride: { 'empty-import-meta': 'silent' }, // the sources look for their files by import.meta only where there is no bundle
    plugins: [onlyAnthropicPrices, name === 'ingest' ? onlyIngest : part === undefined ? partsOfEngine : partFromEngine(part)],
  };
}

/**
 * Makes the entry of `dist/engine.cjs`: a function for each part. What is imported by a call becomes a function of its own in the bundle, so that a part
 * runs nothing of the other, and none of what itself loads later.
 * @type {import('esbuild').Plugin}
 */
const partsOfEngine = {
  name: 'parts-of-engine',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^engineParts$/ }, ({ path }) => ({ path, namespace: 'parts' }));
    onLoad({ filter: /^engineParts$/, namespace: 'parts' }, () => ({
      contents: Object.entries(engineParts)
        .map(([name, file]) => `export const ${name} = () => import('./${file}');\n`)
        .join(''),
      resolveDir: root,
    }));
  },
};

/**
 * Leaves out what the command line loads for other commands.
 * @type {import('esbuild').Plugin}
 */
const onlyIngest = {
  name: 'only-ingest',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, kind }) => {
      const [, name = ''] = /(\w+)\.ts$/.exec(path) ?? [];
      return kind === 'dynamic-import' && !ingestLoads.includes(name) ? { path, namespace: 'left-out' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: "throw new Error('This is only loaded by other commands.');" }));
  },
};

/**
 * In place of the file of a part: the part as `dist/engine.cjs` has it.
 * @param {keyof typeof engineParts} part
 * @returns {import('esbuild').Plugin}
 */
function partFromEngine(part) {
  const file = fileURLToPath(new URL(engineParts[part], import.meta.url));
  const ofEngine = `require('./engine.cjs').${part}();\n`;
  const contents = part === 'cli' ? `if (process.argv[2] === 'ingest') require('./ingest.cjs');\nelse ${ofEngine}` : ofEngine;
  return {
    name: 'part-from-engine',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => (path === file ? { contents } : undefined));
    },
  };
}

/**
 * The price catalogue knows every provider, 480 kB that every start would have to read; of one provider it is 17 kB.
 * @type {import('esbuild').Plugin}
 */
const onlyAnthropicPrices = {
  name: 'only-anthropic-prices',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@pydantic[\\/]genai-prices[\\/]dist[\\/]index\.js$/ }, async () => {
      const { findProvider } = await import('@pydantic/genai-prices');
      const provider = JSON.stringify(findProvider({ providerId: 'anthropic' }));
      return {
        contents: `const provider = ${provider};\nexport const findProvider = ({ providerId }) => (providerId === 'anthropic' ? provider : undefined);\n`,
      };
    });
  },
};

/**
 * The bundler keeps the classes of charts' scales, used or not, since their defaults read other objects. Said to have no effect, those that
 * nothing registers are left out: 18 kB.
 * @type {import('esbuild').Plugin}
 */
const onlyUsedScales = {
  name: 'only-used-scales',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]chart\.js[\\/]dist[\\/]chart\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(/^class (\w+Scale) extends \w+ \{$.*?^\}$/gmsu, 'const $1 = /* @__PURE__ */ (() => $&)();') };
    });
  },
};

/**
 * @param {Bundle} bundle
 * @param {string} styles
 * @returns {import('esbuild').BuildOptions}
 */
function pageOptions({ name, entry }, styles) {
  return {
    entryPoints: [
      { in: entry, out: name },
      { in: styles, out: name },
    ],
    minifyIdentifiers: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2023',
    plugins: [onlyUsedScales],
  };
}

async function main() {
  const made = [...bundles, collectorBundle];
  const missing = made.flatMap(entriesOf).filter((entry) => !existsSync(new URL(entry, import.meta.url)));
  if (missing.length > 0) throw new Error(`Cannot build: ${missing.join(', ')} does not exist.`);
  await rm(new URL('dist', import.meta.url), { recursive: true, force: true });
  await mkdir(new URL('dist/meta', import.meta.url), { recursive: true });
  const sourcemap = process.argv.includes('--sourcemap');
  const quiet = process.argv.includes('--quiet');
  const { build } = await import('esbuild'); // not before it is known to be there
  await Promise.all(
    made.map(async (bundle) => {
      const { metafile } = await build(buildOptions(bundle, { sourcemap }));
      await writeFile(new URL(`dist/meta/${bundle.name}.json`, import.meta.url), JSON.stringify(metafile));
      for (const [file, { bytes }] of Object.entries(metafile.outputs))
        if (!quiet && !file.endsWith('.map')) console.log(`${file}  ${(bytes / 1024).toFixed(0)} kB`);
    }),
  );
  for (const name of pgliteParts)
    await copyFile(new URL(`node_modules/@electric-sql/pglite/dist/${name}`, import.meta.url), new URL(`dist/${name}`, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    // The bundler has printed its own messages; what it throws repeats them.
    if (!(error instanceof Error) || !('errors' in error)) console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
