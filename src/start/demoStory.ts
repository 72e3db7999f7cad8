/** What happened in the demo's made-up repositories, in the order in which it happened: the sessions, and what a person did by hand. */

/** A commit that a session makes: its subject and the files that it edits for it. */
export interface DemoCommit {
  readonly subject: string;
  readonly files: readonly [string, ...string[]];
  /** With `git commit -q`, which leaves no record but the call. */
  readonly quiet?: true;
}

interface When {
  /** Days before today. */
  readonly ago: number;
  readonly branch: string;
}

export type DemoStep =
  /** A session that commits, and may open a pull request of its branch. */
  | (When & { readonly kind: 'ship'; readonly title: string; readonly commits: readonly DemoCommit[]; readonly pull?: number })
  /** A session that edits and does not commit. */
  | (When & { readonly kind: 'edit'; readonly title: string; readonly files: readonly [string, ...string[]] })
  /** A session that only reads; `pull` is another's pull request that it reviews. */
  | (When & { readonly kind: 'read'; readonly title: string; readonly pull?: number })
  /** By hand: what is edited and not committed, and the files. */
  | (When & { readonly kind: 'byHand'; readonly subject: string; readonly files: readonly string[] })
  /** By hand: what is edited and not committed is taken back. */
  | (When & { readonly kind: 'discard' })
  /** By hand: the branch's pull request is merged and the branch deleted. */
  | (When & { readonly kind: 'merge'; readonly pull: number; readonly title: string })
  /** By hand: the branch's pull request becomes one commit of the default branch; the branch stays. */
  | (When & { readonly kind: 'squash'; readonly pull: number; readonly title: string })
  /** By hand, on the default branch. */
  | (When & { readonly kind: 'revert'; readonly subject: string })
  /** By hand, on the default branch: most of what a commit of it added is written anew. */
  | (When & { readonly kind: 'mend'; readonly subject: string; readonly mends: string })
  /** By hand, on the default branch: how changes of the repository are judged, in words of days before today. */
  | (When & { readonly kind: 'settings'; readonly subject: string; readonly settings: DemoSettings });

/** What `.payoff.json` says. */
export interface DemoSettings {
  readonly window: 7 | 14 | 21;
  /** A window that is in force from a day on. */
  readonly change?: { readonly ago: number; readonly days: 7 | 14 | 21; readonly reason: string };
  readonly cordon?: readonly string[];
}

export interface DemoRepository {
  readonly name: string;
  /** The branch that is checked out at the end. */
  readonly checkedOut: string;
  /** How its tests are run. */
  readonly test: string;
  /** The files of its first commit. */
  readonly files: readonly [string, ...string[]];
  readonly steps: readonly DemoStep[];
}

type Commits = readonly [DemoCommit, ...DemoCommit[]];
const to = (subject: string, ...files: readonly [string, ...string[]]): DemoCommit => ({ subject, files });
const quietly = (subject: string, ...files: readonly [string, ...string[]]): DemoCommit => ({ subject, files, quiet: true });

/** A session whose title is the first commit's subject. */
function ship(ago: number, branch: string, ...commits: Commits): DemoStep {
  return { kind: 'ship', ago, branch, title: commits[0].subject, commits };
}

/** The same, and it opens the branch's pull request at its end. */
function propose(ago: number, branch: string, pull: number, ...commits: Commits): DemoStep {
  return { kind: 'ship', ago, branch, title: commits[0].subject, commits, pull };
}

function edit(ago: number, branch: string, title: string, ...files: readonly [string, ...string[]]): DemoStep {
  return { kind: 'edit', ago, branch, title, files };
}

function read(ago: number, branch: string, title: string, pull?: number): DemoStep {
  return { kind: 'read', ago, branch, title, ...(pull === undefined ? {} : { pull }) };
}

function byHand(ago: number, branch: string, subject: string, ...files: readonly string[]): DemoStep {
  return { kind: 'byHand', ago, branch, subject, files };
}

function merge(ago: number, branch: string, pull: number, title: string): DemoStep {
  return { kind: 'merge', ago, branch, pull, title };
}

function squash(ago: number, branch: string, pull: number, title: string): DemoStep {
  return { kind: 'squash', ago, branch, pull, title };
}

