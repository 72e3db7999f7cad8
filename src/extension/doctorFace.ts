/** What the window knows of itself: for the doctor's document, and for a bug report. */
import { env, version, workspace } from 'vscode';
import type { ReportingFace } from '../core/report/doctor/bugReport.ts';
import type { WindowFacts } from '../core/report/doctor/windowRules.ts';
import { settingIds } from './settings.ts';

export function windowFacts(): WindowFacts {
  return { trusted: workspace.isTrusted, remote: env.remoteName ?? null, changedSettings: settingIds.filter(isChanged) };
}

/** `payoff` is the extension's own version. */
export function reportingFace(payoff: string): ReportingFace {
  return { payoff, editor: { name: env.appName, version, ...windowFacts() }, settingIds };
}

function isChanged(id: string): boolean {
  const found = workspace.getConfiguration().inspect(id);
  return found?.globalValue !== undefined || found?.workspaceValue !== undefined || found?.workspaceFolderValue !== undefined;
}
