/** Why the figures of what stayed are what they are: what each is made of, its rule, and the sums behind it. */
import { formatCount } from '../../src/core/report/money.ts';
import { counted, shareText } from '../../src/core/report/words.ts';
import { explainDistribution } from './explainOverview.ts';
import { cameBackWords } from './stayedStates.ts';
import type { SurvivalFigure } from '../../src/core/outcomes/survival.ts';
import type { StayedFigures } from '../../src/core/report/outcomes/stayedView.ts';
import type { LocalExplanation } from './panel.ts';

type Paragraphs = LocalExplanation['paragraphs'];

/** What a single change that stayed cost, by itself and with everything spent. */
export function explainChange(label: string, stayed: StayedFigures): LocalExplanation {
  const { distribution } = stayed;
  const own = {
    text: 'A change costs what the requests that led to its commits cost. Reading, planning and what reached no commit is in none; links that are only likely are left out.',
    money: null,
  };
  return distribution === null
    ? { title: label, money: null, paragraphs: [own, ...everythingSpent(stayed)] }
    : {
        ...explainDistribution(label, distribution),
        paragraphs: [...explainDistribution(label, distribution).paragraphs, own, ...everythingSpent(stayed)],
      };
}

/** The cost per change that stayed with everything spent: one sum over another. */
export function explainEverything(stayed: StayedFigures): LocalExplanation {
  return { title: 'With everything spent', money: stayed.costPerChange, paragraphs: everythingSpent(stayed) };
}

function everythingSpent({ costPerChange, settled: { spend, verified } }: StayedFigures): Paragraphs {
  if (costPerChange === null)
    return [
      {
        text: 'What one costs with everything spent is said once a week is settled: over, and with the windows of all that could ship in it closed.',
        money: null,
      },
    ];
  return [
    {
      text: 'Everything spent in weeks that are settled, what is set aside left out: a week is settled when the windows of all that could ship in it have closed.',
      money: spend,
    },
    { text: `For each of the ${counted(verified, 'change')} of those weeks that stayed.`, money: costPerChange },
  ];
}

/** How many changes stayed, of which. */
export function explainCounts({ counts, waitsFor }: StayedFigures): LocalExplanation {
  const { attempted, closed, closedVerified, pending, verified } = counts;
  const back = cameBackWords(counts);
  return {
    title: closed === 0 ? 'Changes that stayed' : `Stayed ${formatCount(closedVerified)} of ${formatCount(closed)}`,
    money: null,
    paragraphs: [
      {
        text: 'A change is what came on to the default branch as one: a merge, a squashed or rebased pull request, or a single commit. Only changes of yours that Claude helped to make count; what is set aside does not.',
        money: null,
      },
      {
        text: `${counted(attempted, 'change')} shipped: ${formatCount(verified)} stayed, ${formatCount(attempted - verified - pending)} came back${back === '' ? '' : ` (${back})`}, ${formatCount(pending)} ${pending === 1 ? 'is' : 'are'} still watched.`,
        money: null,
      },
      {
        text: 'A change stayed when nobody reverted or hotfixed it in its window, 14 days unless .payoff.json says otherwise. A revert names it or takes back most of its lines; a hotfix says that it is one and replaces lines of it within 72 hours.',
        money: null,
      },
      ...(closed === 0
        ? [{ text: waitsFor ?? 'No window has closed yet.', money: null }]
        : [
            {
              text: `The share is ${shareText(closedVerified, closed)}: ${formatCount(closedVerified)} of the ${formatCount(closed)} whose window has closed. What came back early enters it only when its window closes, too: else it would always look worse than it is.`,
              money: null,
            },
          ]),
    ],
  };
}

/** How many of Claude's lines are still there. */
export function explainLines({ days, changes, lines, surviving, share, interval, left }: SurvivalFigure): LocalExplanation {
  const leftOut = leftWords(left);
  return {
    title: `Lines still there after ${String(days)} days`,
    money: null,
    paragraphs: [
      {
        text: `Of ${counted(lines, 'line')} that Claude wrote and that shipped, ${formatCount(surviving)} were on the default branch ${String(days)} days later: ${shareText(share ?? 0, 1)}. They are of ${counted(changes, 'change')}.`,
        money: null,
      },
      {
        text: 'git blame says which lines are still those of the change, whitespace and moves within the repository forgiven. Lock files, generated and vendored files are left out.',
        money: null,
      },
      {
        text:
          interval === null
            ? 'For an interval there are too few changes: ten are needed.'
            : `In nine of ten cases other changes of the kind would give ${shareText(interval.low, 1)} to ${shareText(interval.high, 1)}: by drawing whole changes, as the lines of one live and die together.`,
        money: null,
      },
      ...(leftOut === '' ? [] : [{ text: `Left out: ${leftOut}.`, money: null }]),
    ],
  };
}

/** `17 changes too young, 2 not looked at yet`; `''` for none. */
export function leftWords({ tooYoung, notFetched, notLooked }: SurvivalFigure['left']): string {
  return [
    ...(tooYoung > 0 ? [`${counted(tooYoung, 'change')} too young`] : []),
    ...(notFetched > 0 ? [`${counted(notFetched, 'change')} not fetched since`] : []),
    ...(notLooked > 0 ? [`${counted(notLooked, 'change')} not looked at yet`] : []),
  ].join(', ');
}

export function explainSetAside({ money, share }: NonNullable<StayedFigures['setAside']>): LocalExplanation {
  return {
    title: 'Set aside',
    money,
    paragraphs: [
      {
        text: `${shareText(share, 1)} of everything spent went to branches or paths that .payoff.json sets aside: spikes and prototypes, which are not meant to stay.`,
        money: null,
      },
      { text: 'It is in none of the figures of what stayed, and in every sum of what was spent.', money: null },
    ],
  };
}
