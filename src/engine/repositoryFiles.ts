/** What a repository says of itself for Payoff: its `.payoff.json`, and what its `.gitattributes` marks as generated. */
import { generatedGlobs } from '../core/outcomes/gitAttributes.ts';
import { kept, storedText } from '../core/l10n/keptText.ts';
import type { KeptMessage, KeptText } from '../core/l10n/keptText.ts';
import { keptProblems, longestSettingsFile, parseSettings } from '../core/outcomes/parseSettings.ts';
import { defaultSettings } from '../core/outcomes/repositorySettings.ts';
import type { RepositorySettings } from '../core/outcomes/repositorySettings.ts';
import { committedFiles, workingTreeFile } from '../git/rootFiles.ts';
import type { RootFile } from '../git/rootFiles.ts';
import type { GitAnswer, GitOptions, RepositoryDescription } from '../git/types.ts';

export const settingsName = '.payoff.json';
const attributesName = '.gitattributes';
/** Attributes may be many, and matter less. */
const longestAttributes = 256 * 1024;

export interface FoundSettings {
  readonly settings: RepositorySettings;
  /** As the ledger keeps it: said by `saidStored`. Null where nothing is wrong. */
  readonly settingsProblem: string | null;
}

/** Settings with what is wrong with them; empty where nothing is. */
interface Followed {
  readonly settings: RepositorySettings;
  readonly problem: KeptText;
}

const unreadMessages: Readonly<Record<Extract<RootFile, { readonly found: 'unread' }>['why'], KeptMessage>> = {
  kind: kept(
    'It is no regular file (a link, a folder or a pipe) and is not followed: put a file in its place; until then the defaults hold.',
  ),
  size: kept('It is larger than 64 kB and is not read: make it smaller; until then the defaults hold.'),
  failed: kept('It could not be read: see whether you may open it; until then the defaults hold.'),
};

/** What the trees of commits hold never changes: most readings find the default branch where it was. */
const committed = new Map<string, ReadonlyMap<string, RootFile>>();
const mostKept = 200;

/**
 * The file of the main working tree; of a bare repository, and where the working tree has none, the default branch's. Fails only where git does.
 *
 * @param path the repository: its main working tree, or the bare one
 */
export async function findSettings(
  path: string,
  { worktrees, defaultBranch }: Pick<RepositoryDescription, 'worktrees' | 'defaultBranch'>,
  options: GitOptions,
): Promise<GitAnswer<FoundSettings>> {
  const tree = worktrees.includes(path) ? path : null;
  const here = tree === null ? none : await workingTreeFile(tree, settingsName, longestSettingsFile);
  const files = await committedRootFiles(path, defaultBranch?.sha ?? '', options);
  if (!files.ok) return files;
  const shared = files.value.get(settingsName) ?? none;
  const attributes = tree === null ? files.value.get(attributesName) : await workingTreeFile(tree, attributesName, longestAttributes);
  const generated = attributes?.found === 'text' ? generatedGlobs(attributes.text) : [];
  const found = here.found === 'none' ? followed(shared, 'defaultBranch') : withSharedWindow(followed(here, 'workingTree'), shared);
  const { settings, problem } = found;
  const settingsProblem = problem.length === 0 ? null : storedText(problem);
  return { ok: true, value: { settings: { ...settings, exclude: [...generated, ...settings.exclude] }, settingsProblem } };
}

const none: RootFile = { found: 'none' };

function followed(file: RootFile, from: 'workingTree' | 'defaultBranch'): Followed {
  if (file.found === 'none') return { settings: defaultSettings, problem: [] };
  if (file.found === 'unread') return { settings: { ...defaultSettings, from }, problem: [unreadMessages[file.why]] };
  const { settings, problems } = parseSettings(file.text);
  return { settings: { ...settings, from }, problem: keptProblems(problems) };
}

/**
 * A window that everybody shares is changed by an entry with a date and a reason, or what shipped before would be judged anew and nobody could
 * tell: until then the shared one holds.
 */
function withSharedWindow(own: Followed, shared: RootFile): Followed {
  const before = shared.found === 'text' ? parseSettings(shared.text) : null;
  const [first] = before?.settings.windows ?? [];
  const [here, ...later] = own.settings.windows;
  if (before?.problems.some(({ kind }) => kind === 'syntax') === true || first === undefined || first.days === here?.days) return own;
  const said = kept(
    'The window differs from the {0} days that the default branch’s file says, and those hold: put them back (or pull), and add the change to windowChanges with a date and a reason.',
    first.days,
  );
  return { settings: { ...own.settings, windows: [first, ...later] }, problem: [...own.problem, said] };
}

async function committedRootFiles(path: string, sha: string, options: GitOptions): ReturnType<typeof committedFiles> {
  const known = committed.get(sha);
  if (known !== undefined) return { ok: true, value: known };
  const query = { sha, names: [settingsName, attributesName], longest: longestSettingsFile };
  const files = await committedFiles(path, query, options);
  if (files.ok && [...files.value.values()].every((file) => file.found !== 'unread' || file.why !== 'failed')) {
    if (committed.size >= mostKept) committed.clear();
    committed.set(sha, files.value);
  }
  return files;
}
