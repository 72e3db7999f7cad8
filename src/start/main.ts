/** `npm start`: builds, reports in the terminal, and opens VS Code with the extension loaded. `npm start -- --demo` on made-up data. */
import '../../test/support/requireNode.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chooseEditor } from './chooseEditor.ts';
import type { Editor } from './chooseEditor.ts';
import { fetchCode, findCode, openDesktop } from './desktopEditor.ts';
import { openEditor } from './openEditor.ts';

const root = path.resolve(import.meta.dirname, '../..');

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Runs a script of this repository with this Node; resolves to its exit code. */
function runScript(given: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...given], { cwd: root, env: environment, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function start(demo: boolean, wanted: boolean): Promise<number> {
  const built = await runScript(['esbuild.mjs'], process.env);
  if (built !== 0) return built;
  if (!demo) return (await reportAndOpen({ folder: null, data: null, environment: process.env }, wanted)).code;
  const made = await makeDemo();
  let needed = false;
  try {
    const { code, editor } = await reportAndOpen(made, wanted);
    needed = editor === 'desktop' || editor === 'fetched'; // such an editor goes on after this process
    return code;
  } finally {
    if (!needed) rmSync(made.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

interface Shown {
  readonly code: number;
  readonly editor: Editor;
}

interface Showing {
  /** Folder to open, null for none. */
  readonly folder: string | null;
  /** Data folder of an editor of its own; null uses the person's. */
  readonly data: string | null;
  readonly environment: NodeJS.ProcessEnv;
}

async function reportAndOpen({ folder, data, environment }: Showing, wanted: boolean): Promise<Shown> {
  const code = await runScript([path.join('dist', 'cli.cjs'), 'report'], environment);
  if (code !== 0) return { code, editor: 'none' };

  const command = findCode(process.platform, process.env);
  const interactive = process.stdout.isTTY && process.stdin.isTTY;
  const machine = { platform: process.platform, environment: process.env, interactive, hasCode: command !== null };
  const editor = await openEditor(chooseEditor(machine, wanted), environment, {
    code: command,
    fetchCode: () => fetchCode(root),
    openDesktop: (executable, own) => openDesktop(executable, { root, folder, environment: own, ownData: data }),
    serve: async (own) => {
      const { serveInBrowser } = await import('./browserEditor.ts');
      await serveInBrowser({ folder, trusted: folder !== null, environment: own, say });
    },
    say,
  });
  return { code, editor };
}

/** Made-up sessions in a temporary folder, and an editor with data of its own, which cannot meet a window that is open already. */
async function makeDemo(): Promise<Showing & { readonly root: string }> {
  const { writeDemo } = await import('./demo.ts');
  const folder = mkdtempSync(path.join(tmpdir(), 'payoff-demo-'));
  const demo = writeDemo(folder, Date.now());
  say(`Demo data is in ${folder}; nothing of yours is read.`);
  return { root: folder, folder: demo.folder, data: path.join(folder, 'editor'), environment: { ...process.env, ...demo.environment } };
}

try {
  const { values } = parseArgs({ options: { demo: { type: 'boolean' }, 'no-editor': { type: 'boolean' } } });
  process.exitCode = await start(values.demo === true, values['no-editor'] !== true);
} catch (error) {
  say(`npm start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
