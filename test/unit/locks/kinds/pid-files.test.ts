import { checkNone, checkSamples, pid, type Sample } from './catalogue-sample.ts';
import { pidFileSamples } from './pid-files.samples.ts';

const server: Omit<Sample, 'content' | 'claim'> = { tool: 'PID files', at: '/w/tmp/pids/server.pid', kind: 'pid-file', resource: '/w/tmp/pids/server', basis: 'existence', breaking: 'remove' };

checkSamples('pid files', [
  ...pidFileSamples,
  { ...server, content: '  22445 \n', claim: pid(22445) },
  { ...server, content: '22445\r\n', claim: pid(22445) },
  { ...server, content: '22445 1795234562', claim: pid(22445), claimedAt: 1_795_234_562_000 },
  { ...server, content: '{"pid": 22445}', claim: pid(22445) },
  { ...server, content: '22445 nginx', claim: { ...pid(22445, 'nginx'), hostIsGuess: true } },
  { ...server, at: '/w/app.pidfile', content: '22445\n', resource: '/w/app', claim: pid(22445) },
]);

checkNone('pid files', [
  { at: '/w/a.pid', content: '', why: 'nothing in it' },
  { at: '/w/a.pid', content: '0\n', why: '0 is no pid' },
  { at: '/w/a.pid', content: '-1', why: 'nor is -1' },
  { at: '/w/a.pid', content: String(2 ** 22 + 1), why: 'too large for a pid' },
  { at: '/w/a.pid', content: '20261121', why: 'a date' },
  { at: '/w/a.pid', content: 'P = 3.2, I = 0.1, D = 0.02\n', why: 'the gains of a controller' },
  { at: '/w/a.pid', content: '22445\n22446\n', why: 'two numbers, perhaps sizes' },
  { at: '/w/a.pid', content: Array.from({ length: 40 }, (_, i) => i + 1).join('\n'), why: 'a long list of numbers' },
  { at: '/w/a.pid', content: { type: 'unreadable', reason: 'EACCES' }, why: 'nobody knows what is in it' },
  { at: '/w/a.pid', content: ['1'], why: 'a folder' },
  { at: '/w/a.pidfile', content: 'words', why: 'a text' },
]);
