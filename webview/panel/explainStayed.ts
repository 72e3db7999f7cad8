/** Why the figures of what stayed are what they are: what each is made of, its rule, and the sums behind it. */
import { changeCount, lineCount } from '../../src/core/report/counts.ts';
import { t, plural } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { listed, shareText } from '../../src/core/report/words.ts';
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
    text: t(
      'A change costs what the requests that led to its commits cost. Reading, planning and what reached no commit is in none; links that are only likely are left out.',
    ),
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
  return { title: t('With everything spent'), money: stayed.costPerChange, paragraphs: everythingSpent(stayed) };
}

function everythingSpent({ costPerChange, settled: { spend, verified } }: StayedFigures): Paragraphs {
  if (costPerChange === null)
    return [
      {
        text: t(
          'What one costs with everything spent is said once a week is settled: over, and with the windows of all that could ship in it closed.',
        ),
        money: null,
      },
    ];
  return [
    {
      text: t(
        'Everything spent in weeks that are settled, what is set aside left out: a week is settled when the windows of all that could ship in it have closed.',
      ),
      money: spend,
    },
    {
      text: plural(
        verified,
        'For each of the {0} change of those weeks that stayed.',
        'For each of the {0} changes of those weeks that stayed.',
        formatCount(verified),
      ),
      money: costPerChange,
    },
  ];
}

/** How many changes stayed, of which. */
export function explainCounts({ counts, waitsFor }: StayedFigures): LocalExplanation {
  const { attempted, closed, closedVerified, pending, verified } = counts;
  const back = cameBackWords(counts);
  const cameBack = attempted - verified - pending;
  return {
    title: closed === 0 ? t('Changes that stayed') : t('Stayed {0} of {1}', formatCount(closedVerified), formatCount(closed)),
    money: null,
    paragraphs: [
      {
        text: t(
          'A change is what came on to the default branch as one: a merge, a squashed or rebased pull request, or a single commit. Only changes of yours that Claude helped to make count; what is set aside does not.',
        ),
        money: null,
      },
      {
        text: plural(
          pending,
          '{0} shipped: {1} stayed, {2}, {3} is still watched.',
          '{0} shipped: {1} stayed, {2}, {3} are still watched.',
          changeCount(attempted),
          formatCount(verified),
          back === '' ? t('{0} came back', formatCount(cameBack)) : t('{0} came back ({1})', formatCount(cameBack), back),
          formatCount(pending),
        ),
        money: null,
      },
      {
        text: t(
          'A change stayed when nobody reverted or hotfixed it in its window, 14 days unless .payoff.json says otherwise. A revert names it or takes back most of its lines; a hotfix says that it is one and replaces lines of it within 72 hours.',
        ),
        money: null,
      },
      ...(closed === 0
        ? [{ text: waitsFor ?? t('No window has closed yet.'), money: null }]
        : [
            {
              text: t(
                'The share is {0}: {1} of the {2} whose window has closed. What came back early enters it only when its window closes, too: else it would always look worse than it is.',
                shareText(closedVerified, closed),
                formatCount(closedVerified),
                formatCount(closed),
              ),
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
    title: t('Lines still there after {0} days', formatCount(days)),
    money: null,
    paragraphs: [
      {
        text: t(
          'Of {0} that Claude wrote and that shipped, {1} were on the default branch {2} days later: {3}. They are of {4}.',
          lineCount(lines),
          formatCount(surviving),
          formatCount(days),
          shareText(share ?? 0, 1),
          changeCount(changes),
        ),
        money: null,
      },
      {
        text: t(
          'git blame says which lines are still those of the change, whitespace and moves within the repository forgiven. Lock files, generated and vendored files are left out.',
        ),
        money: null,
      },
      {
        text:
          interval === null
            ? t('For an interval there are too few changes: ten are needed.')
            : t(
                'In nine of ten cases other changes of the kind would give {0} to {1}: by drawing whole changes, as the lines of one live and die together.',
                shareText(interval.low, 1),
                shareText(interval.high, 1),
              ),
        money: null,
      },
      ...(leftOut === '' ? [] : [{ text: t('Left out: {0}.', leftOut), money: null }]),
    ],
  };
}

/** `17 changes too young, 2 not looked at yet`; `''` for none. */
export function leftWords({ tooYoung, notFetched, notLooked }: SurvivalFigure['left']): string {
  return listed([
    ...(tooYoung > 0 ? [t('{0} too young', changeCount(tooYoung))] : []),
    ...(notFetched > 0 ? [t('{0} not fetched since', changeCount(notFetched))] : []),
    ...(notLooked > 0 ? [t('{0} not looked at yet', changeCount(notLooked))] : []),
  ]);
}

export function explainSetAside({ money, share }: NonNullable<StayedFigures['setAside']>): LocalExplanation {
  return {
    title: t('Set aside'),
    money,
    paragraphs: [
      {
        text: t(
          '{0} of everything spent went to branches or paths that .payoff.json sets aside: spikes and prototypes, which are not meant to stay.',
          shareText(share, 1),
        ),
        money: null,
      },
      { text: t('It is in none of the figures of what stayed, and in every sum of what was spent.'), money: null },
    ],
  };
}
