import { claudeMetrics } from './claudeMetrics.ts';
import { first } from './first.ts';
import { joinedTokens } from './joinedTokens.ts';
import type { Migration } from './migration.ts';

/** All steps in their order: a new one goes behind the last. */
export const migrations: readonly Migration[] = [first, claudeMetrics, joinedTokens];