const loom: DemoRepository = {
  name: 'loom',
  checkedOut: 'selvedge',
  test: 'npm test',
  files: ['README.md', 'src/warp.ts', 'src/weft.ts', 'src/pattern.ts', 'src/shuttle.ts', 'src/tension.ts', 'test/pattern.test.ts'],
  steps: [
    {
      ...{ kind: 'settings', ago: 63, branch: 'main', subject: 'Say how changes are judged' },
      settings: {
        window: 7,
        change: { ago: 20, days: 14, reason: 'Changes came back after more than a week.' },
        cordon: ['spike-*'],
      },
    },
    read(62, 'main', 'What is a draft?'),
    ship(58, 'main', to('Read a draft', 'src/draft.ts', 'test/draft.test.ts')),
    read(57, 'main', 'How wide can the cloth be?'),
    ship(55, 'treadles', to('Tie up the treadles', 'src/treadle.ts', 'test/treadle.test.ts')),
    propose(54, 'treadles', 38, to('Press two treadles at once', 'src/treadle.ts')),
    merge(53, 'treadles', 38, 'Tie up the treadles'),
    byHand(52, 'main', 'Say what a draft is', 'README.md'),
    ship(51, 'main', to('Keep the order of the threads', 'src/warp.ts')),
    ship(48, 'main', to('Beat the weft', 'src/weft.ts')),
    edit(46, 'main', 'Try drafts as pictures', 'src/draft.ts'),
    { kind: 'discard', ago: 45, branch: 'main' },
    ship(45, 'main', to('Measure the reed', 'src/reed.ts', 'test/reed.test.ts')),
    ship(43, 'bobbins', to('Wind the bobbins', 'src/bobbin.ts')),
    propose(41, 'bobbins', 40, quietly('Stop when a bobbin is full', 'src/bobbin.ts', 'test/bobbin.test.ts')),
    merge(40, 'bobbins', 40, 'Wind the bobbins'),
    ship(38, 'main', to('Skip a dent', 'src/reed.ts')),
    { kind: 'revert', ago: 36, branch: 'main', subject: 'Skip a dent' },
    ship(35, 'main', to('Draw the cloth', 'src/cloth.ts', 'src/pattern.ts')),
    ship(32, 'main', to('Print the draft', 'src/draft.ts', 'test/draft.test.ts')),
    read(29, 'main', 'How does a pattern become picks?'),
    ship(29, 'weave-patterns', to('Let a pattern repeat', 'src/pattern.ts', 'test/pattern.test.ts')),
    ship(28, 'weave-patterns', to('Mirror a pattern', 'src/pattern.ts'), to('Test mirrored patterns', 'test/pattern.test.ts')),
    propose(27, 'weave-patterns', 41, quietly('Name patterns', 'src/pattern.ts')),
    merge(27, 'weave-patterns', 41, 'Let patterns repeat and mirror'),
    byHand(26, 'main', 'Describe patterns', 'README.md'),
    edit(26, 'main', 'Try a matrix for the warp', 'src/warp.ts', 'src/matrix.ts'),
    { kind: 'discard', ago: 25, branch: 'main' },
    ship(25, 'main', to('Count the warp ends once', 'src/warp.ts')),
    ship(24, 'spike-jacquard', to('Try punched cards', 'src/jacquard.ts', 'src/card.ts')),
    read(23, 'main', 'Why does the shuttle stall?'),
    ship(23, 'faster-shuttle', to('Measure picks a minute', 'src/shuttle.ts', 'test/shuttle.test.ts')),
    ship(22, 'faster-shuttle', to('Throw the shuttle in batches', 'src/shuttle.ts', 'src/batch.ts')),
    propose(21, 'faster-shuttle', 42, to('Keep the order of batches', 'src/batch.ts', 'test/shuttle.test.ts')),
    merge(21, 'faster-shuttle', 42, 'Make the shuttle faster'),
    { kind: 'revert', ago: 21, branch: 'main', subject: 'Count the warp ends once' },
    edit(20, 'main', 'Format the code of the weft', 'src/weft.ts'),
    byHand(20, 'main', 'Format the weft'),
    ship(18, 'fix-tension', to('Keep the tension when the spool changes', 'src/tension.ts', 'test/tension.test.ts')),
    propose(17, 'fix-tension', 43, quietly('Let the tension fall slowly', 'src/tension.ts')),
    read(16, 'main', 'Review: upgrade the test runner', 44),
    merge(16, 'fix-tension', 43, 'Keep the tension'),
    ship(15, 'main', to('Say which thread broke', 'src/warp.ts', 'src/weft.ts')),
    ship(14, 'main', to('Stop at a broken thread', 'src/weft.ts', 'test/weft.test.ts')),
    byHand(13, 'main', 'Raise the version', 'package.json'),
    ship(12, 'spike-jacquard', to('Chain the cards', 'src/jacquard.ts', 'src/card.ts')),
    read(12, 'main', 'Plan heddles that lift by group'),
    ship(11, 'heddle-lift', to('Lift heddles by group', 'src/heddle.ts', 'test/heddle.test.ts')),
    ship(9, 'main', to('Read colours from the draft', 'src/pattern.ts', 'src/colour.ts')),
    ship(8, 'heddle-lift', to('Draw the plan of lifts', 'src/heddle.ts', 'src/plan.ts')),
    ship(7, 'main', quietly('Name a colour that is missing', 'src/colour.ts')),
    read(6, 'main', 'Where is the width of the cloth decided?'),
    ship(6, 'main', to('Weave the last row', 'src/weft.ts', 'test/weft.test.ts')),
    ship(5, 'selvedge', to('Draw the selvedge', 'src/selvedge.ts', 'test/selvedge.test.ts')),
    ship(4, 'main', to('Warn of a loose end', 'src/warp.ts', 'src/tension.ts')),
    ship(3, 'main', to('Close the draft file after reading', 'src/pattern.ts')),
    ship(3, 'main', to('Space the picks evenly', 'src/weft.ts', 'test/weft.test.ts')),
    ship(2, 'selvedge', to('Turn the weft at the selvedge', 'src/selvedge.ts', 'src/weft.ts')),
    ship(1, 'main', to('Round the width of the cloth up', 'src/warp.ts', 'test/pattern.test.ts')),
  ],
};

