import { display } from '../l10n/display.ts';
import { t } from '../l10n/message.ts';
import { formatPercentage } from '../l10n/numbers.ts';
import type { ModelShare, Money } from './live.ts';
import { modelLabel } from './modelLabel.ts';
import { formatCount, formatMoney, isAtLeast, isUnpriced, formatDollars } from './money.ts';

/** `1 commit`, `1,204 commits`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Things one after the other, as the language parts them: `a, b, c`. */
export function listed(items: readonly string[]): string {
  return items.length === 0 ? '' : items.reduce((before, item) => t('{0}, {1}', before, item));
}

/** Sentences one after the other; empty ones are left out. Languages without spaces between them have none here either. */
export function inARow(...sentences: readonly string[]): string {
  const said = sentences.filter((sentence) => sentence !== '');
  return said.length === 0 ? '' : said.reduce((before, sentence) => t('{0} {1}', before, sentence));
}

/** The seven characters that git shows. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** `69%`; never 0% or 100% where it is not: `<1%`, `>99%`. `part` is none of a `whole` of nothing. */
export function shareText(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return formatPercentage(0);
  if (part >= whole) return formatPercentage(100);
  const percent = Math.round((100 * part) / whole);
  if (percent < 1) return `<${formatPercentage(1)}`;
  return percent > 99 ? `>${formatPercentage(99)}` : formatPercentage(percent);
}

/** `12.4%`, where amounts themselves are shown as shares: never 0% or 100% where it is not, `<0.1%`, `>99.9%`. */
export function exactShareText(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return formatPercentage(0);
  if (part === whole) return formatPercentage(100);
  const percent = (100 * part) / whole;
  if (percent < 0.05) return `<${formatPercentage(0.1, 1)}`;
  return percent < 100 && percent >= 99.95 ? `>${formatPercentage(99.9, 1)}` : formatPercentage(percent, 1);
}

/** An amount in a sentence: `$1.84`, `at least $1.84`. What has no price at all is `no price yet`. */
export function saidMoney(money: Money): string {
  if (isUnpriced(money)) return t('no price yet');
  const amount = formatDollars(money.nanodollars);
  return isAtLeast(money) ? t('at least {0}', amount) : amount;
}

/** An amount that a sentence begins with: `At least $1.84`. */
export function openingMoney(money: Money): string {
  return capitalized(saidMoney(money));
}

/** `Opus 5.5 $2.18, Haiku 4.5 $0.13`, the dearest first. */
export function mixText(models: readonly ModelShare[], amount: (money: Money) => string = formatMoney): string {
  return listed(models.map(({ model, money }) => `${modelLabel(model)} ${amount(money)}`));
}

/** How a repository is called: the last name of its path, without a `.git`. */
export function repositoryName(path: string): string {
  return lastName(path.replace(/[\\/]\.git[\\/]*$|\.git[\\/]*$/, ''));
}

/** The last name of a path; `''` for a root. */
export function lastName(path: string): string {
  return (
    path
      .split(/[\\/]/)
      .filter((part) => part !== '')
      .at(-1) ?? ''
  );
}

/** What somebody wrote as the end of a sentence: with its full stop, and not with two. */
export function ended(text: string): string {
  return /[.!?。！？]$/.test(text) ? text : t('{0}.', text);
}

/** How a sentence goes on in the middle of another. */
export function uncapitalized(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

/** How a sentence or a name begins; as it is in a language without capitals, where only a name of somebody's own could change. */
export function capitalized(text: string): string {
  if (/^(?:ja|zh)\b/.test(display().locale)) return text;
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
