/** A commit's changes in VS Code's own editor of many differences, by its own git extension. */
import { commands, extensions, Uri } from 'vscode';
import { t } from '../core/l10n/message.ts';
import { shortSha } from '../core/report/words.ts';

/** What is used of the API of `vscode.git`, version 1. */
interface GitExtension {
  getAPI(version: 1): GitApi;
}
interface GitApi {
  getRepository(uri: Uri): GitRepository | null;
  openRepository(root: Uri): Promise<GitRepository | null>;
  toGitUri(uri: Uri, ref: string): Uri;
}
interface GitRepository {
  getCommit(ref: string): Promise<{ readonly hash: string; readonly parents: readonly string[] }>;
  diffBetween(ref1: string, ref2: string): Promise<readonly GitChange[]>;
}
interface GitChange {
  readonly uri: Uri;
  readonly originalUri: Uri;
  readonly renameUri: Uri | undefined;
  readonly status: number;
}

/** Of that API's `Status`, what says that a file was not there before, or is not there any more. */
const added: readonly number[] = [1];
const deleted: readonly number[] = [2, 6];

/** What git takes for a commit without a file. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** False where VS Code's git cannot show it: it is turned off, the repository or the commit is not there, or the commit changes no file. */
export async function openCommit(repository: string, sha: string): Promise<boolean> {
  const extension = extensions.getExtension<GitExtension | undefined>('vscode.git');
  if (extension === undefined) return false;
  try {
    const git = (await extension.activate())?.getAPI(1);
    const root = Uri.file(repository);
    const opened = git === undefined ? null : (git.getRepository(root) ?? (await git.openRepository(root)));
    if (git === undefined || opened === null) return false;
    const { hash, parents } = await opened.getCommit(sha);
    const before = parents[0] ?? emptyTree;
    const changes = await opened.diffBetween(before, hash);
    if (changes.length === 0) return false; // an empty editor would say nothing at all
    const resources = changes.map(({ uri, originalUri, renameUri, status }) => {
      const after = renameUri ?? uri;
      // A side that is not there is none: VS Code would look for it in vain.
      const left = added.includes(status) ? undefined : git.toGitUri(originalUri, before);
      return [after, left, deleted.includes(status) ? undefined : git.toGitUri(after, hash)];
    });
    await commands.executeCommand('vscode.changes', t('Commit {0}', shortSha(hash)), resources);
    return true;
  } catch {
    return false;
  }
}
