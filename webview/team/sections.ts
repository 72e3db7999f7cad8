/** The sections of a team's page, in their order: coverage before anything else. */
import { h } from '../shared/dom.ts';
import { allocationSection } from './allocationSection.ts';
import { budgetSection } from './budgetSection.ts';
import { calendarSection } from './calendarSection.ts';
import { claudeSection } from './claudeSection.ts';
import { coverageSection } from './coverageSection.ts';
import { cutsSection } from './cutsSection.ts';
import { distributionSection } from './distributionSection.ts';
import { dormantSection } from './dormantSection.ts';
import { lengthSection } from './lengthSection.ts';
import { modelSection } from './modelSection.ts';
import { patternSection } from './patternSection.ts';
import { payingOffSection } from './payingOffSection.ts';
import { planSection } from './planSection.ts';
import { privacySection } from './privacySection.ts';
import { quadrantSection } from './quadrantSection.ts';
import { reviewSection } from './reviewSection.ts';
import { settingsSection } from './settingsSection.ts';
import { setUpSection } from './setUpSection.ts';
import { sideBySideSection } from './sideBySideSection.ts';
import { whereSection } from './whereSection.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';
import type { Shown, TeamPage } from './teamPage.ts';

export interface SectionEntry {
  /** Of its anchor. */
  readonly id: string;
  readonly name: string;
  readonly content: Description;
}

export interface SectionGroup {
  readonly title: string;
  readonly sections: readonly SectionEntry[];
  /** Its figures are of a team that does not exist. */
  readonly madeUp: boolean;
}

export function teamSections(page: TeamPage, { entry, answer }: Shown): readonly SectionGroup[] {
  const { figures, demo, setUp } = answer;
  const madeUp = figures.state === 'belowK' && demo !== null;
  const shown = madeUp ? demo : figures;
  return [
    ...(figures.state === 'belowK'
      ? [group('To begin with', false, [one('set-up', 'What is missing', setUpSection(figures.k, setUp))])]
      : []),
    ...figureGroups(page, shown, { entry, answer }, madeUp),
    group('About these figures', false, [
      one('calendar', 'When weeks are published', calendarSection(figures)),
      one('privacy', 'Your privacy', privacySection(figures.k, figures.state === 'belowK')),
      ...settingsEntry(page, { entry, answer }),
    ]),
  ];
}

function figureGroups(page: TeamPage, shown: TeamDashboard, { entry, answer }: Shown, madeUp: boolean): readonly SectionGroup[] {
  const { sideBySide, claude } = answer;
  const factor = page.state.growth ?? shown.plan.growthFactor;
  return [
    group('What came of it', madeUp, [
      one('coverage', 'Coverage', coverageSection(page, shown)),
      one('cuts', 'Week by week', cutsSection(page, shown)),
      one('paying-off', 'Is it paying off?', payingOffSection(shown)),
      one('budget', 'Monthly budget', budgetSection(page, shown)),
    ]),
    group('How it is used', madeUp, [
      one('distribution', 'How it is spread', distributionSection(page, shown)),
      one('quadrants', 'Cost against output', quadrantSection(shown)),
      one('patterns', 'Usage patterns', patternSection(page, shown)),
      one('dormant', 'Seats that rest', dormantSection(shown)),
      one('models', 'Models', modelSection(page, shown)),
      one('lengths', 'Length of sessions', lengthSection(shown)),
      one('where', 'Where the dollars are', whereSection(page, shown)),
      one('review', 'Review and CI', reviewSection(page, shown)),
    ]),
    group('Planning', madeUp, [
      one('plan', 'Planning the budget', planSection(shown, { factor, onChange: (growth) => page.change({ growth }) })),
      one('allocation', 'Cost allocation', allocationSection(page, shown, madeUp ? 'a team that does not exist' : entry.name)),
    ]),
    // Of real teams, also where this one's figures are made up.
    ...(sideBySide === null
      ? []
      : [group('Across teams', false, [one('side-by-side', 'Teams side by side', sideBySideSection(sideBySide))])]),
    group('The other source', false, [one('claude', 'Claude Code’s own metrics', claudeSection(page, claude, answer.figures.k))]),
  ];
}

function settingsEntry(page: TeamPage, { entry, answer }: Shown): readonly SectionEntry[] {
  const { settings } = answer;
  if (settings === null) return [];
  const { invoices, settingsSaid } = page.state;
  return [
    one(
      'settings',
      'What the lead types',
      h(
        'div',
        { key: `settings ${entry.id}` },
        settingsSection({
          settings: invoices === null ? settings : { ...settings, invoices },
          said: settingsSaid,
          onSave: (typed) => void page.save(typed),
          onInvoices: (read, said) => page.change({ invoices: read, settingsSaid: said }),
          onProblem: (sentence) => page.change({ settingsSaid: sentence }),
        }),
      ),
    ),
  ];
}

function group(title: string, madeUp: boolean, sections: readonly SectionEntry[]): SectionGroup {
  return { title, madeUp, sections };
}

function one(id: string, name: string, content: Description): SectionEntry {
  return { id, name, content };
}
