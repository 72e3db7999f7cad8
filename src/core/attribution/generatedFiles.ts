/** Files that programs write: their lines are nobody's work, and are left out wherever lines are counted. */
import { pathRules } from '../outcomes/globs.ts';
import type { RepositorySettings } from '../outcomes/repositorySettings.ts';

const lockFiles = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb', 'deno.lock', 'composer.lock'],
  ...['gemfile.lock', 'cargo.lock', 'poetry.lock', 'pdm.lock', 'uv.lock', 'pipfile.lock', 'go.sum', 'go.work.sum', 'packages.lock.json'],
  ...['podfile.lock', 'package.resolved', 'pubspec.lock', 'mix.lock', 'flake.lock', 'gradle.lockfile', '.terraform.lock.hcl', 'conan.lock'],
]);

const folders = new Set([
  ...['node_modules', 'bower_components', 'vendor', 'third_party', 'dist', '.next', '.nuxt', '__generated__', '__pycache__'],
  ...['.yarn', 'pods', '.terraform', '__snapshots__'],
]);

const endings = [
  ...[
    '.min.js',
    '.min.css',
    '.map',
    '.snap',
    '.pb.go',
    '.pb.cc',
    '.pb.h',
    '_pb2.py',
    '_pb2_grpc.py',
    '.pb.swift',
    '.g.dart',
    '.freezed.dart',
  ],
  ...['.designer.cs', '.g.cs', '.generated.cs', '.generated.ts', '.generated.js', '.gen.go', '_generated.go', '.svg', '.lock'],
];

/** Whether a file's lines are left out: as a repository's own settings say, where they say nothing of it by its name. */
export function leftOut(settings: Pick<RepositorySettings, 'exclude'> | undefined): (path: string) => boolean {
  const rule = pathRules(settings?.exclude ?? []);
  // Thousands of commits and edits name the same few files.
  const known = new Map<string, boolean>();
  return (path) => {
    let isLeftOut = known.get(path);
    if (isLeftOut === undefined) known.set(path, (isLeftOut = rule(path) ?? isGenerated(path)));
    return isLeftOut;
  };
}

/** Whether a file is generated, vendored or a lock file by its name, `/` between folders. See `leftOut` for what a repository says itself. */
export function isGenerated(path: string): boolean {
  const names = path.toLowerCase().split('/');
  const name = names.at(-1) ?? '';
  return lockFiles.has(name) || endings.some((ending) => name.endsWith(ending)) || names.slice(0, -1).some((folder) => folders.has(folder));
}
