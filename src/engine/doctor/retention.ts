import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Days after which Claude Code deletes transcripts, as the settings of its configuration folders say; the shortest of several, null where
 * none says so. Throws where a settings file cannot be read.
 */
export async function retentionDays(configurations: readonly string[]): Promise<number | null> {
  const days: number[] = [];
  for (const configuration of configurations) {
    const set = await daysIn(join(configuration, 'settings.json'));
    if (set !== null) days.push(set);
  }
  return days.length === 0 ? null : Math.min(...days);
}

async function daysIn(file: string): Promise<number | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
  const settings: unknown = JSON.parse(text);
  const days = typeof settings === 'object' && settings !== null && 'cleanupPeriodDays' in settings ? settings.cleanupPeriodDays : null;
  return typeof days === 'number' && Number.isFinite(days) ? Math.floor(days) : null;
}
