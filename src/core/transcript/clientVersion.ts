/** The newest Claude Code whose transcripts the tests read. */
export const newestKnownVersion: readonly [number, number, number] = [2, 1, 330];

/** The numbers of a released version of Claude Code, `2.1.330`; null for anything else that a transcript may call a version. */
export function versionNumbers(version: string): readonly [number, number, number] | null {
  const [, major, minor, patch] = /^(\d)\.(\d{1,2})\.(\d{1,4})$/.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  return [Number(major), Number(minor), Number(patch)];
}
