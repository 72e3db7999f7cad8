import { runTests } from '@vscode/test-electron';
import type { SuiteRun } from './run.ts';

/** Runs a suite in a desktop VS Code, which is downloaded when it is missing; resolves to the exit code. */
export async function runOnDesktop(version: string, { home, env, workspace, scenario, extension, tests }: SuiteRun): Promise<number> {
  if (!scenario.trusted) {
    // The runner of desktop windows always trusts: only the server's windows can be restricted.
    console.log(`Skipped on the desktop: ${scenario.name}.`);
    return 0;
  }
  return runTests({
    version,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    extensionTestsEnv: { ...env, HOME: home, USERPROFILE: home },
    launchArgs: [workspace, '--disable-extensions'],
  });
}
