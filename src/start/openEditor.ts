import type { Editor } from './chooseEditor.ts';

/** How an editor is opened, each with the environment that it gets. */
export interface Ways {
  /** Path of the installed VS Code's command, null without one. */
  readonly code: string | null;
  /** Fetches VS Code; resolves to its executable. */
  readonly fetchCode: () => Promise<string>;
  readonly openDesktop: (command: string, environment: NodeJS.ProcessEnv) => Promise<void>;
  /** Serves VS Code to the browser until it is stopped. */
  readonly serve: (environment: NodeJS.ProcessEnv) => Promise<void>;
  readonly say: (sentence: string) => void;
}

/** Opens the chosen editor; where VS Code cannot be fetched, its server in the browser. Resolves to what was opened. */
export async function openEditor(chosen: Editor, environment: NodeJS.ProcessEnv, ways: Ways): Promise<Editor> {
  // What is opened here goes away again: the launcher in the home folder stays that of the installed extension.
  const own = { ...environment, PAYOFF_NO_LAUNCHER: '1' };
  const [command, editor] = chosen === 'fetched' ? await fetched(ways) : [ways.code, chosen];
  if (editor === 'browser') await ways.serve(own);
  else if (editor !== 'none' && command !== null) {
    await ways.openDesktop(command, own);
    ways.say('VS Code opens with Payoff loaded: look at the status bar, bottom left.');
  }
  return editor;
}

async function fetched({ fetchCode, say }: Ways): Promise<readonly [string | null, Editor]> {
  say('No `code` command was found: fetching VS Code (about 150 MB, once) into .vscode-test. `npm start -- --no-editor` goes without it.');
  try {
    return [await fetchCode(), 'fetched'];
  } catch (error) {
    say(`VS Code could not be fetched (${reasonOf(error)}): its server is opened in the browser instead.`);
    return [null, 'browser'];
  }
}

/** A refused connection to a name with several addresses has only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
