/** What a repository says of itself for Payoff: its `.payoff.json`, and what its `.gitattributes` marks as generated. */
import { generatedGlobs } from '../core/outcomes/gitAttributes.ts';
import { longestSettingsFile, parseSettings, problemText } from '../core/outcomes/parseSettings.ts';
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
  readonly settingsProblem: string | null;
}

const defaultsHold = 'until then the defaults hold.';
const unreadSentences: Readonly<Record<Extract<RootFile, { readonly found: 'unread' }>['why'], string>> = {
  kind: `It is no regular file (a link, a folder or a pipe) and is not followed: put a file in its place; ${defaultsHold}`,
  size: `It is larger than 64 kB and is not read: make it smaller; ${defaultsHold}`,
  failed: `It could not be read: see whether you may open it; ${defaultsHold}`,
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
  const { settings, settingsProblem } = found;
  return { ok: true, value: { settings: { ...settings, exclude: [...generated, ...settings.exclude] }, settingsProblem } };
}

const none: RootFile = { found: 'none' };

function followed(file: RootFile, from: 'workingTree' | 'defaultBranch'): FoundSettings {
  if (file.found === 'none') return { settings: defaultSettings, settingsProblem: null };
  if (file.found === 'unread') return { settings: { ...defaultSettings, from }, settingsProblem: unreadSentences[file.why] };
  const { settings, problems } = parseSettings(file.text);
  return { settings: { ...settings, from }, settingsProblem: problemText(problems) };
}

/**
 * A window that everybody shares is changed by an entry with a date and a reason, or what shipped before would be judged anew and nobody could
 * tell: until then the shared one holds.
 */
function withSharedWindow(own: FoundSettings, shared: RootFile): FoundSettings {
  const before = shared.found === 'text' ? parseSettings(shared.text) : null;
  const [first] = before?.settings.windows ?? [];
  const [here, ...later] = own.settings.windows;
  if (before?.problems.some(({ kind }) => kind === 'syntax') === true || first === undefined || first.days === here?.days) return own;
  const said = `window differs from the ${String(first.days)} days that the default branch’s file says, and those hold: put them back (or pull), and add the change to windowChanges with a date and a reason.`;
  const settingsProblem = own.settingsProblem === null ? said : `${own.settingsProblem} And ${said}`;
  return { settings: { ...own.settings, windows: [first, ...later] }, settingsProblem: capitalized(settingsProblem) };
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
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
