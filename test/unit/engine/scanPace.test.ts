import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rarestScanMs, ScanPace } from '../../../src/engine/scanPace.ts';

const minute = 60_000;

/** A pace whose time passes minute by minute; a scan that is due is made at once and takes no time. */
class Timeline {
  readonly pace = new ScanPace();
  readonly scans: number[] = [];
  watched = true;
  /** Bytes that the next scan finds. */
  unread = 0;
  /** Whether the watch names a change in the middle of the next scan. */
  namedMeanwhile = false;
  nowMs = 0;

  /** As a follower begins: a scan without a watch, and one more once there is one. */
  constructor() {
    this.pace.begin(0, false);
    this.pace.end(0, 1000);
    this.pace.watchBegan();
    this.pass(0);
  }

  /** Returns at which of the minutes to come the files were scanned. */
  pass(minutes: number): readonly number[] {
    const scanned: number[] = [];
    for (let passed = 0; passed <= minutes; passed += 1) {
      if (passed > 0) this.nowMs += minute;
      if (!this.pace.isDue(this.nowMs)) continue;
      this.pace.begin(this.nowMs, this.watched);
      if (this.namedMeanwhile) this.pace.hear(this.nowMs);
      this.pace.end(this.nowMs, this.unread);
      this.unread = 0;
      this.namedMeanwhile = false;
      scanned.push(passed);
    }
    return scanned;
  }
}

describe('how often every file is looked at', () => {
  it('is after five minutes, and then every ten, while nothing happens', () => {
    assert.deepEqual(new Timeline().pass(40), [5, 15, 25, 35]);
  });

  it('is a minute after a change was named, then rarely again', () => {
    const time = new Timeline();
    time.pass(20);
    time.pace.hear(time.nowMs);
    assert.deepEqual(time.pass(20), [1, 6, 16]);
  });

  it('is not put off by changes that go on', () => {
    const time = new Timeline();
    time.pass(20);
    const scanned: number[] = [];
    for (let passed = 1; passed <= 6; passed += 1) {
      time.pace.hear(time.nowMs);
      if (time.pass(1).includes(1)) scanned.push(passed);
    }
    assert.deepEqual(scanned, [1, 2, 3, 4, 5, 6]);
  });

  it('stays at a minute where not everything is watched', () => {
    const time = new Timeline();
    time.pass(6);
    time.watched = false;
    time.pace.losesWatch(time.nowMs);
    assert.deepEqual(time.pass(5), [1, 2, 3, 4, 5]);
  });

  it('stays at a minute once a scan found what the watch had not named, until it names something', () => {
    const time = new Timeline();
    time.pass(7);
    time.unread = 100;
    assert.deepEqual(time.pass(13), [8, 9, 10, 11, 12, 13]);
    time.pace.hear(time.nowMs);
    assert.deepEqual(time.pass(16), [1, 6, 16]);
  });

  it('relies on a watch that names a change while a scan reads it, or right after', () => {
    const during = new Timeline();
    during.unread = 100;
    during.namedMeanwhile = true;
    assert.deepEqual(during.pass(20), [5, 6, 11]);
    const after = new Timeline();
    after.unread = 100;
    after.pass(5);
    after.pace.hear(after.nowMs);
    assert.deepEqual(after.pass(15), [1, 6]);
  });

  it('blames no watch for what changed before it was there', () => {
    const pace = new ScanPace();
    pace.begin(0, false);
    pace.end(0, 1000);
    pace.watchBegan();
    pace.begin(0, true);
    pace.end(0, 1000);
    assert.ok(pace.isDue(minute), 'what changed meanwhile may go on changing');
    pace.begin(minute, true);
    assert.ok(!pace.isDue(3 * minute));
  });

  it('is at once after the machine slept, by whichever clock notices', () => {
    for (const [slept, timeOfDay] of [
      [minute, minute],
      [250, 3 * 60 * minute],
    ] as const) {
      const { pace } = new Timeline();
      pace.tick(0, 1e12);
      pace.tick(250, 1e12 + 250);
      assert.ok(!pace.isDue(500));
      pace.tick(250 + slept, 1e12 + 250 + timeOfDay);
      assert.ok(pace.isDue(250 + slept));
    }
  });

  it('is not changed by a clock that is set back', () => {
    const { pace } = new Timeline();
    pace.tick(0, 1e12);
    pace.tick(250, 1e12 - 1e9);
    assert.ok(!pace.isDue(250));
    pace.tick(500, 1e12 - 1e9 + 250);
    assert.ok(!pace.isDue(500));
  });

  it('is never more than ten minutes away, whatever happens', () => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('hear' as const) }),
      fc.record({ kind: fc.constant('scan' as const), watched: fc.boolean(), bytes: fc.nat(2) }),
      fc.record({ kind: fc.constant('watchBegan' as const) }),
      fc.record({ kind: fc.constant('losesWatch' as const) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(rarestScanMs) }),
    );
    fc.assert(
      fc.property(fc.array(happening), (happened) => {
        const pace = new ScanPace();
        let nowMs = 0;
        for (const each of happened) {
          if (each.kind === 'wait') nowMs += each.ms;
          else if (each.kind === 'hear') pace.hear(nowMs);
          else if (each.kind === 'watchBegan') pace.watchBegan();
          else if (each.kind === 'losesWatch') pace.losesWatch(nowMs);
          else {
            pace.begin(nowMs, each.watched);
            pace.end(nowMs, each.bytes);
          }
          assert.ok(pace.isDue(nowMs + rarestScanMs));
        }
      }),
    );
  });
});
