/** The figures as Markdown. */
import { figuresOf } from './judge.ts';
import type { Count } from './judge.ts';
import type { Summary } from './summary.ts';

const figure = (value: number): string => value.toFixed(3);

function row(name: string, count: Count): string {
  const { precision, recall, f1 } = figuresOf(count);
  return `| ${name} | ${String(count.right)} | ${String(count.wrong)} | ${String(count.missing)} | ${figure(precision)} | ${figure(recall)} | ${figure(f1)} |`;
}

function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const lines = [...counts].sort(([, left], [, right]) => right - left).map(([reason, count]) => `| ${reason} | ${String(count)} |`);
  return ['| reason | pairs |', '|---|---|', ...lines].join('\n');
}

/** The tables of a run; of the wrong and the missing pairs at most as many as are asked for are listed. */
export function reportOf(summary: Summary, listed: number): string {
  const { histories, sessions, commits, slips } = summary;
  const reasons = (kind: string): readonly string[] =>
    slips.filter((slip) => slip.kind === kind).map(({ reason }) => reason.replace(/ \(.*/, ''));
  const kinds = [...summary.kinds]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([kind, { product, usual }]) => {
      const [own, others] = [figuresOf(product), figuresOf(usual)];
      const pairs = String(product.right + product.missing);
      return `| ${kind} | ${pairs} | ${figure(own.precision)} | ${figure(own.recall)} | ${figure(own.f1)} | ${figure(others.f1)} |`;
    });
  const list = slips.slice(0, listed).map(({ kind, reason, where }) => `- ${kind}: ${where}: ${reason}`);
  return [
    `${String(histories)} histories with ${String(sessions)} sessions and ${String(commits)} commits; ${String(summary.all.right + summary.all.missing)} pairs of a session and a commit are true.`,
    [
      '| | right | wrong | missing | precision | recall | F1 |',
      '|---|---|---|---|---|---|---|',
      row('recorded (tiers 1 to 4)', summary.recorded),
      row('matched (tier 5)', summary.matched),
      row('inferred (tier 6)', summary.inferred),
      row('tiers 1 to 5', summary.proven),
      row('**all tiers**', summary.all),
      row('the usual rule', summary.usual),
    ].join('\n'),
    'By kind of commit, of session, and of what the commit has of the session:',
    ['| kind | pairs | precision | recall | F1 | usual rule’s F1 |', '|---|---|---|---|---|---|', ...kinds].join('\n'),
    'Missing:',
    counted(reasons('missing')),
    'Wrong:',
    counted(reasons('wrong')),
    ...(list.length === 0
      ? []
      : [`The first ${String(list.length)} of ${String(slips.length)} pairs that are wrong or missing:`, list.join('\n')]),
  ].join('\n\n');
}
