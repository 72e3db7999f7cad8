/** What is around the ledger and the transcripts: prices, git, watching, clocks and zones. */
import { formatCount } from '../money.ts';
import { counted } from '../words.ts';
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
    ...aboutExamined(facts.git, { id: 'git', what: 'whether there is a git' }, (git) => [gitFinding(git)]),
    ...aboutExamined(facts.repositories, { id: 'repositories', what: 'how the repositories are' }, (repositories) => [
      ...repositoryFindings(repositories, facts.home),
      ...settingsFindings(repositories, facts.home),
    ]),
    ...aboutExamined(facts.watch, { id: 'watch', what: 'how many files this system can still watch' }, (watch) => [watchFinding(watch)]),
    ...pollFindings(facts),
    ...timeFindings(facts),
  ];
}

function priceFindings({ version, asOf, unpriced, client }: PriceFacts, nowMs: number): readonly Finding[] {
  const found: Finding[] = unpriced.map(({ model, requests }) =>
    finding(
      'models-unpriced',
      'problem',
      `${model === '' ? 'Requests without a model have' : `The model ${model} has`} no price yet: ${counted(requests, 'request is', 'requests are')} counted and not in any sum.`,
      { action: 'Update Payoff: a newer one may know it.', counts: { models: 1, requests } },
    ),
  );
  const days = Math.floor((nowMs - Date.parse(`${asOf}T00:00:00Z`)) / dayMs);
  found.push(
    days > oldPricesDays
      ? finding(
          'prices-old',
          'notice',
          `The list prices are of ${asOf}, ${formatCount(days)} days old; a price that changed since is not known. Tokens are kept, so that every sum can be made anew.`,
          {
            action: 'Update Payoff.',
            counts: { days },
          },
        )
      : finding('prices', 'fine', `List prices are of ${asOf} (table ${version}).`, { counts: { days: Math.max(0, days) } }),
  );
  return [
    ...found,
    ...aboutExamined(client, { id: 'client-total', what: 'whether Claude Code’s own totals agree' }, ({ sessions, differ }) => {
      if (sessions === 0) return [];
      if (differ === 0)
        return [
          finding('client-total', 'fine', `Claude Code’s own totals of ${counted(sessions, 'session')} agree with what was read.`, {
            counts: { sessions },
          }),
        ];
      return [
        finding(
          'client-total-differs',
          'notice',
          `Of ${counted(sessions, 'session')} with a total of Claude Code’s own, ${formatCount(differ)} cannot be brought together with what its files hold (a session that was killed, branched off or written by an older version). Their requests are counted; their side calls are not known.`,
          { action: 'There is nothing to do; a session’s page says which one it is.', counts: { sessions: differ } },
        ),
      ];
    }),
  ];
}

function gitFinding(git: GitState): Finding {
  switch (git.state) {
    case 'found':
      return finding('git', 'fine', `git ${git.version} is found.`);
    case 'notRun':
      return finding('git-not-run', 'fine', 'git is not run in Restricted Mode: costs are shown, commits as they were last read.');
    case 'missing':
      return finding(
        'git-missing',
        'problem',
        'git was not found, so that commits cannot be read. Costs are counted as ever, and what was read of git is kept.',
        {
          action: 'Install git, or put its folder on the PATH.',
        },
      );
    case 'tooOld':
      return finding(
        'git-too-old',
        'problem',
        `git ${git.version} is too old to be run safely: 2.31 or newer is needed. Costs are counted as ever, and what was read of git is kept.`,
        {
          action: 'Install a newer git.',
        },
      );
  }
}

