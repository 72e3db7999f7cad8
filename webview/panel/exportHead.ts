import { dateWords } from '../../src/core/report/dates.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { repositoryName } from '../../src/core/report/words.ts';
import { isDay, periodLabels } from './period.ts';
import { branchName, partName } from './standingLabels.ts';
import type { PictureHead } from '../shared/picture.ts';
import type { Panel } from './panel.ts';

const titles = { overview: 'Overview', sessions: 'Sessions', shipped: 'Shipped' } as const;
export type ExportedView = keyof typeof titles;

/** What stands above an exported picture: what it is of, which part of it is shown, and whether it is a demo. */
export function exportHead(panel: Panel, view: ExportedView): PictureHead {
  const session = view === 'sessions' && panel.state.session !== null;
  const today = dateWords(dayKey(panel.nowMs, panel.timezone), '');
  return {
    title: `Payoff · ${session ? 'A session' : titles[view]}`,
    lines: [
      ...(panel.settings?.demo === true ? ['Demo: these figures are made up.'] : []),
      `${session ? 'All of it' : filterWords(panel)} · at list price · days of ${panel.timezone} · ${today}`,
      ...(view === 'sessions' && !session ? ['The rows on screen.'] : []),
    ],
  };
}

/** `Last 30 days · loom · branch main · Opus 5.5 · came back`. */
function filterWords({ state, overview }: Panel): string {
  const { period, repository, branch, model, part, search, view } = state;
  return [
    periodWords(period),
    repository === null ? 'all repositories' : repositoryName(repository),
    ...(branch === null ? [] : [`branch ${branchName(branch)}`]),
    ...(model === null ? [] : [modelLabel(model)]),
    ...(part === null ? [] : [partName(part, overview.value?.defaultBranch ?? null)]),
    ...(view === 'sessions' && search !== '' ? [`found with “${search}”`] : []),
  ].join(' · ');
}

function periodWords({ kind, since, until }: Panel['state']['period']): string {
  if (kind !== 'custom') return periodLabels[kind];
  const from = isDay(since) ? `From ${dateWords(since, '')}` : 'From the beginning';
  return `${from} to ${isDay(until) ? dateWords(until, '') : 'today'}`;
}
