import { t } from '../../src/core/l10n/message.ts';
import { dateWords } from '../../src/core/report/dates.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { repositoryName } from '../../src/core/report/words.ts';
import { viewLabel } from './state.ts';
import { isDay, periodLabel } from './period.ts';
import { branchName, partName } from './standingLabels.ts';
import type { PictureHead } from '../shared/picture.ts';
import type { View } from './state.ts';
import type { Panel } from './panel.ts';

/** The views that have something to draw. */
export type ExportedView = Extract<View, 'overview' | 'sessions' | 'shipped'>;

/** What stands above an exported picture: what it is of, which part of it is shown, and whether it is a demo. */
export function exportHead(panel: Panel, view: ExportedView): PictureHead {
  const session = view === 'sessions' && panel.state.session !== null;
  const today = dateWords(dayKey(panel.nowMs, panel.timezone), '');
  return {
    title: `Payoff · ${session ? t('A session') : viewLabel(view)}`,
    lines: [
      ...(panel.settings?.demo === true ? [t('Demo: these figures are made up.')] : []),
      t('{0} · at list price · days of {1} · {2}', session ? t('All of it') : filterWords(panel), panel.timezone, today),
      ...(view === 'sessions' && !session ? [t('The rows on screen.')] : []),
    ],
  };
}

/** `Last 30 days · loom · branch main · Opus 5.5 · came back`. */
function filterWords({ state, overview }: Panel): string {
  const { period, repository, branch, model, part, search, view } = state;
  return [
    periodWords(period),
    repository === null ? t('all repositories') : repositoryName(repository),
    ...(branch === null ? [] : [t('branch {0}', branchName(branch))]),
    ...(model === null ? [] : [modelLabel(model)]),
    ...(part === null ? [] : [partName(part, overview.value?.defaultBranch ?? null)]),
    ...(view === 'sessions' && search !== '' ? [t('found with “{0}”', search)] : []),
  ].join(' · ');
}

function periodWords({ kind, since, until }: Panel['state']['period']): string {
  if (kind !== 'custom') return periodLabel(kind);
  const from = isDay(since) ? t('From {0}', dateWords(since, '')) : t('From the beginning');
  return t('{0} to {1}', from, isDay(until) ? dateWords(until, '') : t('today'));
}
