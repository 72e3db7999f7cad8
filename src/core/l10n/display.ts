/**
 * How this process shows things to a person: in which language, and in which currency. It is set once, when a process, a worker or a page begins or when
 * the user changes it, and is no argument of each sentence, as the locale of `Intl` is none. Terminals and JSON stay with the default.
 */

/** A currency that the user counts in, by a rate of their own; prices are in US dollars. */
export interface Currency {
  /** Three letters of ISO 4217. */
  readonly code: string;
  /** How much of it a US dollar is, as the user has set it. */
  readonly perDollar: number;
}

export interface Display {
  /** A BCP 47 tag: `en`, `de`, `zh-cn`. */
  readonly locale: string;
  /** By the English message: what is said instead. A message that is not there is said in English. */
  readonly messages: Readonly<Record<string, string>>;
  /** Null for US dollars. */
  readonly currency: Currency | null;
}

const english: Display = { locale: 'en', messages: {}, currency: null };
let current = english;

/** Shows everything from now on as is given; what is left out is as by default: in English, in US dollars. */
export function configureDisplay(display: Partial<Display>): void {
  current = { ...english, ...display };
}

/** How things are shown now. */
export function display(): Display {
  return current;
}

/** What is said in English whatever the user's language is, for somebody else to read: a report of a problem, a file of a stable form. */
export function inEnglish<Said>(say: () => Said): Said {
  const before = current;
  current = english;
  try {
    return say();
  } finally {
    current = before;
  }
}

/** In which language and currency sentences are now: what is kept as a sentence is kept for this alone. */
export function displayKey(): string {
  const { locale, currency } = current;
  return JSON.stringify([locale, currency]);
}
