import type { ModelShare, Money } from './live.ts';

/** Why a figure is what it is, in sentences, each with what it leads to. */
export interface Explanation {
  readonly subject: 'commit' | 'session' | 'pullRequest' | 'file';
  /** Full SHA, session id, address, or path from the root of the working tree. */
  readonly id: string;
  /** What it is about, without an amount: `Commit a1b2c3d`. */
  readonly title: string;
  readonly repository: string;
  readonly money: Money | null;
  /** What the whole is made of, as a sentence goes on after its amount: `at list price: 9 requests of 1 session, on main.` */
  readonly summary: string;
  readonly paragraphs: readonly ExplanationParagraph[];
}

export interface ExplanationParagraph {
  /** Without an amount; with `money` as a sentence goes on after it: `because: session 14:02 to 14:31 ran git commit itself (own record), …` */
  readonly text: string;
  /** The requests behind it by model, `9 requests since the edit before`; null where it has none. */
  readonly mix: { readonly requests: string; readonly models: readonly ModelShare[] } | null;
  /** The amount that this paragraph accounts for; null when it accounts for none. Those of one explanation add up to its money. */
  readonly money: Money | null;
  readonly evidence: ExplanationReference | null;
}

export interface ExplanationReference {
  readonly kind: 'commit' | 'session' | 'pullRequest' | 'file';
  readonly id: string;
}

/** Five lines of Markdown about a commit, a branch or a pull request, without a prompt, a path or a person. */
export interface Receipt {
  readonly kind: 'commit' | 'branch' | 'pullRequest';
  readonly id: string;
  readonly markdown: string;
}

/** What was asked about is not there, in a sentence that says what to do. */
export interface NotFound {
  readonly notFound: string;
}
