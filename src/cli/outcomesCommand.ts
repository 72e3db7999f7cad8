import type { RepositoryRecord } from '../core/attribution/gitFacts.ts';
import { dateWords, shortDate } from '../core/report/dates.ts';
import { formatCount, formatMoney } from '../core/report/money.ts';
import { survivalSentence } from '../core/report/outcomes/outcomeSentences.ts';
import { survivalDays } from '../core/outcomes/survivalPlan.ts';
import type { OutcomesView, OutcomeWeek } from '../core/report/outcomes/outcomesView.ts';
import { dayKey, nextDay } from '../core/report/time.ts';
import { counted, ended, repositoryName, saidMoney, shareText } from '../core/report/words.ts';
import { noCommits } from './commitsCommand.ts';
import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { outcomesJson } from './outcomeShapes.ts';
import { roundingNote } from './roundingNote.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { nothingFound } from './nothingFound.ts';
import { gitNotes, standingSums, standingText } from './standingText.ts';
import { style, styleOf } from './style.ts';
import { printable, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff outcomes`: what became of the changes that a repository's spend led to, week by week. */
export const outcomesCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'commits', { lines: true });
  if ('ended' in prepared) return prepared.ended;
  const repository = prepared.repository ?? '';
  const { line, surroundings, engine } = context;
  const view = await engine.outcomes.ofRepository({ ...line.period, repository, nowMs: surroundings.nowMs() });
  const report = await engine.report({ ...line.period, by: 'commit', repository });
  if (view === null) surroundings.stdout.write(noCommits(repository, report.record ?? null, context));
  else if (!line.json && report.rows.length === 0 && view.totals.attempted === 0) surroundings.stdout.write(await nothingFound(context));
  else if (line.json) printJson(surroundings, outcomesJson(view, report.prices));
  else surroundings.stdout.write(outcomesText(view, report.record ?? null, context));
  return view === null && line.json ? exitCodes.repositoryUnusable : exitCodes.success;
};

function outcomesText(view: OutcomesView, record: RepositoryRecord | null, { line, surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const width = surroundings.stdout.columns;
  const title = [printable(repositoryName(view.repository)), 'what became of it', line.periodText, view.timezone]
    .filter((part) => part !== '')
    .join(' · ');
  const table = renderTable({ columns: columnsOf(view), rows: view.weeks, total: view.totals }, width, paint);
  const git = gitNotes(view.standing, record, { nowMs: surroundings.nowMs(), timezone: view.timezone });
  const rounding = roundingNote([
    { parts: view.weeks.map(({ spend }) => spend), total: view.totals.spend },
    ...standingSums(view.standing),
  ]);
  const notes = [...notesOf(view, surroundings.nowMs()), ...git, ...rounding].map(
    (note) => `${style(paint, 'dim', wrapped(note, width))}\n`,
  );
  const headline = wrapped(headlineOf(view), width);
  return `${demoLine(surroundings)}${title}\n\n${headline}\n\n${table}\n${standingText(view.standing, record, width, paint)}\n${notes.join('')}`;
}

/** The three figures in a sentence each. */
function headlineOf({ totals, perChange, lines, verdict }: OutcomesView): string {
  const sentences = [];
  if (totals.closed > 0)
    sentences.push(`Stayed ${String(totals.closedVerified)} of ${counted(totals.closed, 'change')} whose window has closed.`);
  else if (totals.attempted > 0) sentences.push(`${counted(totals.attempted, 'change')} shipped; none has had its whole window yet.`);
  else sentences.push('No change of yours that Claude helped to make has shipped in this time.');
  if (totals.costPerChange !== null)
    sentences.push(
      `A change that stayed cost ${saidMoney(totals.costPerChange)}: everything spent in ${counted(totals.settledWeeks, 'settled week')}, by ${counted(totals.settledVerified, 'change')}.`,
    );
  const { distribution } = perChange;
  if (distribution !== null && distribution.count >= leastOfDistribution) {
    const money = (nanodollars: number): string => formatMoney({ nanodollars, unpricedRequests: 0, lowerBound: false });
    const { firstQuartile, median, thirdQuartile, highest } = distribution;
    sentences.push(
      `By itself half of them cost ${money(firstQuartile)} to ${money(thirdQuartile)}, the middle one ${money(median)}, the dearest ${money(highest)}.`,
    );
  }
  const still = survivalDays.map((days) => lines.at[days]).findLast(({ share }) => share !== null);
  if (still !== undefined) sentences.push(survivalSentence(still));
  return [...sentences, verdict.sentence].join(' ');
}

/** Below so many changes quartiles say nothing. */
const leastOfDistribution = 10;

type Row = OutcomeWeek | OutcomesView['totals'];

function columnsOf({ totals }: OutcomesView): readonly Column<Row>[] {
  const number = (title: string, priority: number, cell: (row: Row) => string): Column<Row> => ({ title, align: 'right', priority, cell });
  const some = (count: number): string => (count === 0 ? '' : formatCount(count));
  const ratios = (row: Row) => (row === totals ? totals : 'fourWeeks' in row ? row.fourWeeks : null);
  return [
    {
      title: 'Week',
      align: 'left',
      priority: Infinity,
      cell: (row) => ('week' in row ? `${shortDate(row.week)} to ${shortDate(nextDay(row.week, 6))}` : 'Total'),
    },
    number('Spent', Infinity, ({ spend }) => formatMoney(spend)),
    number('Shipped', 4, ({ attempted }) => some(attempted)),
    number('Stayed', 6, ({ verified }) => some(verified)),
    number('Came back', 5, ({ reverted, hotfixed, reopened }) => some(reverted + hotfixed + reopened)),
    number('Window open', 3, ({ pending }) => some(pending)),
    number('Stayed of closed', 2, (row) => {
      const share = ratios(row)?.verifiedShare ?? null;
      return share === null ? '' : shareText(share, 1);
    }),
    number('Cost per change that stayed', 7, (row) => {
      const cost = ratios(row)?.costPerChange ?? null;
      return cost === null ? '' : formatMoney(cost);
    }),
  ];
}

function notesOf(
  { totals, cordon, notRecorded, verification, windows, settingsProblem, timezone, weeks }: OutcomesView,
  nowMs: number,
): readonly string[] {
  const notes: string[] = [];
  const today = dayKey(nowMs, timezone);
  if (weeks.some(({ fourWeeks }) => fourWeeks !== null))
    notes.push('Ratios of a week are those of four weeks up to it, once every window in them has closed.');
  if (cordon.money.nanodollars > 0) {
    const large = cordon.isLarge ? ' That is a third or more: the figures speak for the rest only.' : '';
    notes.push(`Set aside, in no ratio: ${formatMoney(cordon.money)}, ${shareText(cordon.share, 1)} of what was spent.${large}`);
  }
  if (notRecorded.attempted > 0) {
    const { attempted, closed, closedVerified } = notRecorded;
    const stayed = closed === 0 ? '' : `, ${String(closedVerified)} of ${String(closed)} stayed`;
    notes.push(`Without a transcript, cost not recorded: ${counted(attempted, 'change naming Claude', 'changes naming Claude')}${stayed}.`);
  }
  const { passed, failed, notRun } = verification;
  if (passed + failed + notRun > 0)
    notes.push(
      `Between the last edit and the commit tests or a build passed for ${counted(passed, 'change')}, failed for ${String(failed)}, and were not run for ${String(notRun)}.`,
    );
  if (totals.spend.unpricedRequests > 0)
    notes.push(`${counted(totals.spend.unpricedRequests, 'request')} without a price yet, not in the cost.`);
  const changed = windows.filter(({ fromMs }) => fromMs !== null);
  for (const { days, fromMs, reason } of changed)
    notes.push(`The window is ${String(days)} days since ${dateWords(dayKey(fromMs ?? 0, timezone), today)}: ${printable(ended(reason))}`);
  if (settingsProblem !== null) notes.push(settingsProblem);
  return notes;
}
