/** How VS Code is opened: the installed one, one that is fetched, its server in the browser, or not at all. */
export type Editor = 'desktop' | 'fetched' | 'browser' | 'none';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Somebody sits at a terminal. */
  readonly interactive: boolean;
  /** There is a command `code`. */
  readonly hasCode: boolean;
}

/** Opens nothing where nobody would see it, and downloads an editor only where there is a display for it. */
export function chooseEditor({ platform, environment, interactive, hasCode }: Machine, wanted: boolean): Editor {
  if (!wanted || !interactive || isSet(environment.CI)) return 'none';
  // In a terminal of a remote window `code` speaks to that window and loads no extension under development.
  const remote = isSet(environment.VSCODE_IPC_HOOK_CLI) || isSet(environment.SSH_CONNECTION);
  const display = platform !== 'linux' || isSet(environment.DISPLAY) || isSet(environment.WAYLAND_DISPLAY);
  if (remote || !display) return 'browser';
  return hasCode ? 'desktop' : 'fetched';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
