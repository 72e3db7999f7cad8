import assert from 'node:assert/strict';
import { titleIn } from '../../../src/engine/titles.ts';

const lines = (...records: readonly object[]): string => records.map((record) => JSON.stringify(record)).join('\n');
const title = (kind: 'custom-title' | 'ai-title' | 'agent-name', text: string, sessionId = 's1'): object =>
  ({
    'custom-title': { type: kind, customTitle: text, sessionId },
    'ai-title': { type: kind, aiTitle: text, sessionId },
    'agent-name': { type: kind, agentName: text, sessionId },
  })[kind];

describe('the title of a session', () => {
  it('is the user’s own, then the name it was started with, then the client’s, and the last of each', () => {
    const client = [title('ai-title', 'First'), title('ai-title', 'Second')];
    assert.equal(titleIn(lines(...client), 's1'), 'Second');
    assert.equal(titleIn(lines(title('agent-name', 'Named'), ...client), 's1'), 'Named');
    assert.equal(titleIn(lines(title('custom-title', 'Own'), title('agent-name', 'Named'), ...client), 's1'), 'Own');
  });

  it('is null without one, and never another session’s', () => {
    assert.equal(titleIn(lines({ type: 'user', message: 'ai-title' }, title('ai-title', 'Theirs', 's2')), 's1'), null);
    assert.equal(titleIn('', 's1'), null);
  });

  it('is a summary only beside the record that it names', () => {
    const summary = { type: 'summary', summary: 'Weaving', leafUuid: 'u1' };
    assert.equal(titleIn(lines(summary), 's1'), null);
    assert.equal(titleIn(lines(summary, { type: 'user', uuid: 'u1' }), 's1'), 'Weaving');
  });

  it('is one line, of bounded length, without what a terminal would obey; half a line says nothing', () => {
    assert.equal(titleIn(lines(title('ai-title', ' a\n\u001b[31m b\u202e ')), 's1'), 'a [31m b');
    assert.equal(titleIn(lines(title('ai-title', 'x'.repeat(1000))), 's1')?.length, 200);
    assert.equal(
      titleIn(`le","aiTitle":"x","type":"ai-title"}\n${lines(title('ai-title', 'Whole'))}\n{"type":"ai-title","aiTi`, 's1'),
      'Whole',
    );
  });
});
