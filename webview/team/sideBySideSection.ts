import { h } from '../shared/dom.ts';
import { section, tableBox } from './card.ts';
import { cents, percent, said } from './words.ts';
import type { SideBySide } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';

const bandNames: Readonly<Record<string, string>> = {
  daily: 'Teams that ship daily',
  weekly: 'Teams that ship weekly',
  monthly: 'Teams that ship monthly',
  rarer: 'Teams that ship more rarely',
};

/** Teams beside each other, only where they ship about as often; in the order of their names, since it is no ranking. */
export function sideBySideSection({ bands, apart }: SideBySide): Description {
  return section(
    {
      id: 'side-by-side',
      title: 'Teams side by side',
      about:
        'Only teams that ship about as often stand beside each other, by name and not by rank, with what each has set aside from its figures.',
    },
    ...bands.map(({ cadence, teams }) => [
      h('h3', { class: 'sub-title', key: `${cadence} title` }, bandNames[cadence] ?? cadence),
      tableBox(`side-${cadence}`, {
        caption: bandNames[cadence] ?? cadence,
        columns: ['Team', 'Cost per change that stayed', 'Share that stayed', 'Set aside, of the spend'],
        numbers: [1, 2, 3],
        rows: [...teams]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, costPerChange, verifiedShare, cordonShare }) => [
            name,
            said(costPerChange, cents),
            said(verifiedShare, percent),
            said(cordonShare, percent),
          ]),
      }),
    ]),
    bands.length === 0 ? h('p', {}, 'There are no two teams that this token may read and that ship about as often.') : null,
    apart.length === 0
      ? null
      : h('ul', { class: 'section-notes' }, ...apart.map(({ team, name, why }) => h('li', { key: team }, `${name}: ${why}`))),
  );
}
