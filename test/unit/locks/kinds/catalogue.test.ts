import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSamples } from './build.samples.ts';
import { read, type Sample } from './catalogue-sample.ts';
import { databaseSamples } from './databases.samples.ts';
import { infrastructureSamples } from './infrastructure.samples.ts';
import { pidFileSamples } from './pid-files.samples.ts';
import { pythonSamples } from './python.samples.ts';

/** The entries of the catalogue of lock formats that belong to Python, builds, databases and infrastructure, by their names there. */
const catalogue = `LMDB (Parcel .parcel-cache, Angular .angular/cache, Unity ArtifactDB-lock, OpenLDAP)
filelock.FileLock
filelock.SoftFileLock
filelock Marker/Lease
filelock StrictSoft
filelock SoftReadWriteLock
filelock ReadWriteLock
fasteners InterProcessLock
portalocker.Lock / RLock / BoundedSemaphore
portalocker PidFileLock
pylockfile (lockfile)
zc.lockfile (DVC, ZODB, CherryPy)
DVC repo lock
DVC rwlock
Hugging Face hub
PyTorch cpp_extension FileBaton
matplotlib
pytest tmp dir
pre-commit / virtualenv
uv
conda
Snakemake
Ansible persistent connection
Jupyter server
dmypy
cargo build dir
cargo package cache
rustc incremental session
Gradle
Java FileLock users: Eclipse, Lucene/Elasticsearch node.lock/write.lock, Kafka .lock, H2 .mv.db, Derby dbex.lck
Apache Derby
H2 file lock
HSQLDB
Bazel
Meson
ccache
Maven
SwiftPM
dune
Flutter SDK
Julia Pidfile
R CMD INSTALL
Terraform/OpenTofu local state
Pulumi DIY backend
borg
restic
dpkg / apt
pacman
kubectl
Docker buildx
PostgreSQL
PostgreSQL socket
MongoDB
LevelDB/RocksDB
SQLite rollback journal
SQLite WAL
SQLite unix-dotfile
Redis cluster
Prometheus
PID files`.split('\n');

const samples: readonly Sample[] = [...pythonSamples, ...buildSamples, ...databaseSamples, ...infrastructureSamples, ...pidFileSamples];

describe('the catalogue of lock formats', () => {
  for (const tool of catalogue) {
    test(`${tool} is recognised`, () => {
      const own = samples.filter((sample) => sample.tool === tool);
      assert.ok(own.length > 0);
      for (const sample of own) assert.equal(read(sample)?.kind, sample.kind);
    });
  }
});
