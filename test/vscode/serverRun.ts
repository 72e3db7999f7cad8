import { setTimeout as delay } from 'node:timers/promises';
import { errorLines, startCodeServer } from '../support/codeServer.ts';
import type { ServerVersion } from '../support/tools.ts';
import type { SuiteRun } from './run.ts';

const runLimitMs = 5 * 60_000;

/** Runs a suite in VS Code's server; resolves to the exit code of its `run()`, rejects when the host logged an error. */
export async function runInServer(version: ServerVersion, run: SuiteRun): Promise<number> {
  const { home, env, workspace, scenario, extension, tests } = run;
  const server = await startCodeServer({ version, home, env, settings: scenario.settings, trusted: scenario.trusted });
  try {
    const window = await server.openWindow({ workspace, extension, tests, onLog: printTests });
    const limit = new AbortController();
    const code = await Promise.race([window.testsExit, delay(runLimitMs, undefined, { signal: limit.signal })]);
    limit.abort();
    const log = await server.extensionHostLog();
    if (code === undefined) throw new Error(`The suite ${scenario.name} took longer than ${runLimitMs} ms.\n${log}`);
    const errors = errorLines(log);
    if (errors.length > 0) throw new Error(`The extension host logged errors:\n${errors.join('\n')}`);
    return code;
  } finally {
    await server.close();
  }
}

/** The page forwards everything that it and the extension host log; the lines of VS Code's own parts are noise here. */
function printTests(line: string): void {
  const text = line.replace(/^\[\w+\] /, '');
  if (!/AgentHost|ChatModel|open-vsx|connection token|socket|Service Worker|grace-time|AccountPolicyGate|builtin extensions/.test(text))
    console.log(text);
}
