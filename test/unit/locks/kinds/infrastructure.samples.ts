import { pid, type Sample } from './catalogue-sample.ts';

const file = { basis: 'existence', breaking: 'tool-command' } as const;
const lasting = { content: '', basis: 'kernel-on-lasting-file', breaking: 'end-holder' } as const;

const id = '7c6ad1a2-5d3b-4bd4-9a60-2f1f5c6e7d80';
const info = `{"ID":"${id}","Operation":"OperationTypeApply","Info":"","Who":"ann@vm","Version":"1.9.5","Created":"2026-11-21T07:00:00.5Z","Path":"terraform.tfstate"}`;
const name = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0';

/** Locks of tools that keep machines, packages and backups. */
export const infrastructureSamples: readonly Sample[] = [
  {
    ...file,
    tool: 'Terraform/OpenTofu local state',
    at: '/w/.terraform.tfstate.lock.info',
    content: info,
    kind: 'terraform',
    resource: '/w/terraform.tfstate',
    claim: { by: 'person', user: 'ann', host: 'vm' },
    claimedAt: Date.UTC(2026, 10, 21, 7, 0, 0, 500),
    ways: [['terraform', 'force-unlock', id]],
  },
  {
    ...file,
    tool: 'Terraform/OpenTofu local state',
    at: '/w/.prod.lock.info',
    content: info.replace(id, '$(reboot)').replace('ann@vm', 'CORP\\\\ann@home@vm'),
    kind: 'terraform',
    resource: '/w/prod',
    claim: { by: 'person', user: 'CORP\\ann@home', host: 'vm' },
    claimedAt: Date.UTC(2026, 10, 21, 7, 0, 0, 500),
  },
  {
    ...file,
    tool: 'Pulumi DIY backend',
    at: '/w/.pulumi/locks/organization/shop/dev/8d1f.json',
    content: '{"pid":4242,"username":"ann","hostname":"vm","timestamp":"2026-11-21T07:00:00Z"}',
    kind: 'pulumi',
    resource: '/w/.pulumi/locks/organization/shop/dev',
    claim: pid(4242, 'vm'),
    claimedAt: Date.UTC(2026, 10, 21, 7),
    ways: [['pulumi', 'cancel', '--', 'dev']],
  },
  {
    ...file,
    tool: 'borg',
    at: '/b/lock.exclusive',
    content: ['vm@3281355014145.27240-0'],
    kind: 'borg-exclusive',
    resource: '/b',
    claim: pid(27240, 'vm'),
    ways: [['borg', 'break-lock', '/b']],
  },
  {
    ...file,
    tool: 'borg',
    at: '/b/lock.roster',
    content: '{"shared": [["vm@3281355014145", 27240, 0], ["mill@12", 9, 1]]}',
    kind: 'borg-roster',
    resource: '/b',
    claim: { by: 'several', claims: [pid(27240, 'vm'), pid(9, 'mill')] },
    ways: [['borg', 'break-lock', '/b']],
  },
  {
    ...file,
    tool: 'restic',
    at: `/r/locks/${name}`,
    content: 'x'.repeat(134),
    around: { '/r/config': 'x', '/r/keys': [], '/r/snapshots': [] },
    kind: 'restic',
    resource: '/r',
    ways: [['restic', '-r', '/r', 'unlock']],
  },
  { ...lasting, tool: 'dpkg / apt', at: '/var/lib/dpkg/lock-frontend', kind: 'dpkg', resource: '/var/lib/dpkg' },
  { ...lasting, tool: 'dpkg / apt', at: '/var/lib/apt/lists/lock', kind: 'dpkg', resource: '/var/lib/apt/lists' },
  { ...file, tool: 'pacman', at: '/var/lib/pacman/db.lck', content: { type: 'unreadable', reason: 'EACCES' }, kind: 'pacman', resource: '/var/lib/pacman', breaking: 'remove' },
  { ...file, tool: 'kubectl', at: '/h/.kube/config.lock', content: '', kind: 'kubectl', resource: '/h/.kube/config', breaking: 'remove' },
  { ...lasting, tool: 'Docker buildx', at: '/h/.docker/buildx/.lock', kind: 'docker-buildx', resource: '/h/.docker/buildx' },
];
