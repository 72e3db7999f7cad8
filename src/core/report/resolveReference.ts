import type { History } from '../attribution/history.ts';
import type { ExplanationReference, NotFound } from './explanation.ts';

export interface ReferenceInput {
  readonly history: History;
  /** A SHA or its beginning, a session id or its beginning, a pull request's address or `#7`. */
  readonly reference: string;
  /** Null: whatever it fits. */
  readonly kind: ExplanationReference['kind'] | null;
  /** Looked in first; null: everywhere. */
  readonly repository: string | null;
}

/** What a reference names, with its whole id. Files are the caller's to resolve, which knows the folders. */
export function resolveReference(input: ReferenceInput): ExplanationReference | NotFound {
  throw new Error(`not built: ${input.reference}`);
}
