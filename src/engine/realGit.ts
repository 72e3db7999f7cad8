/** What is asked of git about a repository; tests put something else in its place. */
import { readCommits } from '../git/commits.ts';
import { describeRepository } from '../git/describe.ts';
import { readMarks } from '../git/marks.ts';
import { movesSince } from '../git/moves.ts';
import { fullShas } from '../git/objects.ts';
import { openPaths } from '../git/openPaths.ts';
import { readPatches } from '../git/patches.ts';
import { readHints } from '../git/readHints.ts';

export const realGit = { describe: describeRepository, readCommits, readMarks, openPaths, fullShas, movesSince, readHints, readPatches };