function repositoryFindings({ known, unread, gone, shallow }: RepositoryFacts, home: string): readonly Finding[] {
  const found: Finding[] = [];
  const some = (paths: readonly string[]): string => someOf(paths.map((path) => placeText(path, home)));
  for (const { path, problem } of unread)
    found.push(
      finding('repositories-unread', 'problem', `The repository ${placeText(path, home)} could not be read to its end: ${problem}`, {
        action: 'Run payoff commits there, or Refresh, to try again.',
        counts: { repositories: 1 },
        places: [path],
      }),
    );
  if (gone.length > 0)
    found.push(
      finding(
        'repositories-gone',
        'notice',
        `${counted(gone.length, 'repository is', 'repositories are')} not there any more: ${some(gone)}. What was read of ${gone.length === 1 ? 'it' : 'them'} is kept; what became of its later commits is not known.`,
        {
          action: 'If it was moved, name the old and the new place in the setting payoff.pathAliases or with --map.',
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
        `${counted(shallow.length, 'repository is', 'repositories are')} a shallow clone: ${some(shallow)}. Its older commits are not here, so that older cost seems to be in no commit.`,
        {
          action: 'Run git fetch --unshallow there.',
          counts: { repositories: shallow.length },
          places: shallow,
        },
      ),
    );
  if (found.length === 0 && known > 0)
    found.push(
      finding('repositories', 'fine', `${counted(known, 'repository', 'repositories')} could be read.`, {
        counts: { repositories: known },
      }),
    );
  return found;
}

function settingsFindings({ settings, wrongSettings }: RepositoryFacts, home: string): readonly Finding[] {
  if (wrongSettings.length === 0) {
    const counts = { repositories: settings };
    const followed = `${counted(settings, 'repository says', 'repositories say')} in .payoff.json how changes are judged, and ${settings === 1 ? 'it is' : 'they are'} followed.`;
    return settings === 0 ? [] : [finding('settings-followed', 'fine', followed, { counts })];
  }
  return wrongSettings.map(({ path, problem }) =>
    finding('settings-wrong', 'problem', `The .payoff.json of ${placeText(path, home)} is not followed in all that it says. ${problem}`, {
      action: 'Mend the file: VS Code marks what is wrong in it.',
      counts: { repositories: 1 },
      places: [path],
    }),
  );
}

function watchFinding({ watches, instances, maxWatches, maxInstances, ownWatches }: WatchFacts): Finding {
  const byWatches = watches / maxWatches >= instances / maxInstances;
  const [used, limit, name, what] = byWatches
    ? ([watches, maxWatches, 'max_user_watches', 'files and folders'] as const)
    : ([instances, maxInstances, 'max_user_instances', 'watchers'] as const);
  const counts = { watches, instances, limit };
  const use = `${formatCount(used)} of ${formatCount(limit)} ${what} that this system watches for you are taken; this process watches ${counted(ownWatches, 'place')}`;
  const action = `Raise it: sudo sysctl fs.inotify.${name}=${String(limit * 4)}, and the same in /etc/sysctl.d to keep it.`;
  if (used >= limit)
    return finding(
      'watch-full',
      'problem',
      `${use}: nothing more can be watched. Transcripts are looked at once a minute instead; nothing is lost.`,
      { action, counts },
    );
  if (used >= near * limit) return finding('watch-near', 'notice', `${use}: soon nothing more can be watched.`, { action, counts });
  return finding('watch', 'fine', `Transcripts can be watched: ${use}.`, { counts });
}

function pollFindings({ polls }: Pick<DoctorFacts, 'polls'>): readonly Finding[] {
  if (!polls) return [];
  return [
    finding(
      'watch-polls',
      'notice',
      'This window could not watch the transcripts, and looks at them once a minute. Nothing is lost; figures come a little later.',
      {
        action: 'See whether the limit of watched files is reached, then reload the window.',
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
        `This machine’s clock was set back by ${formatCount(seconds)} s while Payoff ran. Requests keep the times that they were recorded with.`,
        {
          action: 'If it happens again, let the system keep its clock by the network.',
          counts: { seconds },
        },
      ),
    );
  } else found.push(finding('clock', 'fine', 'The clock went on as it should.'));
  if (timezone !== hostTimezone)
    found.push(
      finding(
        'zone-differs',
        'notice',
        `Days are counted in ${timezone}, although this machine is in ${hostTimezone}. Figures of a day differ from those of tools that use the machine’s.`,
        {
          action: 'Clear the setting payoff.timezone (or leave out --timezone) to count in the machine’s zone.',
        },
      ),
    );
  return found;
}
