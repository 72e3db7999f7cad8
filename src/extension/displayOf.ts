import type { Currency, Display } from '../core/l10n/display.ts';

/** What VS Code says of the language that it is shown in. */
export interface EditorLanguage {
  /** `vscode.env.language`: `en`, `de`, `zh-cn`. */
  readonly language: string;
  /** `vscode.l10n.bundle`: the messages of `l10n/bundle.l10n.*.json` in that language; undefined where there are none. */
  readonly bundle: Readonly<Record<string, string>> | undefined;
}

/**
 * How everything is shown in this window, in its worker and on the panel's page. In a language that there are no messages of, numbers and dates are
 * English too: a sentence has one language.
 */
export function displayOf({ language, bundle }: EditorLanguage, currency: Currency | null): Display {
  return bundle === undefined ? { locale: 'en', messages: {}, currency } : { locale: language, messages: bundle, currency };
}
