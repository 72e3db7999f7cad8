import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface Opening {
  /** Root of this repository, which is the extension. */
  readonly root: string;
  /** Folder to open; null opens an empty window, which shows all of this machine. */
  readonly folder: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** Data of an editor of its own; null uses the person's. */
  readonly ownData: string | null;
}

/** Path of the installed VS Code's command, or null. */
export function findCode(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): string | null {
  const name = platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter);
  if (platform === 'darwin') folders.push('/Applications/Visual Studio Code.app/Contents/Resources/app/bin');
  return (
    folders
      .filter((folder) => folder !== '')
      .map((folder) => path.join(folder, name))
      .find((file) => existsSync(file)) ?? null
  );
}

/** Fetches VS Code into `.vscode-test`, or finds the one that was fetched before; resolves to its executable. */
export async function fetchCode(root: string): Promise<string> {
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  // The reporter for consoles turns its spinner on for ever when the download fails.
  return downloadAndUnzipVSCode({ version: 'stable', cachePath: path.join(root, '.vscode-test'), reporter: new SilentReporter() });
}

/** Opens a window with the extension loaded from `root`, and leaves it to the person. */
export function openDesktop(command: string, opening: Opening): Promise<void> {
  const windows = command.endsWith('.cmd');
  const child = spawn(windows ? `"${command}"` : command, desktopArguments(opening, process.getuid?.() === 0), {
    env: opening.environment,
    detached: true,
    stdio: 'ignore',
    shell: windows, // Node starts batch files only through a shell
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

/** The editor's arguments; root needs its own data folder and no sandbox. */
export function desktopArguments({ root, folder, ownData }: Opening, asRoot: boolean): readonly string[] {
  const data = ownData ?? (asRoot ? path.join(root, '.vscode-test', 'data') : null);
  return [
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    ...(data === null ? [] : [`--user-data-dir=${data}`]),
    ...(asRoot ? ['--no-sandbox'] : []),
    ...(folder === null ? [] : [folder]),
  ];
}
