/**
 * What kind of work each request was for, told by the files that it led to: by its edit, else by its commit. One request has one kind, so that the
 * kinds add up to the whole.
 */
import type { CommitRecord, EditCall } from '../attribution/gitFacts.ts';
import { isGenerated } from '../attribution/generatedFiles.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import { commitKey, commitOf } from '../report/commitCosts.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { isScratchPath } from '../transcript/editLines.ts';
import { fileKind } from './fileKinds.ts';
import type { FileKind } from './fileKinds.ts';
import { oncePer } from './oncePer.ts';
import type { WorkKind } from './workKinds.ts';

/** Code is a small edit where all code that a session changed for one commit is no more lines, added and removed, in no more files. */
export const smallEdit = { lines: 20, files: 2 };

type WorkHistory = Pick<History, 'edits' | 'takenEdits' | 'repositories'>;

type KindOf = (request: PlacedRequest) => WorkKind;

/**
 * The kind of a history's requests: that of the file that the request's edit changed; without an edit that of most lines that its session edited for the
 * commit, or, where it edited none, that the commit changed. Edits that no commit took are one piece of work for each session and repository. Told once of
 * each request for as long as the history is the same: every rule about models asks.
 */
export const kindsOfWork = oncePer((history: WorkHistory): KindOf => {
  const tell = kindsIn(history);
  const kinds = new Map<PlacedRequest, WorkKind>();
  return (request) => getOrAdd(kinds, request, () => tell(request));
});

function kindsIn({ edits, takenEdits, repositories }: WorkHistory): KindOf {
  const pieceOf = (edit: EditCall): string => pieceKey(edit.sessionId, edit.repository, takenEdits.get(edit.toolUseId) ?? '');
  const pieces = new Map<string, Piece>();
  const editOf = new Map<string, EditCall>();
  for (const edit of edits) {
    if (isScratchPath(edit.path)) continue;
    editOf.set(edit.toolUseId, edit);
    const file = fileOf(edit);
    getOrAdd(pieces, pieceOf(edit), () => new Piece()).add(fileKind(file), file, edit.linesAdded + edit.linesRemoved);
  }
  const ofCommits = new Map<string, WorkKind>();

  return (request) => {
    const edit = editOf.get(request.placement.editId);
    if (edit !== undefined) {
      const kind = fileKind(fileOf(edit));
      return kind === 'code' ? (pieces.get(pieceOf(edit))?.codeKind() ?? 'code') : kind;
    }
    const sha = commitOf(request);
    if (sha === '') return 'noEdits';
    const { target } = request.placement;
    const repository = target.kind === 'commit' ? target.repository : request.repository;
    const piece = pieces.get(pieceKey(request.sessionId, repository, sha));
    if (piece !== undefined) return piece.mainKind();
    return getOrAdd(ofCommits, commitKey(repository, sha), () => kindOfCommit(repositories.get(repository)?.commits.get(sha)));
  };
}

/** Of a commit by its files; those that programs write only count where there are no others. */
export function kindOfCommit(commit: Pick<CommitRecord, 'files'> | undefined): WorkKind {
  const written = commit?.files.filter(({ path }) => !isGenerated(path)) ?? [];
  const piece = new Piece();
  for (const { path, added, removed } of written.length > 0 ? written : (commit?.files ?? []))
    piece.add(fileKind(path), path, (added ?? 0) + (removed ?? 0));
  return piece.mainKind();
}

/** What was done for one commit. */
class Piece {
  readonly #lines = new Map<FileKind, number>();
  readonly #codeFiles = new Set<string>();

  add(kind: FileKind, file: string, lines: number): void {
    this.#lines.set(kind, (this.#lines.get(kind) ?? 0) + lines);
    if (kind === 'code') this.#codeFiles.add(file);
  }

  codeKind(): WorkKind {
    return (this.#lines.get('code') ?? 0) <= smallEdit.lines && this.#codeFiles.size <= smallEdit.files ? 'smallEdits' : 'code';
  }

  /** That of most lines; of as many the one that stands first in `workKinds`. */
  mainKind(): WorkKind {
    let main: FileKind | null = null;
    for (const kind of ['code', 'tests', 'docs', 'configuration'] as const) {
      const lines = this.#lines.get(kind);
      if (lines !== undefined && (main === null || lines > (this.#lines.get(main) ?? 0))) main = kind;
    }
    return main === null ? 'noEdits' : main === 'code' ? this.codeKind() : main;
  }
}

/** From the root of the repository where that is known; else the file and its folder, since folders above the repository say nothing of it. */
function fileOf({ file, path, repository }: EditCall): string {
  if (file !== '') return file;
  const plain = path.replaceAll('\\', '/');
  const root = `${repository.replaceAll('\\', '/')}/`;
  return repository !== '' && plain.startsWith(root)
    ? plain.slice(root.length).replace(/^\.claude\/worktrees\/[^/]+\//, '')
    : plain.split('/').slice(-2).join('/');
}

function pieceKey(sessionId: string, repository: string, sha: string): string {
  return `${sessionId}\0${repository}\0${sha}`;
}
