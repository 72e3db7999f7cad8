/** `payoff advice` for people: each piece with what is at stake, what it rests on and what can be done. */
import type { Advice, AdviceSample, AdviceStake } from '../core/advice/advice.ts';
import { sampleText, stakeText, waitingText } from '../core/report/advice/adviceWords.ts';
import type { AdviceView } from '../core/report/advice/adviceView.ts';
import { counted, repositoryName } from '../core/report/words.ts';
import { demoLine } from './session.ts';
import type { CommandContext } from './session.ts';
import { shellWord } from './shellWord.ts';
import { style, styleOf } from './style.ts';
import type { Style } from './style.ts';
import { printable } from './table.ts';
import { wrapped } from './wrap.ts';

/** Longer lines are hard to read, however wide the terminal. */
const widest = 100;
const indent = '  ';

/** The whole answer, ending with a line break. */
export function adviceText(view: AdviceView, { line, surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const width = Math.min(surroundings.stdout.columns, widest);
  const title = [
    'Advice',
    ...(view.repository === null ? [] : [printable(repositoryName(view.repository))]),
    line.periodText === '' ? 'the last 30 days' : line.periodText,
    view.timezone,
  ].join(' · ');
  const pieces = view.advice.map((advice) => pieceText(advice, width, paint));
  const body = pieces.length === 0 ? [`${wrapped(waitingText(view), width)}\n`] : pieces;
  return `${demoLine(surroundings)}${style(paint, 'bold', title)}\n\n${[...body, footText(view, width, paint)].filter((text) => text !== '').join('\n')}`;
}

function pieceText({ sentence, action, stake, sample, evidence, id, source }: Advice, width: number, paint: Style): string {
  const inner = (text: string, mark = ''): string => {
    const lines = wrapped(printable(text), width - indent.length - mark.length).split('\n');
    return lines.map((each, at) => `${indent}${at === 0 ? mark : ' '.repeat(mark.length)}${each}\n`).join('');
  };
  const facts = [stake, sample].flatMap((fact) => (fact === null ? [] : [factText(fact)]));
  return [
    `${style(paint, 'bold', wrapped(printable(sentence), width))}\n`,
    ...facts.map((fact) => inner(fact)),
    inner(action, 'Do: '),
    ...evidence.map(({ text }) => inner(text, '- ')),
    `${style(paint, 'dim', `${indent}docs/advice.md#${source}\n${indent}payoff advice dismiss ${printable(shellWord(id))}`)}\n`,
  ].join('');
}

function factText(fact: AdviceStake | AdviceSample): string {
  return 'what' in fact ? `At stake: ${stakeText(fact)}.` : sampleText(fact);
}

/** What is not shown, and how it comes back. */
function footText({ dismissed, dismissedRules }: AdviceView, width: number, paint: Style): string {
  if (dismissed.length === 0 && dismissedRules.length === 0) return '';
  const rules = dismissedRules.length === 0 ? '' : ` Rules that are dismissed: ${dismissedRules.join(', ')}.`;
  const text = `${counted(dismissed.length, 'piece')} of advice dismissed.${rules} payoff advice restore brings all of it back.`;
  return `${style(paint, 'dim', wrapped(text, width))}\n`;
}
