import type { Migration } from './migration.ts';

/** Which tokens were made by joining, each for one device alone: such a one ends with the withdrawal of its device. Of those before it the audit knows. */
export const joinedTokens: Migration = {
  name: '3-joined-tokens',
  script: `
    ALTER TABLE tokens ADD COLUMN joined boolean NOT NULL DEFAULT false;
    UPDATE tokens SET joined = true
    WHERE EXISTS (SELECT 1 FROM audit WHERE audit.team = tokens.team AND audit.action = 'device-joined' AND audit.subject = tokens.id);
  `,
};
