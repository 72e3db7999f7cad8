import { t } from '../../src/core/l10n/message.ts';
import {
  displayedUnit,
  fractionDigits,
  formatDollars,
  formatDollarsMark,
  formatMoney,
  isAtLeast,
  isUnpriced,
} from '../../src/core/report/money.ts';
import { display } from '../../src/core/l10n/display.ts';
import { formatCurrency, formatPercentage } from '../../src/core/l10n/numbers.ts';
import { exactShareText } from '../../src/core/report/words.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { PanelSettings } from '../../src/protocol/panel.ts';
import type { AxisMarks } from '../shared/axisMarks.ts';
import type { Amounts } from './panel.ts';

const flatPlans: readonly string[] = ['pro', 'max', 'team', 'enterprise'];

/** Whether the fee is flat: then a share of what it was used for says more than dollars. */
export function hasFlatPlan(settings: PanelSettings | null): boolean {
  return flatPlans.includes(settings?.plan?.plan ?? '');
}

/** Amounts at an axis, in the user's currency. */
export function dollarMarks(): AxisMarks {
  return { text: formatDollarsMark, unit: displayedUnit() };
}

function shareMarks(whole: number | null): AxisMarks {
  if (whole === null || whole <= 0) return { text: () => '–', unit: 1 };
  const percent = whole / 100;
  return { text: (value, step) => formatPercentage(value / percent, fractionDigits(step / percent)), unit: percent };
}

/**
 * Amounts in dollars, or as shares of `whole` (nanodollars: all that was used in the period; null while it is not known). Sentences have
 * cents: of the amounts that `exact` has in nanodollars the share is exact all the same, and reads as it does elsewhere.
 */
export function amountsIn(unit: 'money' | 'plan', whole: number | null, exact: readonly number[] = []): Amounts {
  if (unit === 'money')
    return {
      unit,
      text: (money) => formatMoney(money),
      nanodollars: (nanodollars) => formatDollars(nanodollars),
      marks: dollarMarks(),
      said: (text) => text,
    };
  const known = new Map([...exact, whole ?? 0].map((nanodollars) => [formatDollars(nanodollars), nanodollars]));
  const share = (nanodollars: number): string => (whole === null ? '–' : exactShareText(nanodollars, whole));
  return {
    unit,
    text: (money) => (isUnpriced(money) ? t('no price yet') : `${isAtLeast(money) ? '≥ ' : ''}${share(money.nanodollars)}`),
    nanodollars: share,
    marks: shareMarks(whole),
    said: (text) => {
      const { pattern, nanodollars } = saidAmounts();
      const part = (said: string): string => share(known.get(said) ?? nanodollars(said));
      const labelled = new RegExp(escaped(t('{0} at list price', '\u0001')).replace('\u0001', `(${pattern})`), 'gu');
      return text
        .replace(labelled, (_said, amount: string) => t('{0} of the plan’s use', part(amount)))
        .replace(new RegExp(pattern, 'gu'), part);
    },
  };
}

/** The amounts that the sentences of an Overview say. */
export function amountsSaid({ standing, whole, wholePlan, worthALook }: Overview): readonly number[] {
  const said = [...worthALook.map(({ money }) => money), ...standing.parts.map(({ money }) => money), standing.total, whole, wholePlan];
  return said.flatMap((money) => money?.nanodollars ?? []);
}

interface SaidAmounts {
  /** Source of an expression that finds amounts in a sentence of the core. */
  readonly pattern: string;
  readonly nanodollars: (said: string) => number;
}

/** How amounts are said in this language and currency; what is less than the smallest is less than the smallest share. */
function saidAmounts(): SaidAmounts {
  const { code, perDollar } = display().currency ?? { code: 'USD', perDollar: 1 };
  // From an amount that has everything that an amount may have.
  const sample = formatCurrency(1234.5, code, 2);
  const [number = ''] = /\d.*\d/u.exec(sample) ?? [];
  const [before = '', after = ''] = sample.split(number);
  const [separator, point] = [number.charAt(1), number.charAt(number.length - 3)];
  return {
    pattern: `<?${escaped(before)}\\d[\\d${escaped(separator)}]*(?:${escaped(point)}\\d+)?${escaped(after)}`,
    nanodollars: (said) => {
      const digits = said
        .replaceAll(separator, '')
        .replace(point, '.')
        .replace(/[^\d.]/g, '');
      return Math.round((Number(digits) / perDollar) * 1e9);
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
}
