import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { ChannelLog } from '../../../src/extension/log.ts';
import { withoutNames } from '../../../src/extension/withoutNames.ts';

const session = 'aaaaaaaa-0000-4000-8000-000000000001';

describe('the log', () => {
  it('names no path and no id, however they come, and keeps the reason', () => {
    const cases: readonly (readonly [string, string])[] = [
      [
        `The transcript /home/ada/.claude/projects/-home-ada/${session}.jsonl could not be read (EACCES: permission denied, open '/home/ada/my notes/${session}.jsonl'); what was read from it before is kept.`,
        'The transcript … could not be read (EACCES: permission denied, open …); what was read from it before is kept.',
      ],
      [
        '/home/ada lovelace/my projects: EACCES Give yourself the permission to read it.',
        '…: EACCES Give yourself the permission to read it.',
      ],
      [
        'The ledger C:\\Users\\Ada Lovelace\\.payoff\\my ledger.sqlite was written by a newer version.',
        'The ledger … was written by a newer version.',
      ],
      [
        'The damaged ledger was set aside as ~/.payoff/ledger.damaged-1.sqlite. Nothing else is lost.',
        'The damaged ledger was set aside as …. Nothing else is lost.',
      ],
      ['The reader stopped (Cannot find module /opt/editor/worker.cjs)', 'The reader stopped (Cannot find module …)'],
      [`The session ${session} has no msg_01abc.`, 'The session … has no ….'],
    ];
    for (const [sentence, expected] of cases) assert.equal(withoutNames(sentence), expected);
  });

  it('leaves figures and words as they are', () => {
    for (const sentence of ['Read 12 files, 3.4 MB, in 120 ms.', 'The ledger is busy (SQLite 5/6) and/or locked.', 'Activated in 3.1 ms.'])
      assert.equal(withoutNames(sentence), sentence);
  });

  it('has the whole sentence at the level debug only, and is silent once it is closed', () => {
    const written: string[] = [];
    const note =
      (level: string) =>
      (sentence: string): void =>
        void written.push(`${level}: ${sentence}`);
    const channel: Partial<LogOutputChannel> = {
      debug: note('debug'),
      info: note('info'),
      warn: note('warn'),
      error: note('error'),
      dispose: () => undefined,
    };
    const log = new ChannelLog(channel as LogOutputChannel);
    log.info('Opened.');
    log.warn('/home/ada/x cannot be read.');
    log.error('/home/ada/y is gone.');
    log.dispose();
    log.error('late');
    assert.deepEqual(written, [
      'info: Opened.',
      'warn: … cannot be read.',
      'debug: /home/ada/x cannot be read.',
      'error: … is gone.',
      'debug: /home/ada/y is gone.',
    ]);
  });
});
