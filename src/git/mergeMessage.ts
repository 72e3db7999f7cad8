/** What the message of a merge says of it, as git and the forges write it. */

export interface MergeMessage {
  /** What it says it merged, without a remote's or an owner's name; `''` where it says none (a tag, a commit). Of several the first. */
  readonly branch: string;
  /** What it says it merged into; `''` where it says none, as git leaves out `master` or what `init.defaultBranch` names. */
  readonly into: string;
  /** What the pull request is called, `''` without; only looked at. */
  readonly title: string;
}

/** The merge that a message tells of, null for any other; also of one that was squashed, where the forge says so. */
export function mergeMessage(subject: string, body: string): MergeMessage | null {
  return gitMerge(subject, body) ?? pullMerge(subject, body);
}

/** `Merge branch 'x' of url into y`, `Merge remote-tracking branch 'origin/x'`, GitLab's `Merge branch 'x' into 'y'`. */
function gitMerge(subject: string, body: string): MergeMessage | null {
  const found = /^Merge (remote-tracking branch|branch|tag|commit)(?:e?s)? '([^']+)'/.exec(subject);
  if (found === null) return null;
  const [, kind, name = ''] = found;
  const into = / into '?([^\s']+)'?(?: \(#\d+\))?$/.exec(subject)?.[1] ?? '';
  const branch = kind === 'branch' ? name : kind === 'remote-tracking branch' ? name.replace(/^[^/]*\//, '') : '';
  return { branch: branchName(branch), into: branchName(into), title: firstLine(body) };
}

/** GitHub's, Gitea's, Azure's and Bitbucket's, and that of bors. */
function pullMerge(subject: string, body: string): MergeMessage | null {
  const github = /^Merge pull request #\d+ from [^\s/:]+[/:](\S+)$/.exec(subject);
  if (github !== null) return { branch: branchName(github[1] ?? ''), into: '', title: firstLine(body) };
  // Bitbucket's server names the repository, Azure puts no `#`, Gitea the title in between; all name both branches.
  const both = /^Merge pull request (?:#?\d+|'(.*)' \(#\d+\)) (?:in \S+ )?from (\S+) (?:in)?to (\S+)$/.exec(subject);
  if (both !== null) {
    const [, title = firstLine(body), branch = '', into = ''] = both;
    return { branch: branchName(withoutOwner(branch)), into: branchName(into), title };
  }
  const cloud = /^Merged in (\S+) \(pull request #\d+\)$/.exec(subject);
  if (cloud !== null) return { branch: branchName(cloud[1] ?? ''), into: '', title: firstLine(body) };
  const titled = /^(?:Pull request #\d+|Merged PR \d+): (.*)$/.exec(subject);
  if (titled !== null) {
    const [, branch = '', into = ''] = /^Merge in \S+ from (\S+) to (\S+)$/m.exec(body) ?? [];
    return { branch: branchName(withoutOwner(branch)), into: branchName(into), title: titled[1] ?? '' };
  }
  const bors = /^Auto merge of #\d+ - [^\s:]+:([^\s,]+), r=/.exec(subject);
  return bors === null ? null : { branch: branchName(bors[1] ?? ''), into: '', title: firstLine(body) };
}

function withoutOwner(branch: string): string {
  return branch.slice(branch.lastIndexOf(':') + 1);
}

/** The name if git could have a branch so called: nobody's words are kept as one. */
function branchName(name: string): string {
  // eslint-disable-next-line no-control-regex -- git allows none in a name
  return name.length > 250 || /[\s\0-\x1f\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$/.test(name) ? '' : name;
}

function firstLine(body: string): string {
  return /\S.*/.exec(body)?.[0].trim() ?? '';
}
