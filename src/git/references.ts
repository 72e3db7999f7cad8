/** What a person names, and the subjects that are shown to one. */
import { defaultBranchAt } from './describe.ts';
import { isWorkBranch, referencesOf } from './heads.ts';
import { NulTokens } from './nulTokens.ts';
import { commitsOf, existingCommits } from './objects.ts';
import { answer } from './problem.ts';
import { gitText, streamGit } from './stream.ts';
import type { GitOptions, ResolvedReference, ResolveReference, SubjectsOf } from './types.ts';

const longestName = 250;
/** Commits of one branch. */
const mostCommits = 10_000;

/** See `SubjectsOf`. */
export const subjectsOf: SubjectsOf = (path, shas, options) =>
  answer(async () => {
    const subjects = new Map<string, string>();
    const commits = await existingCommits(path, shas, options);
    if (commits.length === 0) return subjects;
    const args = [
      'log',
      '--no-walk=unsorted',
      '--stdin',
      '-z',
      '--no-patch',
      '--encoding=UTF-8',
      '--no-mailmap',
      '--format=tformat:%H%x00%s',
    ];
    const tokens = new NulTokens();
    let sha: string | null = null;
    for await (const chunk of streamGit(path, args, { ...options, input: commits.map((each) => `${each}\n`).join('') }))
      for (const token of tokens.push(chunk)) {
        if (sha === null) sha = token;
        else {
          subjects.set(sha, token.trim());
          sha = null;
        }
      }
    return subjects;
  });

/** See `ResolveReference`. The text only ever goes to git's standard input or behind `refs/`, so that it is never an option. */
export const resolveReference: ResolveReference = (path, text, options) =>
  answer(async () => {
    const name = text.trim();
    if (!isName(name)) return null;
    // HEAD before branches: a clone has that of its remote among them.
    if (name === 'HEAD' || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(name)) return commitNamed(path, name, options);
    return (
      (await branchNamed(path, name, options)) ??
      (/^[0-9a-f]{4,64}$/i.test(name) ? await commitNamed(path, name.toLowerCase(), options) : null) ??
      (await commitNamed(path, `refs/tags/${name}`, options))
    );
  });

/** By git's rules for the names of references, so that no pattern, range or date is among them. */
function isName(name: string): boolean {
  if (name === '' || name.length > longestName || name.startsWith('-')) return false;
  return !/[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.lock$|\.$/u.test(name);
}

async function commitNamed(path: string, name: string, options: GitOptions): Promise<ResolvedReference | null> {
  const [sha] = await commitsOf(path, [name], options);
  return sha === null || sha === undefined ? null : { kind: 'commit', sha };
}

/** A branch of the clone, else of the remote that is named, else of the default branch's remote. */
async function branchNamed(path: string, name: string, options: GitOptions): Promise<ResolvedReference | null> {
  const main = await defaultBranchAt(path, options);
  const short = name.replace(/^refs\/(?:heads|remotes)\//, '');
  const remote = main?.upstream === true ? [main.ref.slice(0, main.ref.length - main.name.length) + short] : [];
  const wanted = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/remotes/${name}`, ...remote];
  const references = await referencesOf(path, wanted, options);
  const found = wanted
    .map((ref) => references.find((each) => each.ref === ref))
    .find((each) => each !== undefined && isWorkBranch(each.ref));
  if (found === undefined || !/^refs\/(?:heads|remotes)\//.test(found.ref)) return null;
  const input = `${found.sha}\n${main === null ? '' : `^${main.sha}\n`}`;
  const list = await gitText(path, ['rev-list', '--stdin', `--max-count=${mostCommits}`], { ...options, input });
  return {
    kind: 'branch',
    name: found.ref.replace(/^refs\/(?:heads|remotes)\//, ''),
    sha: found.sha,
    commits: list.split('\n').filter((sha) => sha !== ''),
  };
}
