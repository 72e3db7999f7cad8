import assert from 'node:assert/strict';
import { plain } from '../../../src/extension/markdownTable.ts';
import { fieldWords } from '../../../src/core/team/fieldWords.ts';
import { offerText, statusText, toldText } from '../../../src/extension/teamText.ts';
import type { OfferMessage, TeamStatusMessage } from '../../../src/protocol/teamSchemas.ts';
import fc from 'fast-check';
import { anyTeamWeek } from '../../support/anyTeamWeek.ts';

const token = 'payoff_join_secretsecretsecretsecret';
const week = fc.sample(anyTeamWeek, { seed: 7, numRuns: 50 }).find(({ buckets }) => buckets.length > 0);
const body = JSON.stringify({ ...week, week: '2026-W47' });
const offer: OfferMessage = {
  invitation: { endpoint: 'https://payoff.example.com', team: 'looms', token, code: null, repositories: false },
  reporter: 'a'.repeat(32),
  device: 'b'.repeat(16),
  weeks: [
    { week: '2026-W46', sequence: 1, body: body.replace('2026-W47', '2026-W46'), state: 'new' },
    { week: '2026-W47', sequence: 1, body, state: 'new' },
  ],
  answer: { name: 'Looms', k: 5, salt: 'salt', token },
};
const nobody: TeamStatusMessage = { membership: null, code: '', weeks: [], withdrawal: null, problem: '', managed: false };
const member: TeamStatusMessage = {
  ...nobody,
  membership: {
    ...{ team: 'looms', name: 'The *Looms*', endpoint: 'https://payoff.example.com', reporter: 'a'.repeat(32), device: 'b'.repeat(16) },
    ...{ salt: 'salt', k: 5, repositories: false, joinedMs: Date.parse('2026-11-20T10:00:00Z') },
  },
  code: 'aaaa-bbbb',
  weeks: [
    {
      week: '2026-W47',
      sequence: 2,
      state: 'delivered',
      attempts: 0,
      nextMs: null,
      answer: 200,
      sentMs: Date.parse('2026-11-23T10:00:00Z'),
    },
  ],
};

describe('what a team is told, as a document', () => {
  it('shows before a yes the host, the honest sentences, every field with its words, and the very bytes', () => {
    const text = offerText(offer);
    assert.match(text, /^# What the team looms would be told\n/);
    assert.match(text, /\*\*Nothing is sent yet\.\*\* After a yes these weeks go to `payoff\.example\.com`/);
    assert.match(text, /pseudonymous, not anonymous/);
    for (const { words } of fieldWords) assert.ok(text.includes(plain(words())), words());
    for (const each of offer.weeks) assert.ok(text.includes(`\n${each.body}\n`), each.week);
    assert.ok(!text.includes(token), 'the token is in it');
  });

  it('says so where there is nothing to send yet, and shows a week of another version as it is', () => {
    assert.match(offerText({ ...offer, weeks: [] }), /there is nothing to send today/);
    const other = { week: '2026-W47', sequence: 1, body: '{"schema":"payoff.team-week/9"}', state: 'new' as const };
    assert.ok(offerText({ ...offer, weeks: [other] }).includes('{"schema":"payoff.team-week/9"}'));
  });

  it('shows a member the same, with what stands in the way', () => {
    const text = toldText({ ...member, problem: 'Telemetry is off.' }, [{ week: '2026-W47', sequence: 2, body, state: 'delivered' }]);
    assert.match(text, /^# What the team The \\\*Looms\\\* is told\n/);
    assert.match(text, /\*\*Telemetry is off\.\*\*/);
    assert.match(text, /\*\*2026-W47\*\* · sent, number 2/);
    assert.doesNotMatch(text, /Which key is which/);
    const keys = [{ key: '0123456789abcdef', repository: 'loom_[x]' }];
    assert.match(toldText(member, [], keys), /Which key is which repository\. [^]* never sent:\n\n- `0123456789abcdef` loom\\_\\\[x\\\]\n/);
    assert.match(toldText(nobody, []), /No team is joined: nothing is sent to anybody\./);
  });
});

describe('how the reporting stands, as a document', () => {
  const shown = (status: TeamStatusMessage): string =>
    statusText({ status, nowMs: Date.parse('2026-11-23T12:00:00Z'), timezone: 'UTC', demo: false });

  it('has who, where, the code for other machines, and each week', () => {
    const text = shown(member);
    assert.match(text, /All is well: what is due was sent\./);
    assert.match(text, /\| aaaa-bbbb \|/);
    assert.match(text, /\| 5 people \|/);
    assert.match(text, /\| 2026-W47 \| sent, number 2 \| /);
    assert.ok(!text.includes('| salt |') && !text.includes('a'.repeat(32)));
  });

  it('says in nobody’s team why not, and of a withdrawal that it is not over', () => {
    assert.match(shown({ ...nobody, problem: 'Managed.' }), /No team is joined[^]*Managed\./);
    const withdrawal = { team: 'looms', endpoint: 'https://payoff.example.com', askedMs: 0, nextMs: 0 };
    assert.match(shown({ ...nobody, withdrawal, problem: 'It has not arrived.' }), /It has not arrived\./);
  });
});
