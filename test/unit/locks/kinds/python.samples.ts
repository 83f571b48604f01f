import { link, pid, type Sample } from './catalogue-sample.ts';

const token = '3514194484921313017587318906318770296078361634256218953472';
const mark = { bootId: '8f51e700f25f4748b26960b59bcd522c', startTicks: '202496' };
const held = '/w/a.lock.filelock/claims/held-v1-10b6ec865cb5391ea8de4cc5fd943534.claim';
const claim = `filelock-strict-v1\n10b6ec865cb5391ea8de4cc5fd943534\n2391\n766d\n${token}\n`;
const rwHolder = 'db1d8fe12dae64b5615882680a09bb8c';

const file = { basis: 'existence', breaking: 'remove' } as const;
const lasting = { content: '', basis: 'kernel-on-lasting-file', breaking: 'end-holder' } as const;

/** Locks of Python's libraries and tools, as the catalogue and the programs themselves write them. */
export const pythonSamples: readonly Sample[] = [
  { ...file, tool: 'filelock.FileLock', at: '/w/data.lock', content: '', kind: 'file', resource: '/w/data' },
  { ...lasting, tool: 'filelock.FileLock', at: '/c/virtualenv/wheel/3.11/embed/3/pip.lock', kind: 'virtualenv', resource: '/c/virtualenv/wheel/3.11/embed/3/pip' },
  { ...lasting, tool: 'filelock.FileLock', at: '/tmp/torchinductor_ann/locks/cab.lock', kind: 'torch-inductor', resource: '/tmp/torchinductor_ann/locks/cab' },
  { ...lasting, tool: 'filelock.FileLock', at: '/c/pypoetry/cache/repositories/PyPI.lock', kind: 'poetry', resource: '/c/pypoetry/cache/repositories/PyPI' },
  { ...file, tool: 'filelock.SoftFileLock', at: '/w/a.lock', content: `19460\nvm\n${token}\n`, kind: 'filelock-soft', resource: '/w/a', claim: pid(19460, 'vm', mark) },
  { ...file, tool: 'filelock.SoftFileLock', at: '/w/a.lock', content: '19460\nvm\n133750894433000000\n', kind: 'filelock-soft', resource: '/w/a', claim: pid(19460, 'vm') },
  { ...file, tool: 'filelock.SoftFileLock', at: '/w/a.lock', content: '19460\nvm\n', kind: 'pid-file', resource: '/w/a', claim: { ...pid(19460, 'vm'), hostIsGuess: true } },
  {
    ...file,
    tool: 'filelock Marker/Lease',
    at: '/w/a.lock',
    content: `filelock/2\npid=19710\nhost=vm\nmode=lease\ntoken=e29dcfafed5b0482472401fd9b19f7f5\nduration=30.0\nstart=${token}\n`,
    kind: 'filelock-marker',
    resource: '/w/a',
    claim: pid(19710, 'vm', mark),
  },
  { ...file, tool: 'filelock Marker/Lease', at: '/w/a.lock', content: `filelock/2\npid=2391\nhost=vm\nmode=exclusive\n`, kind: 'filelock-marker', resource: '/w/a', claim: pid(2391, 'vm') },
  {
    ...file,
    tool: 'filelock StrictSoft',
    at: held,
    content: claim,
    around: { [held.replace('held', 'intent')]: claim, '/w/a.lock': '1\nfilelock-strict-v1\0\n0\n' },
    kind: 'filelock-strict',
    resource: '/w/a',
    claim: pid(2391, 'vm', mark),
    companions: [held.replace('held', 'intent')],
  },
  {
    ...file,
    tool: 'filelock SoftReadWriteLock',
    at: `/w/b.lock.rw/holders/${rwHolder}`,
    content: `filelock-rw/1\ntoken=${rwHolder}\npid=19513\nhost=vm\nnonce=58347faaf4ab49e9c1ef97e800879706\n`,
    around: {
      '/w/b.lock.rw/gen': ['00000000000000000001', '00000000000000000002'],
      '/w/b.lock.rw/gen/00000000000000000002': `filelock-rw/1\ngeneration=2\nreader=${rwHolder}\n`,
    },
    kind: 'filelock-rw',
    resource: '/w/b',
    breaking: 'never',
    claim: pid(19513, 'vm'),
  },
  { ...file, tool: 'filelock ReadWriteLock', at: '/w/rw.lock', content: '', kind: 'file', resource: '/w/rw' },
  { ...file, tool: 'fasteners InterProcessLock', at: '/w/f.lock', content: '', kind: 'file', resource: '/w/f' },
  { ...file, tool: 'portalocker.Lock / RLock / BoundedSemaphore', at: '/w/s.00.lock', content: '', kind: 'file', resource: '/w/s.00' },
  { ...file, tool: 'portalocker PidFileLock', at: '/w/app.pid', content: '18950', kind: 'pid-file', resource: '/w/app', claim: pid(18950) },
  { ...file, tool: 'pylockfile (lockfile)', at: '/w/mk.lock', content: ['vm.-40f4204018830'], kind: 'pylockfile', resource: '/w/mk' },
  { ...file, tool: 'pylockfile (lockfile)', at: '/w/sym.lock', content: link('vm-40f42040.18830-9183097404347620778'), kind: 'pylockfile', resource: '/w/sym' },
  { ...file, tool: 'pylockfile (lockfile)', at: '/w/pid.lock', content: '18957\n', kind: 'pid-file', resource: '/w/pid', claim: pid(18957) },
  { ...lasting, tool: 'zc.lockfile (DVC, ZODB, CherryPy)', at: '/w/Data.fs.lock', content: ' 18957\n', kind: 'zc-lockfile', resource: '/w/Data.fs', claim: pid(18957) },
  { ...lasting, tool: 'zc.lockfile (DVC, ZODB, CherryPy)', at: '/w/Data.fs.lock', content: ' 18957;vm\n', kind: 'zc-lockfile', resource: '/w/Data.fs', claim: pid(18957, 'vm') },
  { ...lasting, tool: 'DVC repo lock', at: '/w/.dvc/tmp/lock', content: ' 4242\n', kind: 'dvc', resource: '/w', claim: pid(4242) },
  { ...lasting, tool: 'DVC repo lock', at: '/w/.dvc/tmp/lock', kind: 'dvc', resource: '/w' },
  { ...file, tool: 'DVC repo lock', at: '/w/.dvc/tmp/lock', content: '/w/.dvc/tmp/0a1b|vm|4242|8129', kind: 'dvc-hardlink', resource: '/w', claim: pid(4242, 'vm') },
  {
    ...file,
    tool: 'DVC rwlock',
    at: '/w/.dvc/tmp/rwlock',
    content: '{"write": {"/w/data.csv": {"pid": 4242, "cmd": "dvc repro"}}, "read": {"/w/raw.csv": [{"pid": 4242, "cmd": "x"}, {"pid": 4250, "cmd": "y"}]}}',
    kind: 'dvc-rwlock',
    resource: '/w',
    claim: { by: 'several', claims: [pid(4242), pid(4250)] },
  },
  { ...lasting, tool: 'Hugging Face hub', at: '/w/.cache/huggingface/download/a/model.bin.lock', kind: 'huggingface', resource: '/w/.cache/huggingface/download/a/model.bin' },
  { ...lasting, tool: 'Hugging Face hub', at: '/c/huggingface/hub/.locks/models--a/0f1e.lock', kind: 'huggingface', resource: '/c/huggingface/hub/.locks/models--a/0f1e' },
  { ...file, tool: 'PyTorch cpp_extension FileBaton', at: '/c/torch_extensions/py311_cu121/fused/lock', content: '', kind: 'torch-extension', resource: '/c/torch_extensions/py311_cu121/fused' },
  { ...file, tool: 'matplotlib', at: '/c/fontlist-v390.json.matplotlib-lock', content: '', kind: 'matplotlib', resource: '/c/fontlist-v390.json' },
  { ...file, tool: 'pytest tmp dir', at: '/tmp/pytest-of-ann/pytest-3/.lock', content: '26993', kind: 'pytest', resource: '/tmp/pytest-of-ann/pytest-3', claim: pid(26993) },
  { ...lasting, tool: 'pre-commit / virtualenv', at: '/c/pre-commit/.lock', kind: 'pre-commit', resource: '/c/pre-commit' },
  { ...lasting, tool: 'uv', at: '/w/.venv/.lock', kind: 'uv', resource: '/w/.venv' },
  { ...lasting, tool: 'uv', at: '/tmp/uv-8f51e700f25f4748.lock', kind: 'uv', resource: '/tmp/uv-8f51e700f25f4748' },
  { ...lasting, tool: 'conda', at: '/c/pkgs/cache/497deca9.json', content: '{}', around: { '/c/pkgs/urls.txt': '' }, kind: 'conda-cache', resource: '/c/pkgs/cache/497deca9.json', breaking: 'never' },
  {
    ...file,
    tool: 'Snakemake',
    at: '/w/.snakemake/locks/0.input.lock',
    content: 'out.txt\nin.txt\n',
    kind: 'snakemake',
    resource: '/w',
    breaking: 'tool-command',
    ways: [['snakemake', '--unlock']],
  },
  { ...lasting, tool: 'Ansible persistent connection', at: '/h/.ansible/pc/.ansible_pc_lock_0f1e', kind: 'ansible-connection', resource: '/h/.ansible/pc' },
  {
    ...file,
    tool: 'Jupyter server',
    at: '/r/jpserver-4242.json',
    content: '{"pid": 4242, "port": 8888, "token": "secret", "root_dir": "/w"}',
    kind: 'jupyter-server',
    resource: '/r',
    claim: pid(4242),
    ways: [['jupyter', 'server', 'stop', '8888']],
  },
  { ...file, tool: 'dmypy', at: '/w/.dmypy.json', content: '{"pid": 29179, "connection_name": "/tmp/x/dmypy.sock"}\n', kind: 'dmypy', resource: '/w', claim: pid(29179), ways: [['dmypy', 'stop']] },
];
