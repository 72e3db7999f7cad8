import { commitCount, sessionCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { partRule, reasonLabel } from '../../src/core/report/labels.ts';
import { capitalized, ended, shareText } from '../../src/core/report/words.ts';
import { filledParts, partName, partSentence } from './standingLabels.ts';
import type { Reason, StandingPart } from '../../src/core/attribution/placement.ts';
import type { Standing } from '../../src/core/report/standing.ts';
import type { Amounts, LocalExplanation } from './panel.ts';

type Paragraphs = LocalExplanation['paragraphs'];

/** Where the reasons of what is in no commit are shown. */
const partOfReason: Readonly<Record<Reason, StandingPart>> = {
  openWork: 'openWork',
  recentEdits: 'openWork',
  noCommit: 'noCommit',
  lostCommit: 'noCommit',
  review: 'noEdits',
  noEdits: 'noEdits',
  sideCalls: 'noEdits',
  outsideRepositories: 'outsideRepositories',
  unread: 'unknown',
};

/** Why one part is as large as it is. */
export function explainPart(part: StandingPart, standing: Standing, defaultBranch: string | null): LocalExplanation {
  const share = standing.parts.find((each) => each.part === part);
  const money = share?.money ?? null;
  const behind = [
    ...((share?.commits ?? 0) > 0 ? [commitCount(share?.commits ?? 0)] : []),
    ...((share?.sessions ?? 0) > 0 ? [sessionCount(share?.sessions ?? 0)] : []),
  ];
  const inPart = standing.unattributed.filter((each) => partOfReason[each.reason] === part && each.money.nanodollars > 0);
  const whole = shareText(money?.nanodollars ?? 0, standing.total.nanodollars);
  return {
    title: partName(part, defaultBranch),
    money,
    paragraphs: [
      { text: ended(capitalized(partRule(part, defaultBranch || t('the default branch')))), money: null },
      { text: shareSentence(whole, behind), money: null },
      ...(inPart.length < 2 ? [] : inPart.map((each) => ({ text: ended(capitalized(reasonLabel(each.reason))), money: each.money }))),
    ],
  };
}

function shareSentence(share: string, [commits, sessions]: readonly string[]): string {
  if (commits === undefined) return t('{0} of all that is shown.', share);
  return sessions === undefined
    ? t('{0} of all that is shown, from {1}.', share, commits)
    : t('{0} of all that is shown, from {1} and {2}.', share, commits, sessions);
}

/** Each part with its sum: together they are the whole. */
export function standingParagraphs(standing: Standing, defaultBranch: string | null): Paragraphs {
  const filled = filledParts(standing.parts);
  return standing.parts
    .filter(({ part }) => filled.includes(part))
    .map((each) => ({ text: (amounts) => ended(partSentence(each, standing.total, defaultBranch, amounts)), money: each.money }));
}

/** What belongs to commits, and the reasons of what does not. */
export function attributionParagraphs(standing: Standing): Paragraphs {
  const reasons = standing.unattributed.filter(({ money }) => money.nanodollars > 0);
  if (reasons.length === 0) return [];
  const text = (amounts: Amounts): string => {
    const said = reasons.map(({ reason, money }) => `${reasonLabel(reason)} ${amounts.nanodollars(money.nanodollars)}`).join('; ');
    return t(
      '{0} of it belongs to commits. The rest, by the first reason that fits: {1}.',
      amounts.nanodollars(standing.attributedNanodollars),
      said,
    );
  };
  return [{ text, money: null }];
}
