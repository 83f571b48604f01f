import { bytes, link, pid, type Sample } from './catalogue-sample.ts';

const file = { basis: 'existence', breaking: 'remove' } as const;
const lasting = { content: '', basis: 'kernel-on-lasting-file', breaking: 'end-holder' } as const;

const gradleState = '03 0123456789abcdef 0000000000000007';
const derby = { '/w/db/service.properties': '', '/w/db/seg0': [] };

/** Locks of compilers, build tools and the Java machine. */
export const buildSamples: readonly Sample[] = [
  { ...lasting, tool: 'cargo build dir', at: '/w/target/debug/.cargo-lock', kind: 'cargo-build', resource: '/w/target/debug' },
  { ...lasting, tool: 'cargo package cache', at: '/h/.cargo/.package-cache', kind: 'cargo-package-cache', resource: '/h/.cargo' },
  { ...lasting, tool: 'cargo package cache', at: '/h/.cargo/.package-cache-mutate', kind: 'cargo-package-cache', resource: '/h/.cargo' },
  {
    ...lasting,
    tool: 'rustc incremental session',
    at: '/w/target/debug/incremental/app-1a2b/s-h5x0-1b2c.lock',
    kind: 'rustc-incremental',
    resource: '/w/target/debug/incremental/app-1a2b',
  },
  { ...lasting, tool: 'rustdoc', at: '/w/target/doc/.lock', around: { '/w/target/doc/crates.js': '' }, kind: 'rustdoc', resource: '/w/target/doc' },
  { ...lasting, tool: 'Gradle', at: '/w/.gradle/8.5/fileHashes/fileHashes.lock', content: bytes(gradleState), kind: 'gradle', resource: '/w/.gradle/8.5/fileHashes/fileHashes', ways: [['gradle', '--stop']] },
  {
    ...lasting,
    tool: 'Gradle',
    at: '/w/.gradle/buildOutputCleanup/buildOutputCleanup.lock',
    content: bytes(`${gradleState} 03 00008857 f0b2af98851bf22c 0005 3232383534 0000`),
    around: { '/w/gradlew': '#!/bin/sh\n' },
    kind: 'gradle',
    resource: '/w/.gradle/buildOutputCleanup/buildOutputCleanup',
    claim: pid(22854),
    ways: [['./gradlew', '--stop']],
  },
  { ...lasting, tool: 'Gradle', at: '/h/.gradle/caches/journal-1/journal-1.lock', kind: 'gradle', resource: '/h/.gradle/caches/journal-1/journal-1', ways: [['gradle', '--stop']] },
  { ...lasting, tool: 'Gradle', at: '/h/.gradle/wrapper/dists/g/1/g.zip.lck', kind: 'gradle-wrapper', resource: '/h/.gradle/wrapper/dists/g/1/g.zip' },
  { ...lasting, tool: javaLocks(), at: '/w/.metadata/.lock', kind: 'eclipse', resource: '/w' },
  { ...lasting, tool: javaLocks(), at: '/w/index/write.lock', around: { '/w/index/segments_1': '' }, kind: 'lucene', resource: '/w/index' },
  { ...lasting, tool: javaLocks(), at: '/w/data/node.lock', around: { '/w/data/_state': [] }, kind: 'elasticsearch', resource: '/w/data' },
  { ...lasting, tool: javaLocks(), at: '/w/kafka-logs/.lock', around: { '/w/kafka-logs/meta.properties': '' }, kind: 'kafka', resource: '/w/kafka-logs' },
  { ...lasting, tool: javaLocks(), at: '/w/test.mv.db', content: 'H:2,blockSize:1000,created:1a1fdac6fa2', kind: 'h2-store', resource: '/w/test.mv.db', breaking: 'never' },
  {
    ...lasting,
    tool: 'Apache Derby',
    at: '/w/db/dbex.lck',
    content: bytes('00000001'),
    around: { ...derby, '/w/db/db.lck': 'x' },
    kind: 'derby',
    resource: '/w/db',
    companions: ['/w/db/db.lck'],
  },
  {
    ...file,
    tool: 'Apache Derby',
    at: '/w/db/db.lck',
    content: bytes(`0024 ${Buffer.from('a816c00e-01a1-fc53-d0ac-000017966b88').toString('hex')}`),
    around: derby,
    kind: 'derby-file',
    resource: '/w/db',
  },
  {
    ...file,
    tool: 'H2 file lock',
    at: '/w/.metals/metals.lock.db',
    content: '#FileLock\n#Sat Nov 21 10:34:58 UTC 2026\nmethod=file\nid=1a1fdac6f4390dc5e7347dc1a9aa7a14ebd261de68b\n',
    kind: 'h2',
    resource: '/w/.metals/metals',
    claimedAt: 1_795_257_298_755,
  },
  { ...file, tool: 'HSQLDB', at: '/w/hs.lck', content: bytes('4853514c4c4f434b 000001a1fdacbf4e'), kind: 'hsqldb', resource: '/w/hs' },
  {
    ...lasting,
    tool: 'Bazel',
    at: '/c/_bazel_ann/0f1e/lock',
    content: 'pid=27035\nowner=client\ncwd=/w/bz\n',
    kind: 'bazel',
    resource: '/c/_bazel_ann/0f1e',
    breaking: 'tool-command',
    claim: pid(27035),
    ways: [['bazel', 'shutdown']],
  },
  { ...file, tool: 'Bazel', at: '/c/_bazel_ann/0f1e/server/server.pid.txt', content: '27055', kind: 'bazel-server', resource: '/c/_bazel_ann/0f1e', breaking: 'tool-command', claim: pid(27055) },
  { ...lasting, tool: 'Meson', at: '/w/build/meson-private/meson.lock', kind: 'meson', resource: '/w/build' },
  {
    ...file,
    tool: 'ccache',
    at: '/c/ccache/a/b.lock',
    content: link('vm-26437-139847637555008-1795235174.1795235174220247255'),
    around: { '/c/ccache/a/b.alive': '' },
    kind: 'ccache',
    resource: '/c/ccache/a/b',
    claim: pid(26437, 'vm'),
    claimedAt: 1_795_235_174_999,
    companions: ['/c/ccache/a/b.alive'],
  },
  { ...lasting, tool: 'Maven', at: '/h/.m2/repository/a/a.jar.part.lock', kind: 'maven', resource: '/h/.m2/repository/a/a.jar.part' },
  { ...lasting, tool: 'Maven', at: '/h/.m2/repository/.locks/artifact~a.lock', kind: 'maven', resource: '/h/.m2/repository/.locks/artifact~a' },
  { ...lasting, tool: 'SwiftPM', at: '/w/.build/.lock', content: '4242', kind: 'swiftpm', resource: '/w/.build', claim: pid(4242) },
  { ...lasting, tool: 'dune', at: '/w/_build/.lock', content: '4242\n', kind: 'dune', resource: '/w/_build', claim: pid(4242) },
  { ...lasting, tool: 'dune', at: '/w/_build/.lock', kind: 'dune', resource: '/w/_build' },
  { ...lasting, tool: 'Flutter SDK', at: '/s/flutter/bin/cache/lockfile', around: { '/s/flutter/bin/flutter': '#!/bin/sh\n' }, kind: 'flutter', resource: '/s/flutter' },
  { ...file, tool: 'Julia Pidfile', at: '/j/compiled/A.ji.pidfile', content: '4242 vm', kind: 'julia', resource: '/j/compiled/A.ji', claim: pid(4242, 'vm') },
  { ...file, tool: 'R CMD INSTALL', at: '/r/library/00LOCK-ggplot2', content: ['ggplot2'], kind: 'r-install', resource: '/r/library', breaking: 'never' },
  { ...file, tool: 'R CMD INSTALL', at: '/r/library/00LOCK', content: [], kind: 'r-install', resource: '/r/library', breaking: 'never' },
];

function javaLocks(): string {
  return 'Java FileLock users: Eclipse, Lucene/Elasticsearch node.lock/write.lock, Kafka .lock, H2 .mv.db, Derby dbex.lck';
}
