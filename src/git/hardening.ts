/**
 * With what git is run in a folder: arguments and environment under which nothing that the repository's configuration names is ever executed,
 * nothing is written, nothing is fetched and nobody is asked. Kept by simple-git and by the streaming runner alike.
 */

/** Where hooks are looked for, and the order of a diff's files. */
const nothing = '/dev/null';

/** Settings that go before every command; they win over every file of configuration. */
export const hardenedConfig: readonly string[] = [
  'core.fsmonitor=false',
  `core.hooksPath=${nothing}`,
  'core.pager=cat',
  'core.quotePath=false',
  'core.alternateRefsCommand=',
  'diff.external=',
  'diff.renameLimit=1000',
  // A file of this name that is not there ends every command that compares.
  `diff.orderFile=${nothing}`,
  'log.showSignature=false',
  'log.showRoot=true',
  'log.diffMerges=off',
  'color.ui=false',
  'credential.helper=',
  'protocol.allow=never',
  'maintenance.auto=false',
  'gc.auto=0',
];

/** For every command that compares: no program takes part in it, and no setting of the user's changes what is counted. */
export const hardenedDiff: readonly string[] = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=all',
  '--diff-algorithm=default',
];

/** What git itself is told by its environment. */
const ownVariables: Readonly<Record<string, string>> = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  // A setting of one protocol wins over `protocol.allow`; this wins over both.
  GIT_ALLOW_PROTOCOL: 'none',
  // A partial clone fetches what it misses in the middle of any command, by a program that its configuration may name.
  GIT_NO_LAZY_FETCH: '1',
  // Facts are of the commits that a SHA names, not of what somebody put in their place.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
};

/** Names of variables that `hardenedEnvironment` adds and simple-git would drop. */
export const allowedVariables: readonly string[] = Object.keys(ownVariables).filter((name) => name.startsWith('GIT_'));

const programs = new Set(['EDITOR', 'VISUAL', 'PAGER', 'SSH_ASKPASS', 'PREFIX']);

/** The surroundings without anything that steers git (`GIT_DIR`, `GIT_CONFIG_*`, …), and with what keeps it quiet. */
export function hardenedEnvironment(surroundings: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(surroundings)) {
    const upper = name.toUpperCase();
    if (value !== undefined && !upper.startsWith('GIT_') && !programs.has(upper) && upper !== 'LC_ALL') kept[name] = value;
  }
  return { ...kept, ...ownVariables };
}
