import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsed, record } from '../../../../src/base/json.ts';
import { readTrace } from '../../../../src/contention/export/read-trace.ts';
import { readTraceInTurns } from '../../../../src/contention/export/read-trace-in-turns.ts';
import { TraceError } from '../../../../src/contention/export/trace-error.ts';
import { traceOf } from '../../../../src/contention/export/trace-event.ts';
import { locksPid } from '../../../../src/contention/export/trace-format.ts';
import { actor, epoch, lockName, randomFrom, randomSpans, span } from '../make.ts';

const spans = [
  span({ id: 3, is: 'hold', from: epoch + 0.1, to: epoch + 7.0625, actor: actor(12, 'git commit -m "a, b"') }),
  span({ id: 5, is: 'wait', from: epoch + 2, to: epoch + 2, actor: actor(13), mode: 'shared', certainty: 'glimpsed', blockers: [actor(12), actor(null, 'other host')] }),
  span({ id: 9, is: 'hold', lock: '/ws/ü "b".lock', from: epoch + 3, to: null, actor: actor(null), certainty: 'sampled' }),
];
const exported = { spans, locks: ['/ws/a.lock', '/ws/ü "b".lock'].map(lockName) };
const now = epoch + 20;

type Fields = ReturnType<typeof record>;

function eventsOf(json: string): readonly Fields[] {
  const events: unknown = record(JSON.parse(json))['traceEvents'];
  assert.ok(Array.isArray(events));
  return events.map((event: unknown) => record(event));
}

/** What the Trace Event Format asks of each event; and that each async event has its other half, of the same name, later. */
function validate(json: string): void {
  const trace = record(JSON.parse(json));
  assert.ok(['ms', 'ns'].includes(String(trace['displayTimeUnit'])));
  assert.ok(json.indexOf('displayTimeUnit') < json.indexOf('traceEvents'));
  const open = new Map<string, number>();
  for (const event of eventsOf(json)) {
    const { ph, name, cat, id, pid, tid, ts, args } = event;
    const shown = JSON.stringify(event);
    assert.ok(typeof name === 'string' && name !== '', shown);
    assert.ok(Number.isInteger(pid) && Number(pid) >= 0 && Number(pid) < 2 ** 32, shown);
    assert.ok(Number.isInteger(tid) && Number(tid) >= 0 && Number(tid) < 2 ** 32, shown);
    assert.ok(typeof ts === 'number' && Number.isFinite(ts) && ts >= 0, shown);
    if (ph === 'M') {
      assert.ok(['process_name', 'thread_name', 'process_sort_index'].includes(name), shown);
      assert.equal(typeof record(args)[name === 'process_sort_index' ? 'sort_index' : 'name'], name === 'process_sort_index' ? 'number' : 'string', shown);
      continue;
    }
    assert.ok(ph === 'b' || ph === 'e', shown);
    assert.ok(typeof cat === 'string' && cat !== '', shown);
    assert.match(String(id), /^0x[0-9a-f]+$/, shown);
    const key = JSON.stringify([pid, cat, id, name]);
    if (ph === 'b') {
      assert.ok(!open.has(key), `begun twice: ${shown}`);
      open.set(key, ts);
    } else {
      assert.ok(ts >= (open.get(key) ?? Infinity), `ends before it begins: ${shown}`);
      open.delete(key);
    }
  }
  assert.deepEqual([...open], []);
}

describe('a trace', () => {
  test('is of the Trace Event Format', () => {
    validate(traceOf(exported, now));
    validate(traceOf({ spans: [], locks: [] }, now));
    assert.throws(() => validate(traceOf(exported, now).replace('"ph":"e"', '"ph":"b"')));
  });

  test('has a track for each lock, and for each process', () => {
    const named = eventsOf(traceOf(exported, now)).filter(({ name }) => String(name).endsWith('_name')).map(({ name, pid, args }) => [name, pid, record(args)['name']]);
    assert.deepEqual(named, [
      ['process_name', locksPid, 'Locks'],
      ['thread_name', locksPid, '/ws/a.lock'],
      ['thread_name', locksPid, '/ws/ü "b".lock'],
      ['process_name', 12, 'git commit'],
      ['process_name', 13, 'git commit'],
    ]);
    const tracks = eventsOf(traceOf(exported, now)).filter(({ ph }) => ph === 'b').map(({ pid, name }) => [pid, name]);
    assert.deepEqual(tracks, [[locksPid, '/ws/a.lock'], [12, 'holds /ws/a.lock'], [locksPid, '/ws/a.lock'], [13, 'waits for /ws/a.lock'], [locksPid, '/ws/ü "b".lock']]);
  });

  test('ends what lasts at the moment of its export, and says so', () => {
    const [begin, end] = eventsOf(traceOf(exported, now)).filter(({ id }) => id === '0x9');
    assert.deepEqual([record(begin?.['args'])['open'], end?.['ts']], [true, now * 1000]);
  });

  test('is read again as the same holds, waits and locks', async () => {
    assert.deepEqual(readTrace(traceOf(exported, now)), { ...exported, range: { from: epoch + 0.1, to: now } });
    assert.deepEqual(readTrace(traceOf({ spans: [], locks: [] }, now)), { spans: [], locks: [], range: { from: now, to: now } });
    for (let seed = 1; seed <= 20; seed++) {
      const random = { spans: randomSpans(randomFrom(seed), 700), locks: ['/ws/a.lock', '/ws/b.lock'].map(lockName) };
      const json = traceOf(random, epoch + 100);
      validate(json);
      const { spans: read, locks } = readTrace(json);
      assert.deepEqual({ spans: read, locks }, random);
      assert.deepEqual(await readTraceInTurns(Buffer.from(json)), readTrace(json));
    }
  });

  test('is read whatever order its events have been brought in, and whatever was added to it', async () => {
    const trace = record(JSON.parse(traceOf(exported, now)));
    const mixed = [{ ph: 'X', name: 'other', pid: 1, tid: 1, ts: 0, dur: 1 }, ...eventsOf(traceOf(exported, now)).toSorted((a, b) => Number(a['ts']) - Number(b['ts']))];
    for (const indent of [0, 2]) {
      const json = JSON.stringify({ ...trace, traceEvents: mixed }, null, indent);
      assert.deepEqual(readTrace(json).spans, spans);
      assert.deepEqual((await readTraceInTurns(Buffer.from(json))).spans, spans);
    }
  });
});

