/** `payoff advice` for people: each piece with what is at stake, what it rests on and what can be done. */
import type { Advice, AdviceEvidence, AdviceReference, AdviceSample, AdviceStake } from '../core/advice/advice.ts';
import { sampleText, stakeText, waitingText } from '../core/report/advice/adviceWords.ts';
import type { AdviceView } from '../core/report/advice/adviceView.ts';
import { counted, repositoryName, shortSha } from '../core/report/words.ts';
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
    ...evidence.map((one) => inner(evidenceText(one), '- ')),
    `${style(paint, 'dim', `${indent}docs/advice.md#${source}\n${indent}payoff advice dismiss ${printable(shellWord(id))}`)}\n`,
  ].join('');
}

/** With what `payoff explain` is to be asked, where a terminal has no link. */
function evidenceText({ text, reference }: AdviceEvidence): string {
  const name = reference === null ? '' : explainedBy(reference);
  return name === '' || text.includes(name) ? text : `${text} (${name})`;
}

/** The beginning of an id that `payoff explain` takes; `''` for what it does not explain. */
function explainedBy(reference: AdviceReference): string {
  if (reference.kind === 'session') return reference.sessionId.slice(0, 8);
  return reference.kind === 'commit' ? shortSha(reference.sha) : '';
}

function factText(fact: AdviceStake | AdviceSample): string {
  return 'what' in fact ? `At stake: ${stakeText(fact)}.` : sampleText(fact);
}

/** What to do with an id in brackets; what is not shown, and how it comes back. */
function footText({ advice, dismissed, dismissedRules }: AdviceView, width: number, paint: Style): string {
  const notes: string[] = [];
  const names = advice.flatMap(({ evidence }) => evidence).flatMap(({ reference }) => (reference === null ? [] : [explainedBy(reference)]));
  const example = names.find((name) => name !== '');
  if (example !== undefined)
    notes.push(`payoff explain says more of each id in brackets, such as payoff explain ${printable(shellWord(example))}.`);
  const rules = dismissedRules.length === 0 ? '' : ` Rules that are dismissed: ${dismissedRules.join(', ')}.`;
  if (dismissed.length > 0 || dismissedRules.length > 0)
    notes.push(`${counted(dismissed.length, 'piece')} of advice dismissed.${rules} payoff advice restore brings all of it back.`);
  return notes.map((text) => `${style(paint, 'dim', wrapped(text, width))}\n`).join('');
}
