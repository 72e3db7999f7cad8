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
  const here = tree === null ? null : await workingTreeFile(tree, settingsName, longestSettingsFile);
  const hasOwn = here !== null && here.found !== 'none';
  const files = hasOwn && tree !== null ? null : await committedRootFiles(path, defaultBranch?.sha ?? '', options);
  if (files?.ok === false) return files;
  const file = hasOwn ? here : (files?.value.get(settingsName) ?? { found: 'none' });
  const attributes = tree === null ? files?.value.get(attributesName) : await workingTreeFile(tree, attributesName, longestAttributes);
  const generated = attributes?.found === 'text' ? generatedGlobs(attributes.text) : [];
  return { ok: true, value: followed(file, hasOwn ? 'workingTree' : 'defaultBranch', generated) };
}

function followed(file: RootFile, from: 'workingTree' | 'defaultBranch', generated: readonly string[]): FoundSettings {
  if (file.found === 'none') return { settings: { ...defaultSettings, exclude: generated }, settingsProblem: null };
  if (file.found === 'unread')
    return { settings: { ...defaultSettings, exclude: generated, from }, settingsProblem: unreadSentences[file.why] };
  const { settings, problems } = parseSettings(file.text);
  return { settings: { ...settings, exclude: [...generated, ...settings.exclude], from }, settingsProblem: problemText(problems) };
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
