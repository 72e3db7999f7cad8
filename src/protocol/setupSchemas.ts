/** *Set up this repository*: the file that is proposed, and what each of its values is based on. */
import * as v from 'valibot';
import type { SetupProposal } from '../core/outcomes/setupProposal.ts';
import { list } from './basicSchemas.ts';

export const setupProposal = v.object({
  repository: v.string(),
  file: v.string(),
  existing: v.nullable(v.string()),
  proposed: v.string(),
  problem: v.nullable(v.string()),
  settings: list(
    v.object({
      key: v.picklist(['window', 'style', 'hotfix', 'shippedRef', 'cordon']),
      value: v.string(),
      basis: v.picklist(['history', 'default', 'choice', 'file']),
      reason: v.string(),
    }),
  ),
  cadence: v.string(),
}) satisfies v.GenericSchema<SetupProposal>;
