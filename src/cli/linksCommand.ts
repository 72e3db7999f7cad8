import type { LinkEvidence } from '../core/attribution/link.ts';
import type { CommitLink, CommitRow } from '../core/report/commits.ts';
import { everything } from '../core/report/filterRequests.ts';
import { confidenceLabel } from '../core/report/labels.ts';
import { formatMoney } from '../core/report/money.ts';
import { clockTime, dayKey } from '../core/report/time.ts';
import { linksJson } from './commitShapes.ts';
import { noCommits } from './commitsCommand.ts';
import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { homely } from './sizes.ts';
import { styleOf } from './style.ts';
import { printable, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { shortSha } from '../core/report/words.ts';

/** `payoff links`: which session made which commit, and how that is known. */
export const linksCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'commits');
  if ('ended' in prepared) return prepared.ended;
  const repository = prepared.repository ?? '';
  const { line, surroundings, engine } = context;
  const filter = { ...everything, ...line.period, repository };
  const { rows } = await engine.commits({ filter, offset: 0, limit: null, subjects: false });
  if (line.json) printJson(surroundings, linksJson(rows));
  else if (rows.length === 0) {
    const { record = null } = await engine.report({ ...line.period, by: 'commit', repository });
    surroundings.stdout.write(noCommits(repository, record, context));
  } else surroundings.stdout.write(linksText(rows, repository, context));
  return exitCodes.success;
};

interface Row {
  readonly sha: string;
  readonly link: CommitLink;
}

function linksText(commits: readonly CommitRow[], repository: string, context: CommandContext): string {
  const { surroundings } = context;
  const rows = commits.flatMap(({ sha, links }) => links.map((link): Row => ({ sha, link })));
  if (rows.length === 0) {
    const place = printable(homely(repository, surroundings.home));
    return `No session is linked with a commit in ${place} yet: links come from Claude Code’s own git commit calls and from the lines and files that it wrote.\n`;
  }
  const columns = columnsOf(context.line.timezone);
  return demoLine(surroundings) + renderTable({ columns, rows }, surroundings.stdout.columns, styleOf(surroundings.stdout, surroundings));
}

function columnsOf(timezone: string): readonly Column<Row>[] {
  return [
    { title: 'Commit', align: 'left', priority: Infinity, cell: ({ sha }) => shortSha(sha) },
    { title: 'Session', align: 'left', priority: Infinity, shrinks: true, cell: ({ link }) => link.sessionId },
    {
      title: 'Called',
      align: 'left',
      priority: 2,
      cell: ({ link: { evidence } }) =>
        evidence.startedAtMs === null ? '' : `${dayKey(evidence.startedAtMs, timezone)} ${clockTime(evidence.startedAtMs, timezone)}`,
    },
    { title: 'Known by', align: 'left', priority: 4, cell: ({ link }) => confidenceLabel(link.confidence) },
    {
      title: 'How',
      align: 'left',
      priority: 1,
      cell: ({ link: { evidence } }) => `${how[evidence.kind]}${evidence.refound ? ', found again' : ''}`,
    },
    { title: 'Cost', align: 'right', priority: 3, cell: ({ link }) => formatMoney(link.money) },
  ];
}

/** `payoff explain` has the whole sentence. */
const how: Readonly<Record<LinkEvidence['kind'], string>> = {
  operation: 'Claude Code recorded the SHA',
  printed: 'git printed the SHA',
  call: 'subject and author time of the call',
  trailer: 'trailer in the message',
  note: 'git note',
  checkpoint: 'checkpoint',
  lines: 'lines that it wrote',
  files: 'a file that it worked on',
};
