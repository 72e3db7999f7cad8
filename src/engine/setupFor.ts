import { t } from '../core/l10n/message.ts';
import type { SetupProposal } from '../core/outcomes/setupProposal.ts';
import type { NotFound } from '../core/report/explanation.ts';
import type { Engine, GitQuery } from './types.ts';

/** The proposal for a folder's repository once what is new of its git was read; never where git may not be run. */
export async function setupFor(
  engine: Engine,
  { folders, signal }: GitQuery & { readonly folders: readonly [string] },
  { git, nowMs }: { readonly git: boolean; readonly nowMs: number },
): Promise<SetupProposal | NotFound> {
  if (!git) return { notFound: t('In Restricted Mode Payoff does not look into the repository: trust this folder first.') };
  await engine.readGit({ folders, ...(signal === undefined ? {} : { signal }) });
  return engine.outcomes.setup({ folder: folders[0], nowMs });
}
