/** The doctor's rules, all of them: facts in, findings out, problems first. */
import type { DoctorFacts } from './facts.ts';
import { inOrder } from './finding.ts';
import type { Finding } from './finding.ts';
import { ledgerFindings } from './ledgerRules.ts';
import { leaseFindings } from './leaseRules.ts';
import { recordFindings } from './recordRules.ts';
import { surroundingFindings } from './surroundingRules.ts';
import { transcriptFindings } from './transcriptRules.ts';

export function doctorFindings(facts: DoctorFacts): readonly Finding[] {
  return inOrder([
    ...ledgerFindings(facts),
    ...leaseFindings(facts),
    ...transcriptFindings(facts),
    ...recordFindings(facts),
    ...surroundingFindings(facts),
  ]);
}
