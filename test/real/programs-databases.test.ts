// Database servers and SQLite's shell, with the locks that they live by.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './programs/free-port.ts';
import { plainly, testProgram, type Act } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';
import { startPostgresql } from './programs/postgresql.ts';
import { telling, terminating } from './programs/scene.ts';

/** A shell on work.db in the middle of something. */
const sqlite = (statements: string, lockName: string): Act => async (scene) => {
  await scene.run(['sqlite3', 'work.db', 'CREATE TABLE t (x); INSERT INTO t VALUES (1);']);
  const actor = scene.start(['sqlite3', '-batch', 'work.db']);
  actor.tell(`${statements} SELECT 'holding';`);
  await actor.announced();
  return { lockPath: scene.at(lockName), pid: actor.pid, release: telling(actor, 'COMMIT;\n.quit') };
};

const beside = (place: string): boolean => path.basename(place).startsWith('work.db');

testProgram(
  'sqlite3 in an exclusive transaction',
  lackOfPackages(['sqlite3']),
  { kind: 'sqlite', killed: plainly(null), released: plainly(null) },
  sqlite('BEGIN EXCLUSIVE;', 'work.db'),
);

// A cache of two pages makes it write before it commits, for which the journal must be on the disk.
testProgram(
  'sqlite3 with a journal, hot once it was killed',
  lackOfPackages(['sqlite3']),
  { kind: 'sqlite', killed: plainly(null), released: plainly(null), beside },
  sqlite(
    'PRAGMA cache_size = 2; BEGIN IMMEDIATE; INSERT INTO t WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT i FROM n;',
    'work.db',
  ),
);

testProgram(
  'sqlite3 writing ahead',
  lackOfPackages(['sqlite3']),
  { kind: 'sqlite-shm', killed: plainly('idle'), released: plainly(null), beside },
  sqlite('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; INSERT INTO t VALUES (2);', 'work.db-shm'),
);

const postgres = (lockName: string): Act => async (scene) => {
  const { actor, data } = await startPostgresql(scene);
  return { lockPath: path.join(data, lockName), pid: actor.pid, release: terminating(actor, 'SIGINT') };
};

for (const lockName of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
  testProgram(
    `PostgreSQL: ${lockName}`,
    lackOfPackages(['postgresql']),
    {
      kind: lockName === 'postmaster.pid' ? 'postgresql' : 'postgresql-socket',
      killed: plainly('stale'),
      released: plainly(null),
      beside: (place) => ['postmaster.pid', '.s.PGSQL.5432.lock'].includes(path.basename(place)),
    },
    postgres(lockName),
  );
}

/** A node of a Redis cluster: it has a pid file, and its configuration under a kernel lock. */
const redis = (lockName: string): Act => async (scene) => {
  const [port, bus] = [await freePort(), await freePort()];
  const options = { port, bind: '127.0.0.1', 'cluster-enabled': 'yes', 'cluster-port': bus, pidfile: scene.at('redis.pid'), dir: scene.folder, save: '' };
  const actor = scene.start(['redis-server', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])]);
  await scene.waitFor(() => existsSync(scene.at('redis.pid')) && existsSync(scene.at('nodes.conf')), 'Redis');
  return { lockPath: scene.at(lockName), pid: actor.pid, release: terminating(actor) };
};

for (const [lockName, kind, truth] of [
  ['redis.pid', 'pid-file', { killed: plainly('stale'), released: plainly(null) }],
  ['nodes.conf', 'redis-cluster', { killed: plainly('idle'), released: plainly('idle') }],
] as const) {
  const isOther = (place: string): boolean => ['redis.pid', 'nodes.conf'].includes(path.basename(place));
  testProgram(`Redis: ${lockName}`, lackOfPackages(['redis-server']), { kind, ...truth, beside: isOther }, redis(lockName));
}
