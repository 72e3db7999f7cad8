import { rm } from 'node:fs/promises';

/** Removes a folder, should it be there: a process that is just ending may still write to it for a moment. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
