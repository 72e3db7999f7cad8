/** What a lead types: seats, invoices, the monthly budget, and two limits. Shown to lead tokens alone; everybody sees what follows of it. */
import { readConsoleExport } from '../../src/core/team/dashboard/consoleExport.ts';
import { formatCount, formatDollars } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { section } from './card.ts';
import { readMonths, readMonthsOrNone, readWhole, typedMonths } from './typed.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { TeamSettings } from '../../src/core/team/dashboard/settings.ts';

export interface SettingsForm {
  readonly settings: TeamSettings;
  /** What was said of the last save or file; null before. */
  readonly said: string | null;
  readonly onSave: (settings: TeamSettings) => void;
  /** Invoices that were read from a file, to be looked at before they are saved. */
  readonly onInvoices: (invoices: TeamSettings['invoices'], said: string) => void;
  readonly onProblem: (sentence: string) => void;
}

export function settingsSection(form: SettingsForm): Description {
  const { settings, said } = form;
  return h(
    'div',
    { class: 'settings', key: 'settings' },
    section(
      {
        id: 'settings',
        title: 'What you as lead type',
        about: 'None of it is about a person. Everybody who may read this team sees the figures that follow from it.',
      },
      h(
        'form',
        {
          // A new set of settings is a new form: what was typed and not saved goes with a team.
          key: JSON.stringify(settings),
          novalidate: true,
          onsubmit: (event) => {
            event.preventDefault();
            if (event.target instanceof HTMLFormElement) save(event.target, form);
          },
        },
        row(
          'seats',
          'Seats',
          field('seats', settings.seats, 'number'),
          'People who could report, whether they do or not. Leave it empty when you do not know.',
        ),
        row(
          'budgets',
          'Monthly budget, dollars',
          monthLines('budgets', settings.budgets),
          'What the team may spend in a month at list price: the month from which it holds, then the amount. It holds until the next line; “2026-12 none” ends it, and without a line there is none.',
        ),
        invoices(settings.invoices, form),
        row(
          'growth',
          'Growth factor',
          field('growth', String(settings.growthFactor)),
          'From 1.1 to 1.3: by how much the next 90 days are planned above the last eight weeks. Readers can move it on the page without changing it here.',
        ),
        ...dormantRows(settings.dormant),
        h('p', { class: 'settings-said', role: 'status' }, said),
        h('button', { type: 'submit', class: 'button main', style: { 'justify-self': 'start' } }, 'Save'),
      ),
    ),
  );
}

/** Who rests: by days and turns, or by tokens; the fields of the other rule stay, and are not read. */
function dormantRows(rule: TeamSettings['dormant']): readonly Description[] {
  const activity = rule.by === 'activity' ? rule : null;
  return [
    row(
      'dormantBy',
      'A seat rests in a week',
      h(
        'select',
        { id: 'set-dormantBy', name: 'dormantBy', 'aria-describedby': 'about-dormantBy' },
        h('option', { value: 'activity', selected: rule.by === 'activity' }, 'by active days and turns'),
        h('option', { value: 'tokens', selected: rule.by === 'tokens' }, 'by tokens'),
      ),
      'Of weeks that are published from now on. People who have not joined never count.',
    ),
    row('days', 'Active days, at most', field('days', activity?.activeDays ?? usualDays, 'number'), null),
    row('turns', 'and turns, at most', field('turns', activity?.turns ?? usualTurns, 'number'), null),
    row(
      'tokens',
      'or tokens, fewer than',
      field('tokens', rule.by === 'tokens' ? rule.below : usualTokens, 'number'),
      'Tokens tell little of agents: the median of one response is 100,000.',
    ),
  ];
}

const [usualDays, usualTurns, usualTokens] = [1, 3, 5000];

function field(name: string, value: string | number | null, type = 'text'): Description {
  return h('input', {
    id: `set-${name}`,
    name,
    type,
    inputmode: type === 'number' ? 'numeric' : 'decimal',
    autocomplete: 'off',
    'aria-describedby': `about-${name}`,
    '.defaultValue': value === null ? '' : String(value),
  });
}

