/**
 * Which folder of `src`, and `webview`, may import what: one table, read by the linter (every import as written) and by the test over the bundler's
 * metafiles (every import as resolved).
 */
import { isBuiltin } from 'node:module';
import path from 'node:path';

interface Direction {
  /** Sibling folders of `src` whose values may be imported. */
  readonly folders: readonly string[];
  /** Sibling folders of which only types may be imported. */
  readonly types?: readonly string[];
  readonly packages: readonly string[];
  /** Whether Node's own modules may be imported. */
  readonly node: boolean;
  /** Folders outside `src`, from the root of the repository. */
  readonly outside?: readonly string[];
  /** Single files of which values may be imported although their folder's may not, from `src` on. */
  readonly files?: readonly string[];
  /** Packages that only one file may import. */
  readonly onlyIn?: Readonly<Record<string, string>>;
}

const directions = new Map<string, Direction>(
  Object.entries({
    core: { folders: [], packages: ['valibot', '@pydantic/genai-prices'], node: false },
    protocol: { folders: [], types: ['core'], files: ['core/l10n/message.ts'], packages: ['valibot'], node: false },
    ledger: { folders: ['core'], packages: [], node: true },
    git: { folders: ['core'], packages: ['simple-git'], node: true },
    ingest: { folders: ['core', 'ledger'], packages: ['chokidar', 'valibot'], node: true },
    compare: { folders: ['core', 'ingest'], packages: [], node: true },
    team: {
      folders: ['core', 'ledger'],
      packages: [
        'valibot',
        '@opentelemetry/api',
        '@opentelemetry/resources',
        '@opentelemetry/sdk-metrics',
        '@opentelemetry/exporter-metrics-otlp-http',
        '@opentelemetry/exporter-metrics-otlp-proto',
      ],
      node: true,
    },
    collector: {
      folders: ['core'],
      packages: [
        'valibot',
        'fastify',
        '@fastify/cookie',
        '@fastify/helmet',
        '@fastify/rate-limit',
        'pg',
        '@electric-sql/pglite',
        'prom-client',
        'protobufjs',
      ],
      node: true,
    },
    engine: { folders: ['core', 'ledger', 'ingest', 'git', 'compare', 'team', 'protocol'], packages: ['valibot'], node: true },
    cli: { folders: ['core', 'ledger', 'ingest', 'git', 'team', 'engine', 'protocol'], packages: ['valibot'], node: true },
    extension: { folders: ['core', 'protocol'], packages: ['vscode', 'valibot'], node: true },
    webview: {
      folders: ['protocol'],
      types: ['core'],
      files: [
        ...['display', 'message', 'numbers'].map((name) => `core/l10n/${name}.ts`),
        'core/advice/workKinds.ts',
        'core/report/advice/adviceWords.ts',
        ...['counts', 'dates', 'durations', 'explanationText', 'labels', 'modelLabel', 'money', 'time', 'whereWords', 'words', 'zone'].map(
          (name) => `core/report/${name}.ts`,
        ),
        ...['dashboard/consoleExport', 'dashboard/growthFactor', 'fieldWords'].map((name) => `core/team/${name}.ts`),
      ],
      packages: ['@vscode/webview-ui-toolkit', 'chart.js', 'valibot'],
      node: false,
      onlyIn: { '@vscode/webview-ui-toolkit': 'webview/shared/toolkit.ts' },
    },
    start: { folders: ['core'], packages: ['@vscode/test-electron'], node: true, outside: ['test/support'] },
  }),
);

/** Every folder with what it may import, in the words of ARCHITECTURE.md's table. */
export function directionTexts(): ReadonlyMap<string, string> {
  return new Map(
    [...directions].map(([folder, { folders, types = [], outside = [], files = [], packages, node }]) => [
      placeOf(folder),
      [
        ...folders.map((each) => `\`${each}\``),
        ...files.map((each) => `\`${each}\``),
        ...types.map((each) => `types of \`${each}\``),
        ...outside.map((each) => `\`${each}\``),
        ...packages,
        ...(node ? ['Node'] : []),
      ].join(', '),
    ]),
  );
}

/** What an import leads to: a file of the repository (from its root, with `/`), or a package or module of Node by its name. */
export type ImportTarget = { readonly file: string } | { readonly module: string };

/** Why an import in the file `from` is against the directions, as a sentence; undefined when it is allowed or `from` is not in `src` or `webview`. */
export function importViolation(from: string, target: ImportTarget, typeOnly: boolean): string | undefined {
  const folder = folderOf(from);
  if (folder === undefined) return undefined;
  const direction = directions.get(folder);
  if (direction === undefined) return `${placeOf(folder)} has no import directions yet: add it to test/support/importDirections.ts.`;
  return 'module' in target
    ? moduleViolation(from, folder, direction, target.module)
    : fileViolation(folder, direction, target.file, typeOnly);
}

function moduleViolation(from: string, folder: string, direction: Direction, module: string): string | undefined {
  const place = direction.onlyIn?.[packageOf(module)];
  if (place !== undefined && from !== place) return `Only ${place} may import ${module}.`;
  const allowed = isBuiltin(module) ? direction.node : direction.packages.includes(packageOf(module));
  return allowed ? undefined : `${placeOf(folder)} may not import ${module}.`;
}

function fileViolation(folder: string, direction: Direction, file: string, typeOnly: boolean): string | undefined {
  const target = folderOf(file);
  if (target === undefined) {
    const allowed = direction.outside?.some((outside) => file.startsWith(`${outside}/`)) === true;
    return allowed ? undefined : `${placeOf(folder)} may not import ${file}.`;
  }
  if (target === folder || direction.folders.includes(target)) return undefined;
  if (direction.files?.some((each) => file === `src/${each}`) === true) return undefined;
  if (direction.types?.includes(target) === true)
    return typeOnly
      ? undefined
      : `${placeOf(folder)} may import only types of src/${target}${direction.files === undefined ? '' : ' here'}.`;
  return `${placeOf(folder)} may not import ${placeOf(target)}.`;
}

/** Target of the import of `specifier` (`./rating.ts`, `valibot/locales`, `node:fs`) in the file `from`. */
export function targetOfSpecifier(from: string, specifier: string): ImportTarget {
  if (!specifier.startsWith('.')) return { module: specifier };
  return { file: path.posix.join(path.posix.dirname(from), specifier) };
}

/** Target of an import as the bundler resolved it: `src/core/pricing/rating.ts`, `node_modules/valibot/dist/index.js`, `node:fs`. */
export function targetOfResolved(resolved: string, external: boolean): ImportTarget {
  if (external) return { module: resolved };
  const installed = resolved.split('node_modules/').at(-1);
  return installed !== undefined && installed !== resolved ? { module: packageOf(installed) } : { file: resolved };
}

/** First folder below `src` that a file lies in, or `webview`; undefined elsewhere. */
function folderOf(file: string): string | undefined {
  const [root, folder] = file.split('/');
  return root === 'src' ? folder : root === 'webview' ? root : undefined;
}

function placeOf(folder: string): string {
  return folder === 'webview' ? folder : `src/${folder}`;
}

/** `valibot` of `valibot/locales`, `@scope/name` of `@scope/name/part`. */
function packageOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}
