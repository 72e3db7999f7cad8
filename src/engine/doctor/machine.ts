import { arch, platform, release } from 'node:os';
import type { Machine } from '../../core/report/doctor/bugReport.ts';
import type { GitState } from '../../core/report/doctor/facts.ts';
import { isUnexamined } from '../../core/report/doctor/finding.ts';
import type { Examined } from '../../core/report/doctor/finding.ts';

/** What this process runs on. */
export function machineOf(git: Examined<GitState>): Machine {
  const gitVersion = git !== null && !isUnexamined(git) && 'version' in git ? git.version : '';
  const { node, sqlite = '' } = process.versions;
  return { platform: platform(), release: release(), architecture: arch(), node, sqlite, git: gitVersion };
}
