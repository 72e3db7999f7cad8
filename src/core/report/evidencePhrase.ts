import { t } from '../l10n/message.ts';
import { confidenceOf } from '../attribution/link.ts';
import type { Link, LinkEvidence } from '../attribution/link.ts';
import { listed } from './words.ts';
import { confidenceLabel } from './labels.ts';

/** What connects a session with a commit: `ran git commit itself (own record), author time inside the call, same subject`. */
export function evidencePhrase({ tier, evidence }: Link): string {
  const found: string[] = [t('{0} ({1})', how[evidence.kind](), confidenceLabel(confidenceOf(tier)))];
  if (evidence.refound) found.push(t('found again by subject and author time after its SHA was gone'));
  if (evidence.authorTimeInCall) found.push(t('author time inside the call'));
  if (evidence.sameSubject === true) found.push(t('same subject'));
  return listed(found);
}

const how: Readonly<Record<LinkEvidence['kind'], () => string>> = {
  operation: () => t('ran git commit itself'),
  printed: () => t('ran git commit itself, which printed the SHA'),
  call: () => t('ran git commit itself without a SHA in its output'),
  trailer: () => t('is named in the commit by a trailer'),
  note: () => t('is named in the commit by a note'),
  checkpoint: () => t('is named in the commit by a checkpoint'),
  lines: () => t('wrote lines that the commit changes'),
  files: () => t('worked on a file that the commit changes'),
};