const abacus: DemoRepository = {
  name: 'abacus',
  checkedOut: 'decimal-beads',
  test: 'pytest',
  files: ['README.md', 'abacus/beads.py', 'abacus/carry.py', 'abacus/frame.py', 'tests/test_carry.py'],
  steps: [
    ship(56, 'main', to('Move a bead', 'abacus/beads.py', 'tests/test_beads.py')),
    ship(53, 'main', to('Carry to the next rod', 'abacus/carry.py')),
    read(51, 'main', 'Which way do the beads of a suanpan go?'),
    ship(49, 'main', to('Clear one rod', 'abacus/frame.py')),
    edit(46, 'main', 'Try beads of five', 'abacus/beads.py'),
    { kind: 'discard', ago: 45, branch: 'main' },
    ship(44, 'main', to('Borrow from the next rod', 'abacus/carry.py', 'tests/test_carry.py')),
    ship(39, 'main', to('Draw the beads', 'abacus/draw.py', 'abacus/beads.py')),
    ship(36, 'main', to('Draw the frame', 'abacus/draw.py')),
    ship(31, 'main', to('Test the drawing', 'tests/test_draw.py')),
    ship(28, 'main', to('Carry over more than one rod', 'abacus/carry.py', 'tests/test_carry.py')),
    edit(27, 'main', 'Draw the frame with colours', 'abacus/frame.py'),
    { kind: 'discard', ago: 26, branch: 'main' },
    ship(24, 'main', to('Print the frame as text', 'abacus/frame.py', 'tests/test_frame.py')),
    ship(23, 'long-frames', to('Add a rod on the left', 'abacus/rods.py', 'tests/test_rods.py')),
    propose(23, 'long-frames', 12, to('Add a rod on the right', 'abacus/rods.py')),
    squash(22, 'long-frames', 12, 'Let the frame grow'),
    read(22, 'main', 'Which beads are counted twice?'),
    ship(21, 'main', quietly('Count each bead once', 'abacus/beads.py')),
    ship(19, 'main', to('Read a number from the frame', 'abacus/frame.py', 'tests/test_frame.py')),
    { kind: 'mend', ago: 18, branch: 'main', subject: 'Hotfix: read the last rod, too', mends: 'Read a number from the frame' },
    byHand(17, 'main', 'Say how to install it', 'README.md'),
    ship(14, 'main', to('Subtract by the complement', 'abacus/carry.py', 'tests/test_carry.py')),
    ship(12, 'main', to('Refuse a number that is too long', 'abacus/frame.py')),
    read(10, 'main', 'How do other abacuses show decimals?'),
    ship(10, 'main', to('Type the beads', 'abacus/beads.py', 'abacus/frame.py'), to('Type the carry', 'abacus/carry.py')),
    ship(7, 'main', to('Round half a bead to even', 'abacus/beads.py', 'tests/test_beads.py')),
    ship(5, 'main', to('Name the rods', 'abacus/frame.py', 'abacus/beads.py')),
    ship(4, 'decimal-beads', to('Add decimal beads', 'abacus/beads.py', 'tests/test_beads.py')),
    ship(2, 'main', quietly('Reset the frame in one move', 'abacus/frame.py')),
    edit(1, 'decimal-beads', 'Show the decimal point', 'abacus/frame.py', 'abacus/point.py'),
  ],
};

