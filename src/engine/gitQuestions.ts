/** Small questions to git whose answers are shown and kept nowhere. */
import { resolveReference, subjectsOf } from '../git/references.ts';
import { sourceOf } from '../git/source.ts';
import type { RepositorySource } from '../git/source.ts';
import type { GitAnswer, GitOptions, ResolvedReference } from '../git/types.ts';

export interface GitQuestionsOptions {
  readonly environment: GitOptions['environment'];
  /** False: git is never run. */
  readonly allowed: boolean;
  readonly closing: AbortSignal;
}

export class GitQuestions {
  private readonly options: GitQuestionsOptions;

  constructor(options: GitQuestionsOptions) {
    this.options = options;
  }

  /** Subjects by SHA; none where git may not be asked or does not say. */
  subjectsOf(repository: string, shas: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.ask<ReadonlyMap<string, string>>(new Map(), (options) => subjectsOf(repository, shas, options));
  }

  /** What git takes a name for; null where it knows none, or may not be asked. */
  resolve(repository: string, name: string): Promise<ResolvedReference | null> {
    return this.ask<ResolvedReference | null>(null, (options) => resolveReference(repository, name, options));
  }

  /** Whether git may be asked at all. */
  get allowed(): boolean {
    return this.options.allowed;
  }

  /** Where a repository comes from; `none` where git does not say. */
  sourceOf(repository: string): Promise<RepositorySource> {
    return this.ask<RepositorySource>({ kind: 'none' }, (options) => sourceOf(repository, options));
  }

  private async ask<T>(unknown: T, question: (options: GitOptions) => Promise<GitAnswer<T>>): Promise<T> {
    const { allowed, environment, closing } = this.options;
    if (!allowed) return unknown;
    const answer = await question({ environment, signal: closing });
    return answer.ok ? answer.value : unknown;
  }
}
