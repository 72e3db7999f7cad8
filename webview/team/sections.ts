/** The sections of a team's page, in their order. */
import type { Description } from '../shared/dom.ts';
import type { Shown, TeamPage } from './teamPage.ts';

export interface SectionGroup {
  readonly title: string;
  readonly sections: readonly { readonly id: string; readonly name: string; readonly content: Description }[];
}

export function teamSections(_page: TeamPage, _shown: Shown): readonly SectionGroup[] {
  return [];
}
