/** Where transcripts are looked for, what is there, and what Claude Code will delete of it. */
import { formatCount } from '../money.ts';
import { fileCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { inARow } from '../words.ts';
import { dayKey } from '../time.ts';
import { placeText, sizeText, someOf } from './doctorWords.ts';
import type { DoctorFacts, RetentionFacts, SurveyFacts, TranscriptFacts } from './facts.ts';
import { aboutExamined, finding } from './finding.ts';
import type { Finding, StateId } from './finding.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Claude Code's own, where its settings say nothing. */
const usualDays = 30;

type Facts = Pick<DoctorFacts, 'transcripts' | 'home' | 'timezone'>;

export function transcriptFindings(facts: Facts): readonly Finding[] {
  const { transcripts } = facts;
  return [
    ...foundFindings(facts),
    ...commaFindings(transcripts),
    ...rootFindings(facts),
    ...aboutExamined(transcripts.survey, { id: 'transcript-files', what: t('what lies beside the transcripts') }, (survey) =>
      surveyFindings(survey, facts),
    ),
    ...aboutExamined(transcripts.retention, { id: 'retention', what: t('when Claude Code deletes transcripts') }, (retention) => [
      retentionFinding(retention, facts),
    ]),
  ];
}

function foundFindings({ transcripts, home }: Facts): readonly Finding[] {
  const { roots } = transcripts;
  const files = roots.reduce((sum, root) => sum + root.files, 0);
  const bytes = roots.reduce((sum, root) => sum + root.bytes, 0);
  if (!roots.some(({ found }) => found)) {
    if (roots.some(({ problem }) => problem !== null)) return []; // something is there, and said below
    const paths = roots.map(({ path }) => placeText(path, home)).reduce((before, path) => t('{0} and {1}', before, path));
    return [
      finding('claude-missing', 'problem', t('No transcripts were found: looked for {0}. What was read before is kept.', paths), {
        action: t('Run Claude Code once on this machine, or name its folder with --claude-dir or the setting payoff.claudeDirectories.'),
      }),
    ];
  }
  if (files === 0)
    return [
      finding('claude-empty', 'notice', t('Claude Code’s folder is there, but holds no transcript. What was read before is kept.'), {
        action: t('Run Claude Code once.'),
      }),
    ];
  return [
    finding('claude-found', 'fine', t('Claude Code’s transcripts are found: {0}, {1}.', fileCount(files), sizeText(bytes)), {
      counts: { files, bytes },
    }),
  ];
}

function commaFindings({ comma }: TranscriptFacts): readonly Finding[] {
  const different = t('Claude Code itself takes all of it as one folder, other tools as a list.');
  if (comma === 'folder')
    return [
      finding(
        'config-folder-comma',
        'notice',
        inARow(t('CLAUDE_CONFIG_DIR holds a comma and is the name of a folder: it is taken as that one.'), different),
        {
          action: t('Name the folders in the setting payoff.claudeDirectories if you meant a list.'),
        },
      ),
    ];
  if (comma === 'list')
    return [
      finding(
        'config-list-comma',
        'notice',
        inARow(t('CLAUDE_CONFIG_DIR holds a comma and is no folder: it is taken as a list of folders.'), different),
        {
          action: t('Name the folders in the setting payoff.claudeDirectories to be sure.'),
        },
      ),
    ];
  return [];
}

function rootFindings({ transcripts: { roots, named }, home }: Facts): readonly Finding[] {
  const found: Finding[] = [];
  const anyFound = roots.some((root) => root.found);
  for (const root of roots) {
    const path = placeText(root.path, home);
    if (root.problem !== null && !root.found)
      found.push(
        finding('root-unreadable', 'problem', t('{0} is there, and may not be read. What was read of it before is kept.', path), {
          action: t('Give yourself the permission to read it.'),
          places: [root.path],
        }),
      );
    else if (!root.found && named && anyFound)
      found.push(
        finding('root-missing', 'problem', t('The folder {0} was named and is not there. What was read of it before is kept.', path), {
          action: t('Mend its name in the setting payoff.claudeDirectories, in --claude-dir or in CLAUDE_CONFIG_DIR.'),
          places: [root.path],
        }),
      );
  }
  return found;
}

function surveyFindings(survey: SurveyFacts, { home }: Facts): readonly Finding[] {
  const found: Finding[] = [];
  const about = (
    id: StateId,
    severity: 'problem' | 'notice',
    paths: readonly string[],
    count: 'files' | 'folders' | 'links',
    say: (some: string, number: number) => readonly [sentence: string, action: string],
  ): void => {
    if (paths.length === 0) return;
    const [sentence, action] = say(someOf(paths.map((path) => placeText(path, home))), paths.length);
    found.push(finding(id, severity, sentence, { action, counts: { [count]: paths.length }, places: paths }));
  };
  about('transcripts-unreadable', 'problem', survey.unreadable, 'files', (some, number) => [
    plural(
      number,
      '{0} transcript may not be read: {1}. What was read of it before is kept.',
      '{0} transcripts may not be read: {1}. What was read of them before is kept.',
      formatCount(number),
      some,
    ),
    t('Give yourself the permission to read what belongs to you; figures grow by themselves then.'),
  ]);
  about('folders-unreadable', 'problem', survey.folders, 'folders', (some, number) => [
    plural(
      number,
      '{0} folder of transcripts could not be looked into: {1}. What was read there before is kept.',
      '{0} folders of transcripts could not be looked into: {1}. What was read there before is kept.',
      formatCount(number),
      some,
    ),
    t('Give yourself the permission to read and enter what belongs to you.'),
  ]);
  about('names-no-utf8', 'problem', survey.names, 'files', (some, number) => [
    plural(
      number,
      '{0} file or folder has a name that is not UTF-8 and cannot be opened by it: {1}. It is not read.',
      '{0} files or folders have a name that is not UTF-8 and cannot be opened by it: {1}. They are not read.',
      formatCount(number),
      some,
    ),
    t('Rename it (convmv, or mv with the shell’s completion).'),
  ]);
  about('not-regular', 'notice', survey.notRegular, 'files', (some, number) => [
    plural(
      number,
      '{0} entry is named like a transcript and no file: {1}. A folder, a pipe or a socket is never read.',
      '{0} entries are named like a transcript and no file: {1}. A folder, a pipe or a socket is never read.',
      formatCount(number),
      some,
    ),
    t('Look what made it, and rename or delete it if it is not needed.'),
  ]);
  about('link-loops', 'notice', survey.loops, 'links', (some, number) => [
    plural(
      number,
      '{0} symbolic link leads in a circle: {1}. Everything else is read, each file once.',
      '{0} symbolic links lead in a circle: {1}. Everything else is read, each file once.',
      formatCount(number),
      some,
    ),
    t('Delete the link if it is not needed.'),
  ]);
  if (found.length === 0) found.push(finding('transcript-files', 'fine', t('Every transcript that was found may be read.')));
  return found;
}

function retentionFinding({ days, oldestMs }: RetentionFacts, { timezone }: Facts): Finding {
  const after = days ?? usualDays;
  const oldest = oldestMs === null ? '' : t('The oldest one here may go from {0} on.', dayKey(oldestMs + after * dayMs, timezone));
  const kept = t('What Payoff has read stays in its ledger.');
  const counts = { days: after };
  if (after <= 0)
    return finding(
      'retention-none',
      'problem',
      inARow(t('Claude Code is set to keep no transcripts (cleanupPeriodDays is {0}).', String(after)), kept),
      {
        action: t('Raise cleanupPeriodDays in Claude Code’s settings.json: what is deleted before Payoff reads it is in no figure.'),
        counts,
      },
    );
  if (after < usualDays)
    return finding(
      'retention-short',
      'notice',
      inARow(
        plural(
          after,
          'Claude Code deletes transcripts {0} day after their last use, sooner than the usual {1}.',
          'Claude Code deletes transcripts {0} days after their last use, sooner than the usual {1}.',
          formatCount(after),
          formatCount(usualDays),
        ),
        oldest,
        kept,
      ),
      { action: t('Open Payoff at least that often, or raise cleanupPeriodDays in Claude Code’s settings.json.'), counts },
    );
  return finding(
    'retention',
    'fine',
    inARow(t('Claude Code deletes transcripts {0} days after their last use.', formatCount(after)), oldest, kept),
    {
      counts,
    },
  );
}
