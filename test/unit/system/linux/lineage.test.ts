import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { containerIn } from '../../../../src/system/linux/lineage.ts';
import { programOf } from '../../../../src/system/linux/programs.ts';

const id = '0123456789abcdef'.repeat(4);

describe('the container in control groups', () => {
  const named: readonly (readonly [string, string | null])[] = [
    [`12:pids:/docker/${id}\n0::/`, '0123456789ab'],
    [`0::/system.slice/docker-${id}.scope`, '0123456789ab'],
    [`0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope/container`, '0123456789ab'],
    [`0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-${id}.scope`, '0123456789ab'],
    ['4:memory:/kubepods/besteffort/pod7', 'kubepods'],
    ['0::/lxc.payload.web/init.scope', 'web'],
    ['5:cpu:/lxc/web', 'web'],
    ['0::/machine.slice/systemd-nspawn@build.service/payload', 'build'],
    [`0::/user.slice/user.slice/libpod-conmon-${id}.scope`, null],
    ['0::/system.slice/docker.service', null],
    ['0::/system.slice/containerd.service', null],
    ['0::/user.slice/user-1000.slice/session-2.scope', null],
    [`0::/build/${id}${id}`, null],
    ['', null],
  ];
  for (const [cgroup, container] of named) test(`${cgroup || 'none'}: ${container}`, () => assert.equal(containerIn(cgroup), container));
});

test('a program goes by its first word, without what marks a login shell, or by the name in the kernel', () => {
  const stat = { comm: 'comm', state: 'S', parentPid: 1, threads: 1, startTicks: 1 };
  assert.equal(programOf(['-zsh'], stat), 'zsh');
  assert.equal(programOf(['/usr/share/code/code --type=utility --lang=en'], stat), 'code');
  assert.equal(programOf(['/home/a -b/git', 'status'], stat), 'git');
  assert.equal(programOf([], stat), 'comm');
  assert.equal(programOf(['-'], stat), 'comm');
});
