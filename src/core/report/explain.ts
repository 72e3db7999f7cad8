import type { History } from '../attribution/history.ts';
import type { Explanation, NotFound } from './explanation.ts';

/** What every explanation is made from. */
export interface ExplainInput {
  readonly history: History;
  readonly timezone: string;
}

/** Why a commit cost what it did; `sha` is whole. */
export function explainCommit(input: ExplainInput & { readonly sha: string }): Explanation | NotFound {
  throw new Error(`not built: ${input.timezone}`);
}

/** Where the cost of a session went. */
export function explainSession(input: ExplainInput & { readonly sessionId: string }): Explanation | NotFound {
  throw new Error(`not built: ${input.timezone}`);
}

/** Which commits make up the cost of a pull request. */
export function explainPullRequest(input: ExplainInput & { readonly url: string }): Explanation | NotFound {
  throw new Error(`not built: ${input.timezone}`);
}

/** What the requests that led to an edit of a file cost; `file` is from the root of the repository's working tree. */
export function explainFile(input: ExplainInput & { readonly repository: string; readonly file: string }): Explanation | NotFound {
  throw new Error(`not built: ${input.timezone}`);
}