/** The same laid out as ours are, an event a line; what cannot be is left as it is. */
function inLines(json: string): string {
  const trace = parsed(json, record);
  if (trace === null || !Array.isArray(trace['traceEvents'])) return json;
  const { traceEvents: events, ...rest } = trace;
  return `${JSON.stringify(rest).slice(0, -1)}${Object.keys(rest).length > 0 ? ',' : ''}"traceEvents":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

describe('what is no trace of ours', () => {
  const good = record(JSON.parse(traceOf(exported, now)));
  const events = eventsOf(traceOf(exported, now));
  const withEvents = (change: (event: Fields) => unknown): string => JSON.stringify({ ...good, traceEvents: events.map(change) });
  const withArgs = (fields: Fields): string => withEvents((event) => (event['ph'] === 'b' ? { ...event, args: { ...record(event['args'] ?? {}), ...fields } } : event));
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /no trace/],
    ['half a trace', traceOf(exported, now).slice(0, -40), /no trace/],
    ['a list', '[]', /not exported by Lockscope/],
    ['a text', '"x"', /no trace/],
    ["somebody else's", '{"traceEvents":[]}', /not exported by Lockscope/],
    ["a later version's", JSON.stringify({ ...good, otherData: { ...record(good['otherData']), formatVersion: 2 } }), /another version/],
    ['without a range', JSON.stringify({ ...good, otherData: { ...record(good['otherData']), from: null } }), /range/],
    ['without events', JSON.stringify({ ...good, traceEvents: {} }), /events of this trace are damaged/],
    ['too many events', JSON.stringify({ ...good, traceEvents: Array.from({ length: 1_000_001 }, () => 0) }), /1000001 events/],
    ['an event that is none', withEvents((event) => (event['ph'] === 'e' ? null : event)), /Event \d+ .* damaged/],
    ['a hold of another kind', withEvents((event) => ({ ...event, cat: 'x' })), /Event \d+ .* damaged/],
    ['a hold without an end', withEvents((event) => (event['ph'] === 'e' ? { ...event, ph: 'n' } : event)), /3 of its holds and waits have no end/],
    ['two of one id', withEvents((event) => (event['cat'] === undefined ? event : { ...event, cat: 'hold', id: '0x1' })), /Event \d+ .* damaged/],
    ['a lock without a name', withEvents((event) => (event['name'] === 'thread_name' ? { ...event, name: 'x' } : event)), /does not tell what/],
    ['no pid', withArgs({ pid: 'x' }), /damaged/],
    ['an end before the beginning', withArgs({ to: 5 }), /damaged/],
    ['a text without end', withArgs({ command: 'x'.repeat(100_000) }), /damaged/],
    ['no blockers', withArgs({ blockers: 3 }), /damaged/],
    ['another mode', withArgs({ mode: 'both' }), /damaged/],
  ];
  for (const [what, json, message] of cases) {
    test(`${what} is refused with what is wrong`, async () => {
      const isRefusal = (error: unknown): boolean => error instanceof TraceError && message.test(error.message);
      assert.throws(() => readTrace(json), isRefusal);
      await assert.rejects(readTraceInTurns(Buffer.from(json)), isRefusal);
      await assert.rejects(readTraceInTurns(Buffer.from(inLines(json))), isRefusal);
    });
  }

  test('a number that is none does not get in', () => {
    const huge = traceOf(exported, now).replaceAll(`"from":${epoch + 2}`, '"from":-1e999');
    assert.throws(() => readTrace(huge), TraceError);
  });
});