function row(name: string, label: string, input: Child, about: string | null): Description {
  return h(
    'div',
    { class: 'row', key: name },
    h('label', { for: `set-${name}` }, label),
    input,
    h('p', { class: 'fine quiet', id: `about-${name}` }, about),
  );
}

/** A line a month; as many as are known, and one for the next. */
function monthLines(name: string, known: TeamSettings['budgets']): Description {
  return h('textarea', {
    id: `set-${name}`,
    name,
    rows: String(Math.min(12, Math.max(3, known.length + 1))),
    spellcheck: 'false',
    placeholder: '2026-10 1234.56',
    'aria-describedby': `about-${name}`,
    '.defaultValue': typedMonths(known),
  });
}

function invoices(known: TeamSettings['invoices'], form: SettingsForm): Description {
  return h(
    'div',
    { class: 'row', key: 'invoices' },
    h('label', { for: 'set-invoices' }, 'Invoices by month, dollars'),
    h(
      'div',
      { class: 'invoices' },
      monthLines('invoices', known),
      h(
        'label',
        { class: 'quiet fine', for: 'set-export' },
        'or a cost export of the Claude Console (CSV): it is read in this browser, and only its monthly sums are sent',
      ),
      h('input', {
        id: 'set-export',
        type: 'file',
        accept: '.csv,text/csv',
        onchange: (event) => {
          const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
          if (file !== undefined) void takeExport(file, form);
        },
      }),
    ),
    h('p', { class: 'fine quiet', id: 'about-invoices' }, 'One line a month: the month, then the amount.'),
  );
}

/** Months of the export take the place of those that were typed; nothing is saved by it. */
async function takeExport(file: File, { settings, onInvoices, onProblem }: SettingsForm): Promise<void> {
  const read = readConsoleExport(await file.text());
  if (!read.ok) {
    onProblem(read.sentence);
    return;
  }
  const months = new Set(read.months.map(({ month }) => month));
  const merged = [...settings.invoices.filter(({ month }) => !months.has(month)), ...read.months].sort((a, b) =>
    a.month < b.month ? -1 : 1,
  );
  const sum = formatDollars(read.months.reduce((all, { nanodollars }) => all + nanodollars, 0));
  const places =
    read.workspaces.length > 1
      ? ` It holds ${formatCount(read.workspaces.length)} workspaces together: export only Claude Code’s to leave the others out.`
      : '';
  onInvoices(merged, `Read ${sum} in ${formatCount(read.months.length)} months.${places} Look at the lines and save.`);
}

function save(element: HTMLFormElement, { settings, onSave, onProblem }: SettingsForm): void {
  const text = (name: string): string => {
    const found = element.elements.namedItem(name);
    return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement
      ? found.value.trim()
      : '';
  };
  const problems: string[] = [];
  const take = <Value>(label: string, value: Value | undefined, otherwise: Value): Value => {
    if (value === undefined) problems.push(label);
    return value ?? otherwise;
  };
  const [invoiced, budgets] = [readMonths(text('invoices')), readMonthsOrNone(text('budgets'))];
  problems.push(...invoiced.unreadable.map((line) => `the invoice “${line}”`), ...budgets.unreadable.map((line) => `the budget “${line}”`));
  const growth = Number(text('growth'));
  const read: TeamSettings = {
    seats: take('the seats', readWhole(text('seats')), null),
    invoices: [...invoiced.months],
    budgets: [...budgets.months],
    growthFactor: take('the growth factor', growth >= 1.1 && growth <= 1.3 ? growth : undefined, settings.growthFactor),
    dormant:
      text('dormantBy') === 'tokens'
        ? { by: 'tokens', below: take('the tokens', readWhole(text('tokens')) ?? undefined, 1) }
        : {
            by: 'activity',
            activeDays: take('the active days', readWhole(text('days')) ?? undefined, 0),
            turns: take('the turns', readWhole(text('turns')) ?? undefined, 0),
          },
  };
  if (problems.length > 0) onProblem(`Not saved: ${problems.join(', ')} cannot be read.`);
  else onSave(read);
}
