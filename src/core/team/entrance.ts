/** Whether somebody sat at a keyboard, by how the client says that it was started; where it does not say, that is not known. */
export type Entrance = 'interactive' | 'headless' | 'unrecorded';

const interactive: ReadonlySet<string> = new Set(['cli', 'claude-vscode', 'claude-desktop']);

/**
 * Headless are `claude -p` and the SDKs (`sdk-cli`, `sdk-ts`, `sdk-py`) and the GitHub action. Clients before 2.1.91 said nothing, and others say what tells
 * neither (`remote_trigger`, `mcp`): that is unrecorded.
 */
export function entranceOf(entrypoint: string): Entrance {
  if (entrypoint.startsWith('sdk-') || entrypoint === 'claude-code-github-action') return 'headless';
  return interactive.has(entrypoint) ? 'interactive' : 'unrecorded';
}
