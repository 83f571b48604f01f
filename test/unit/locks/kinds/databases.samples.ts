import { bytes, pid, type Sample } from './catalogue-sample.ts';

const file = { basis: 'existence', breaking: 'remove' } as const;
const lasting = { content: '', basis: 'kernel-on-lasting-file', breaking: 'end-holder' } as const;

const postmaster = '22381\n/data\n1795234562\n54399\n/sockdir\n127.0.0.1\n  2893254         4\nready   \n';
const clusterTable = `07c37dfeb235213a872192d90877d0cd55635b91 127.0.0.1:30001@31001 myself,master - 0 0 1 connected 0-5460\nvars currentEpoch 6 lastVoteEpoch 0\n`;

/** Locks of databases. */
export const databaseSamples: readonly Sample[] = [
  { ...lasting, tool: 'LMDB (Parcel .parcel-cache, Angular .angular/cache, Unity ArtifactDB-lock, OpenLDAP)', at: '/w/.parcel-cache/lock.mdb', content: bytes('dec0efbe 00000000'), kind: 'lmdb', resource: '/w/.parcel-cache', breaking: 'never' },
  { ...lasting, tool: 'LMDB (Parcel .parcel-cache, Angular .angular/cache, Unity ArtifactDB-lock, OpenLDAP)', at: '/w/Library/ArtifactDB-lock', content: bytes('dec0efbe 00000000'), kind: 'lmdb', resource: '/w/Library/ArtifactDB', breaking: 'never' },
  {
    ...file,
    tool: 'PostgreSQL',
    at: '/data/postmaster.pid',
    content: postmaster,
    kind: 'postgresql',
    resource: '/data',
    breaking: 'tool-command',
    claim: pid(22381),
    claimedAt: 1_795_234_562_999,
    ways: [['pg_ctl', 'stop', '-D', '/data']],
  },
  { ...file, tool: 'PostgreSQL', at: '/data/postmaster.pid', content: postmaster.replace('22381', '-22381'), kind: 'postgresql', resource: '/data', breaking: 'tool-command', claim: pid(22381), claimedAt: 1_795_234_562_999, ways: [['pg_ctl', 'stop', '-D', '/data']] },
  {
    ...file,
    tool: 'PostgreSQL socket',
    at: '/sockdir/.s.PGSQL.54399.lock',
    content: '22381\n/data\n1795234562\n54399\n/sockdir\n',
    kind: 'postgresql-socket',
    resource: '/sockdir/.s.PGSQL.54399',
    breaking: 'tool-command',
    claim: pid(22381),
    claimedAt: 1_795_234_562_999,
    ways: [['pg_ctl', 'stop', '-D', '/data']],
  },
  { ...lasting, tool: 'MongoDB', at: '/db/mongod.lock', content: '4242\n', kind: 'mongodb', resource: '/db', claim: pid(4242) },
  { ...lasting, tool: 'MongoDB', at: '/db/mongod.lock', kind: 'mongodb', resource: '/db' },
  { ...lasting, tool: 'MongoDB', at: '/db/WiredTiger.lock', content: 'WiredTiger lock file\n', kind: 'wiredtiger', resource: '/db' },
  { ...lasting, tool: 'LevelDB/RocksDB', at: '/p/Local Storage/leveldb/LOCK', around: { '/p/Local Storage/leveldb/CURRENT': 'MANIFEST-000001\n' }, kind: 'leveldb', resource: '/p/Local Storage/leveldb' },
  { ...lasting, tool: 'SQLite rollback journal', at: '/w/app.db-journal', content: bytes('d9d505f920a163d7 00000001'), kind: 'sqlite-journal', resource: '/w/app.db', basis: 'existence', breaking: 'never' },
  { ...lasting, tool: 'SQLite WAL', at: '/w/app.db-wal', content: bytes('377f0682 002de218'), kind: 'sqlite-wal', resource: '/w/app.db', breaking: 'never' },
  { ...lasting, tool: 'SQLite WAL', at: '/w/app.db-shm', content: bytes('18e22d00 00000000'), kind: 'sqlite-shm', resource: '/w/app.db', breaking: 'never' },
  { ...file, tool: 'SQLite unix-dotfile', at: '/w/app.db.lock', content: [], kind: 'folder', resource: '/w/app.db' },
  { ...lasting, tool: 'Redis cluster', at: '/w/nodes.conf', content: clusterTable, kind: 'redis-cluster', resource: '/w/nodes.conf', breaking: 'never' },
  { ...lasting, tool: 'Prometheus', at: '/p/data/lock', around: { '/p/data/wal': [], '/p/data/chunks_head': [] }, kind: 'prometheus', resource: '/p/data', basis: 'kernel' },
];
