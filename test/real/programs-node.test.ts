// What JavaScript tools lock with: folders, renewed as long as their holder lives.
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { programPath } from './demo/crew.ts';
import { plainly, testProgram } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';
import { lackOfNpx, SlowRegistry } from './programs/npx.ts';
import { telling } from './programs/scene.ts';

testProgram(
  'proper-lockfile, with one who waits and takes over',
  lackOfPackages([]),
  { kind: 'proper-lockfile', named: false, killed: plainly('held'), released: plainly('held') },
  async (scene) => {
    writeFileSync(scene.at('work.json'), '{}\n');
    const locking = [process.execPath, programPath('hold-proper-lockfile.ts'), 'work.json', '2000', '1000'] as const;
    const holder = scene.start(locking);
    await holder.announced();
    const successor = scene.start([...locking, 'wait']).announced();
    const release = async (): Promise<void> => {
      await telling(holder, 'release')();
      await successor;
    };
    return { lockPath: scene.at('work.json.lock'), pid: holder.pid, release, afterDeath: () => successor };
  },
);

testProgram(
  'two npx of the same package',
  lackOfNpx(),
  // Its silence says nothing for a minute: so long the others wait.
  { kind: 'npx', named: false, killed: plainly('held'), released: plainly(null) },
  async (scene) => {
    mkdirSync(scene.at('tool'));
    writeFileSync(scene.at('tool', 'package.json'), JSON.stringify({ name: 'lockscope-demo-tool', version: '1.0.0', bin: 'tool.js' }));
    writeFileSync(scene.at('tool', 'tool.js'), '#!/usr/bin/env node\n');
    await scene.run(['npm', 'pack', '--silent', './tool']);
    const registry = await SlowRegistry.serve(scene.at('lockscope-demo-tool-1.0.0.tgz'));
    scene.atEnd(() => registry.dispose());
    const words = ['npx', '--yes', '--registry', registry.url, '--cache', scene.at('cache'), '--no-update-notifier', '--no-audit', '--no-fund', 'lockscope-demo-tool'] as const;
    const first = scene.start(words);
    const lockPath = await scene.waitFor(() => registry.isAsked && globSync(scene.at('cache', '_npx', '*', 'concurrency.lock'))[0], 'the lock of npx');
    const second = scene.start(words);
    const release = async (): Promise<void> => {
      registry.goOn();
      await Promise.all([first.exited, second.exited]);
    };
    return { lockPath, pid: first.pid, release };
  },
);
