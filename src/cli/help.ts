/** What `payoff help` prints. */
export const helpText = `payoff: what Claude Code costs and what it bought, from the transcripts on your own machine.

Usage: payoff <command> [options]

Commands
  report       cost and tokens by day, week, month, model, session, repository, branch, commit,
               pull request or kind of work
  sessions     one row a session
  commits      what each commit of a repository cost, where it is now, and how that is known
  links        which session made which commit
  explain REF  why a commit (or branch), a session, a pull request (#7 or its address) or a file
               has its cost
  receipt REF  five lines of Markdown about a commit, a branch or a pull request (#7 or address)
  outcomes     what became of the changes of a repository: stayed, came back, window open, and
               what a change that stayed cost, week by week
  advice       what is worth doing about the spend, each piece with its evidence and what is at
               stake; advice dismiss ID, advice dismiss --rule RULE, advice restore [ID]
  review       a page for whoever signs the invoice: what a quarter cost and what stayed
  setup        the .payoff.json that a repository's history suggests, and what that is based on
  ingest       read what is new into the ledger, and say what was read
  doctor       what is found where, what is wrong and what to do about it
  compare WHAT why another figure differs: ccusage, or its JSON in a file; claude, what the
               client counted itself; console AMOUNT, or console FILE.csv
  export FILE  the whole history as one file, for another machine or another day: it holds paths,
               branch names and the ledger's hash key, and no prompt, answer, code or command
  import FILE  add such a file to the history here; nothing is counted twice
  statusline   one line for Claude Code's own status line
  hook DO      install, uninstall or status: hooks of Claude Code that read what is new when a
               session begins and ends, with no editor open; shows the change and asks first
  collector    the team's endpoint and dashboard: payoff collector help
  team DO      join LINK: report aggregates to a team, after a preview and a yes; preview, send,
               status, withdraw (deletes all that was sent), leave
  help         this text

Options
  --by KEY           report: day (default), week, month, model, session, repository, branch,
                     commit, pull-request, kind (of work)
  --repo DIR         only the repository of this folder; for commits, links, explain, receipt,
                     outcomes and setup that of the current folder, unless given
  --identity EMAIL   an address that is yours, beside those in git's settings; repeatable; any
                     for everybody's
  --rule RULE        advice dismiss, advice restore: all that this rule says
  --since WHEN       from this date on, such as 2026-11-22, or from an instant; advice looks at the
                     last 30 days unless told otherwise
  --until WHEN       up to this date, the day included, or up to an instant
  --timezone ZONE    whose days are meant, such as Europe/Berlin (default: this machine's)
  --claude-dir DIR   Claude Code's configuration folder, or its projects folder; repeatable
                     (default: CLAUDE_CONFIG_DIR, else ~/.claude and ~/.config/claude)
  --ledger FILE      the ledger (default: PAYOFF_LEDGER, else ~/.payoff/ledger.sqlite)
  --command FILE     compare ccusage: the program to run (default: ccusage on PATH; nothing is
                     downloaded, and it is run offline)
  --map FROM=TO      read a path prefix that was recorded elsewhere as one of here; repeatable
  --prices FILE      report: prices of your own, before those of this payoff
  --quarter QUARTER  review: 2026-Q3, or current (default: the last one that is over)
  --csv              review: a table for spreadsheets
  --write            setup: write the file; with --force add to the one that is there
  --force            export: replace a file that is there
  --yes              hook install, hook uninstall, team join, team withdraw: without asking
  --project          hook: the settings of the current folder alone (.claude/settings.local.json)
  --endpoint URL     team join: the collector, where there is no link; with --team ID
  --token-file FILE  team: a file of mode 600 with the link or token (or PAYOFF_TEAM_TOKEN)
  --reporter CODE    team join: on a second machine of yours, the code that team status shows
  --otlp             team join --team NAME: by OpenTelemetry, to OTEL_EXPORTER_OTLP_ENDPOINT
  --repositories     team join: tell repositories apart, by keys; members could guess their names
  --no-ingest        report what the ledger holds, without reading transcripts and git first
  --json             JSON on standard output
  --report           doctor: only what a bug report may hold, no path, name or id
  --version, --help

Exit codes: 0 done (also when nothing is found), 1 failure, 2 usage, 3 ledger unusable,
4 no repository that can be read, 130 interrupted.

Costs are at list price, whatever your plan. Nothing leaves this machine, unless you join a team.
`;

/** What stands below a usage problem. */
export const usageHint = 'payoff help shows the commands and options.\n';
