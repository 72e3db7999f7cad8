/** What is around the ledger and the transcripts: prices, git, watching, clocks and zones. */
import { sessionCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { formatCount } from '../money.ts';
import { placeText, someOf } from './doctorWords.ts';
import type { DoctorFacts, GitState, PriceFacts, RepositoryFacts, WatchFacts } from './facts.ts';
import { aboutExamined, finding } from './finding.ts';
import type { Finding } from './finding.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Prices change a few times a year. */
const oldPricesDays = 90;
/** From this share of a limit on it is said. */
const near = 0.8;
/** A clock that is corrected by less is none that was set. */
const setBackMs = 5_000;

export function surroundingFindings(facts: DoctorFacts): readonly Finding[] {
  return [
    ...priceFindings(facts.prices, facts.nowMs),
    ...aboutExamined(facts.git, { id: 'git', what: t('whether there is a git') }, (git) => [gitFinding(git)]),
    ...aboutExamined(facts.repositories, { id: 'repositories', what: t('how the repositories are') }, (repositories) => [
      ...repositoryFindings(repositories, facts.home),
      ...settingsFindings(repositories, facts.home),
    ]),
    ...aboutExamined(facts.watch, { id: 'watch', what: t('how many files this system can still watch') }, (watch) => [watchFinding(watch)]),
    ...pollFindings(facts),
    ...timeFindings(facts),
  ];
}

function priceFindings({ version, asOf, unpriced, client }: PriceFacts, nowMs: number): readonly Finding[] {
  const found: Finding[] = unpriced.map(({ model, requests }) =>
    finding(
      'models-unpriced',
      'problem',
      model === ''
        ? plural(
            requests,
            'Requests without a model have no price yet: {0} request is counted and not in any sum.',
            'Requests without a model have no price yet: {0} requests are counted and not in any sum.',
            formatCount(requests),
          )
        : plural(
            requests,
            'The model {1} has no price yet: {0} request is counted and not in any sum.',
            'The model {1} has no price yet: {0} requests are counted and not in any sum.',
            formatCount(requests),
            model,
          ),
      { action: t('Update Payoff: a newer one may know it.'), counts: { models: 1, requests } },
    ),
  );
  const days = Math.floor((nowMs - Date.parse(`${asOf}T00:00:00Z`)) / dayMs);
  found.push(
    days > oldPricesDays
      ? finding(
          'prices-old',
          'notice',
          t(
            'The list prices are of {0}, {1} days old; a price that changed since is not known. Tokens are kept, so that every sum can be made anew.',
            asOf,
            formatCount(days),
          ),
          {
            action: t('Update Payoff.'),
            counts: { days },
          },
        )
      : finding('prices', 'fine', t('List prices are of {0} (table {1}).', asOf, version), { counts: { days: Math.max(0, days) } }),
  );
  return [
    ...found,
    ...aboutExamined(client, { id: 'client-total', what: t('whether Claude Code’s own totals agree') }, ({ sessions, differ }) => {
      if (sessions === 0) return [];
      if (differ === 0)
        return [
          finding('client-total', 'fine', t('Claude Code’s own totals of {0} agree with what was read.', sessionCount(sessions)), {
            counts: { sessions },
          }),
        ];
      return [
        finding(
          'client-total-differs',
          'notice',
          t(
            'Of {0} with a total of Claude Code’s own, {1} cannot be brought together with what its files hold (a session that was killed, branched off or written by an older version). Their requests are counted; their side calls are not known.',
            sessionCount(sessions),
            formatCount(differ),
          ),
          { action: t('There is nothing to do; a session’s page says which one it is.'), counts: { sessions: differ } },
        ),
      ];
    }),
  ];
}

function gitFinding(git: GitState): Finding {
  switch (git.state) {
    case 'found':
      return finding('git', 'fine', t('git {0} is found.', git.version));
    case 'notRun':
      return finding('git-not-run', 'fine', t('git is not run in Restricted Mode: costs are shown, commits as they were last read.'));
    case 'missing':
      return finding(
        'git-missing',
        'problem',
        t('git was not found, so that commits cannot be read. Costs are counted as ever, and what was read of git is kept.'),
        {
          action: t('Install git, or put its folder on the PATH.'),
        },
      );
    case 'tooOld':
      return finding(
        'git-too-old',
        'problem',
        t(
          'git {0} is too old to be run safely: 2.31 or newer is needed. Costs are counted as ever, and what was read of git is kept.',
          git.version,
        ),
        {
          action: t('Install a newer git.'),
        },
      );
  }
}

function repositoryFindings({ known, unread, gone, shallow }: RepositoryFacts, home: string): readonly Finding[] {
  const found: Finding[] = [];
  const some = (paths: readonly string[]): string => someOf(paths.map((path) => placeText(path, home)));
  for (const { path, problem } of unread)
    found.push(
      finding('repositories-unread', 'problem', t('The repository {0} could not be read to its end: {1}', placeText(path, home), problem), {
        action: t('Run payoff commits there, or Refresh, to try again.'),
        counts: { repositories: 1 },
        places: [path],
      }),
    );
  if (gone.length > 0)
    found.push(
      finding(
        'repositories-gone',
        'notice',
        plural(
          gone.length,
          '{0} repository is not there any more: {1}. What was read of it is kept; what became of its later commits is not known.',
          '{0} repositories are not there any more: {1}. What was read of them is kept; what became of its later commits is not known.',
          formatCount(gone.length),
          some(gone),
        ),
        {
          action: t('If it was moved, name the old and the new place in the setting payoff.pathAliases or with --map.'),
          counts: { repositories: gone.length },
          places: gone,
        },
      ),
    );
  if (shallow.length > 0)
    found.push(
      finding(
        'repositories-shallow',
        'notice',
        plural(
          shallow.length,
          '{0} repository is a shallow clone: {1}. Its older commits are not here, so that older cost seems to be in no commit.',
          '{0} repositories are a shallow clone: {1}. Its older commits are not here, so that older cost seems to be in no commit.',
          formatCount(shallow.length),
          some(shallow),
        ),
        {
          action: t('Run git fetch --unshallow there.'),
          counts: { repositories: shallow.length },
          places: shallow,
        },
      ),
    );
  if (found.length === 0 && known > 0)
    found.push(
      finding(
        'repositories',
        'fine',
        plural(known, '{0} repository could be read.', '{0} repositories could be read.', formatCount(known)),
        {
          counts: { repositories: known },
        },
      ),
    );
  return found;
}

function settingsFindings({ settings, wrongSettings }: RepositoryFacts, home: string): readonly Finding[] {
  if (wrongSettings.length === 0) {
    const counts = { repositories: settings };
    const followed = plural(
      settings,
      '{0} repository says in .payoff.json how changes are judged, and it is followed.',
      '{0} repositories say in .payoff.json how changes are judged, and they are followed.',
      formatCount(settings),
    );
    return settings === 0 ? [] : [finding('settings-followed', 'fine', followed, { counts })];
  }
  return wrongSettings.map(({ path, problem }) =>
    finding(
      'settings-wrong',
      'problem',
      t('The .payoff.json of {0} is not followed in all that it says. {1}', placeText(path, home), problem),
      {
        action: t('Mend the file: VS Code marks what is wrong in it.'),
        counts: { repositories: 1 },
        places: [path],
      },
    ),
  );
}

function watchFinding({ watches, instances, maxWatches, maxInstances, ownWatches }: WatchFacts): Finding {
  const byWatches = watches / maxWatches >= instances / maxInstances;
  const [used, limit, name] = byWatches
    ? ([watches, maxWatches, 'max_user_watches'] as const)
    : ([instances, maxInstances, 'max_user_instances'] as const);
  const counts = { watches, instances, limit };
  const places = plural(ownWatches, '{0} place', '{0} places', formatCount(ownWatches));
  const use = byWatches
    ? t(
        '{0} of {1} files and folders that this system watches for you are taken; this process watches {2}',
        formatCount(used),
        formatCount(limit),
        places,
      )
    : t(
        '{0} of {1} watchers that this system watches for you are taken; this process watches {2}',
        formatCount(used),
        formatCount(limit),
        places,
      );
  const action = t('Raise it: sudo sysctl fs.inotify.{0}={1}, and the same in /etc/sysctl.d to keep it.', name, limit * 4);
  if (used >= limit)
    return finding(
      'watch-full',
      'problem',
      t('{0}: nothing more can be watched. Transcripts are looked at once a minute instead; nothing is lost.', use),
      { action, counts },
    );
  if (used >= near * limit) return finding('watch-near', 'notice', t('{0}: soon nothing more can be watched.', use), { action, counts });
  return finding('watch', 'fine', t('Transcripts can be watched: {0}.', use), { counts });
}

function pollFindings({ polls }: Pick<DoctorFacts, 'polls'>): readonly Finding[] {
  if (!polls) return [];
  return [
    finding(
      'watch-polls',
      'notice',
      t('This window could not watch the transcripts, and looks at them once a minute. Nothing is lost; figures come a little later.'),
      {
        action: t('See whether the limit of watched files is reached, then reload the window.'),
      },
    ),
  ];
}

function timeFindings({ timezone, hostTimezone, clockSetBackMs }: DoctorFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (clockSetBackMs > setBackMs) {
    const seconds = Math.round(clockSetBackMs / 1000);
    found.push(
      finding(
        'clock-set-back',
        'notice',
        t(
          'This machine’s clock was set back by {0} s while Payoff ran. Requests keep the times that they were recorded with.',
          formatCount(seconds),
        ),
        {
          action: t('If it happens again, let the system keep its clock by the network.'),
          counts: { seconds },
        },
      ),
    );
  } else found.push(finding('clock', 'fine', t('The clock went on as it should.')));
  if (timezone !== hostTimezone)
    found.push(
      finding(
        'zone-differs',
        'notice',
        t(
          'Days are counted in {0}, although this machine is in {1}. Figures of a day differ from those of tools that use the machine’s.',
          timezone,
          hostTimezone,
        ),
        {
          action: t('Clear the setting payoff.timezone (or leave out --timezone) to count in the machine’s zone.'),
        },
      ),
    );
  return found;
}
