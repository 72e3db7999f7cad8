import { confidenceOf } from '../attribution/link.ts';
import type { Link, LinkEvidence } from '../attribution/link.ts';
import { confidenceLabel } from './labels.ts';

/** What connects a session with a commit: `ran git commit itself (own record), author time inside the call, same subject`. */
export function evidencePhrase({ tier, evidence }: Link): string {
  const found: string[] = [`${how[evidence.kind]} (${confidenceLabel(confidenceOf(tier))})`];
  if (evidence.refound) found.push('found again by subject and author time after its SHA was gone');
  if (evidence.authorTimeInCall) found.push('author time inside the call');
  if (evidence.sameSubject === true) found.push('same subject');
  return found.join(', ');
}

const how: Readonly<Record<LinkEvidence['kind'], string>> = {
  operation: 'ran git commit itself',
  printed: 'ran git commit itself, which printed the SHA',
  call: 'ran git commit itself without a SHA in its output',
  trailer: 'is named in the commit by a trailer',
  note: 'is named in the commit by a note',
  checkpoint: 'is named in the commit by a checkpoint',
  lines: 'wrote lines that the commit changes',
  files: 'worked on a file that the commit changes',
};