const quill: DemoRepository = {
  name: 'quill',
  checkedOut: 'main',
  test: 'go test ./...',
  files: ['README.md', 'quill.go', 'ink/level.go', 'nib/nib.go'],
  steps: [
    ship(54, 'main', to('Draw a line', 'quill.go', 'quill_test.go')),
    ship(50, 'main', to('Dip the nib', 'nib/nib.go')),
    read(47, 'main', 'How much ink does a line take?'),
    ship(45, 'main', to('Empty the well', 'ink/well.go', 'ink/well_test.go')),
    ship(40, 'main', to('Write in cursive', 'script/cursive.go')),
    ship(37, 'main', to('Join the letters', 'script/cursive.go', 'script/cursive_test.go')),
    ship(33, 'main', to('Slant the letters', 'script/cursive.go')),
    ship(27, 'ink-levels', to('Measure the ink', 'ink/level.go', 'ink/level_test.go')),
    propose(25, 'ink-levels', 7, to('Warn before the ink runs out', 'ink/level.go', 'quill.go')),
    merge(24, 'ink-levels', 7, 'Warn before the ink runs out'),
    ship(20, 'main', to('Describe the nib', 'README.md')),
    read(18, 'main', 'Why does the nib skip?'),
    ship(16, 'main', to('Press the nib evenly', 'nib/nib.go', 'nib/nib_test.go')),
    byHand(15, 'main', 'Ignore the builds', '.gitignore'),
    ship(13, 'blotter', to('Blot what is still wet', 'blot/blot.go', 'blot/blot_test.go')),
    propose(11, 'blotter', 8, to('Let a line dry before the next', 'blot/blot.go', 'quill.go')),
    merge(9, 'blotter', 8, 'Blot wet lines'),
    ship(6, 'main', to('Choose the nib by name', 'nib/nib.go', 'quill.go')),
    read(4, 'main', 'What would right-to-left writing need?'),
    ship(3, 'main', to('Refill without losing the line', 'ink/level.go', 'quill.go')),
    ship(0, 'main', to('Show the ink that is left', 'ink/level.go', 'quill.go')),
  ],
};

export const demoRepositories: readonly [DemoRepository, ...DemoRepository[]] = [loom, abacus, quill];

/** The session that is live when the demo begins, in the first repository: it has just committed, and goes on. */
export const liveWork = {
  title: 'Bind the selvedge',
  commit: to('Bind the selvedge', 'src/selvedge.ts', 'test/selvedge.test.ts'),
  next: ['src/selvedge.ts', 'src/weft.ts'],
} as const;

/** Sessions in a folder beside the repositories, which is in no git. */
export const looseWork = [
  { ago: 50, title: 'Collect what a talk about weaving needs' },
  { ago: 24, title: 'Outline a talk about weaving' },
  { ago: 12, title: 'Shorten the talk about weaving' },
] as const;
