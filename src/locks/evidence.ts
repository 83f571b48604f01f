import { formatDuration } from '../base/duration.ts';
import { text, type Text } from '../base/text.ts';
import type {
  Basis,
  BootFact,
  CandidateFact,
  ClaimFact,
  CreatorFact,
  Facts,
  HeartbeatFact,
  KernelFact,
  OpenerFact,
  SearchedFor,
  UnverifiableReason,
} from './facts.ts';
import type { Evidence, LockState, ProcessInfo } from './lock.ts';

/** From this age on, ms, a lock that nobody is seen to hold looks abandoned. A sign, never proof. */
export const oldAgeMs = 10 * 60 * 1000;

/** How a fact counts. */
type Weight =
  /** Proof that the holder lives. */
  | 'alive'
  /** Proof that the holder is gone. */
  | 'dead'
  /** Something decisive cannot be seen from here. */
  | 'hidden'
  /** Proof that it is free, and its file meant to stay. */
  | 'free'
  /** A sign of abandonment. */
  | 'sign'
  | 'context';

export interface Finding {
  readonly weight: Weight;
  readonly evidence: Evidence;
}

const supports: Record<Weight, LockState | 'neutral'> = {
  alive: 'held',
  dead: 'stale',
  hidden: 'unknown',
  free: 'idle',
  sign: 'suspect',
  context: 'neutral',
};

/** Every fact as a finding: how it counts, and its sentence. */
export function evidenceOf(facts: Facts): Finding[] {
  const kernel = [decisionFinding(facts.basis), kernelFinding(facts.kernel, facts.basis)];
  const rest = [
    claimFinding(facts.claim),
    creatorFinding(facts.creator),
    openerFinding(facts.openers),
    candidateFinding(facts.candidates, facts.heartbeat),
    heartbeatFinding(facts.heartbeat),
    bootFinding(facts.boot),
    ageFinding(facts),
  ];
  const isDecidedAbove = facts.basis === 'kernel-on-lasting-file' || facts.basis === 'decision';
  const findings = [...kernel, ...(isDecidedAbove ? rest.map(asContext) : rest)];
  return findings.filter((finding) => finding !== null);
}

/**
 * Who wrote into a file that stays, made it or has it open is not thereby its holder, nor is it free
 * when they are gone: the kernel's lock decides alone.
 */
function asContext(finding: Finding | null): Finding | null {
  return finding === null ? null : { weight: 'context', evidence: { ...finding.evidence, supports: supports.context } };
}

function decisionFinding(basis: Basis): Finding | null {
  return basis === 'decision' ? find('alive', 'decision', 'somebody set it on purpose, and it holds until it is lifted; no process is needed for that') : null;
}

function kernelFinding(kernel: KernelFact, basis: Basis): Finding | null {
  if (kernel.is === 'locked') {
    return kernel.processes.length === 0
      ? find('alive', 'kernel-lock', 'the kernel has a lock on it, whose holder cannot be seen by this user')
      : find('alive', 'kernel-lock', 'the kernel has a lock on it for {processes}', { processes: describeAll(kernel.processes) });
  }
  if (basis !== 'kernel' && basis !== 'kernel-on-lasting-file') return null;
  if (kernel.is === 'unseen') {
    return find('hidden', 'kernel-lock-unseen', 'it holds by a kernel lock, and from here it cannot be seen whether the kernel has one on it');
  }
  if (kernel.is === 'new') return find('hidden', 'kernel-lock-due', 'it was made a moment ago, and its kernel lock may be about to be taken');
  return basis === 'kernel'
    ? find('dead', 'kernel-lock-gone', 'the kernel has no lock on it any more, as after the end of its holder')
    : find('free', 'kernel-lock-free', 'the kernel has no lock on it; its file stays by design');
}

function find(weight: Weight, code: string, template: string, args: Text['args'] = {}): Finding {
  return findText(weight, code, text(template, args));
}

function findText(weight: Weight, code: string, message: Text): Finding {
  return { weight, evidence: { code, supports: supports[weight], message } };
}

function claimFinding(claim: ClaimFact): Finding | null {
  switch (claim.is) {
    case 'none':
      return null;
    case 'garbled':
      return claim.reason === 'unreadable'
        ? find('hidden', 'content-unreadable', 'its content cannot be read from here, so it is not known whom it names')
        : find('hidden', 'content-garbled', 'its content names no holder that can be read; it may be half-written');
    case 'elsewhere':
      return claim.pid === null
        ? find('hidden', 'other-host', 'it was made on host {host}, which cannot be seen from here', { host: claim.host })
        : find('hidden', 'other-host', 'it names pid {pid} on host {host}, which cannot be seen from here', { pid: claim.pid, host: claim.host });
    case 'person':
      return find('context', 'names-user', 'it names the user {user}, and no process', { user: claim.user });
    case 'earlier-boot':
      return find('dead', 'earlier-boot', 'it names pid {pid} of an earlier start of this machine', { pid: claim.pid });
    case 'dead':
      return find('dead', 'pid-dead', 'it names pid {pid}, which is not running', { pid: claim.pid });
    case 'zombie':
      return find('dead', 'pid-zombie', 'it names pid {pid}, which has exited and only waits to be reaped', { pid: claim.pid });
    case 'unverifiable':
      return find('hidden', 'pid-unverifiable', unverifiable[claim.reason], { pid: claim.pid });
    case 'alive':
      return aliveFinding(claim.process, claim.started);
  }
}

const unverifiable: Record<UnverifiableReason, string> = {
  'shared-place': 'it names pid {pid}, on a file system that other machines or containers share',
  'namesake-in-container': 'it names pid {pid}, which is the number of a process in a container of this machine',
  'no-permission': 'it names pid {pid}, which this user may not look up',
};

function aliveFinding(process: ProcessInfo, started: 'before' | 'after' | 'unclear'): Finding {
  const args = { process: describeProcess(process) };
  switch (started) {
    case 'before':
      return find('alive', 'pid-alive', 'it names {process}, which is running and started before the lock', args);
    case 'after':
      return find('dead', 'pid-reused', 'it names {process}, but that process started after the lock was written: the number was reused', args);
    case 'unclear':
      return find('hidden', 'pid-start-unclear', 'it names {process}, which is running, but it cannot be told whether it started before the lock', args);
  }
}

function creatorFinding(creator: CreatorFact): Finding | null {
  switch (creator.is) {
    case 'unseen':
      return null;
    case 'alive':
      return find(creator.decides ? 'alive' : 'context', 'creator-alive', '{process} was seen making it, and is running', { process: describeProcess(creator.process) });
    case 'gone':
      return find(creator.decides ? 'dead' : 'sign', 'creator-gone', 'seen at its making and no longer running: {processes}', { processes: describeAll(creator.processes) });
  }
}

function openerFinding(openers: OpenerFact): Finding | null {
  switch (openers.is) {
    case 'unseen':
      return null;
    case 'free':
      return find('context', 'not-open', 'no process that can be seen has it open');
    case 'open':
      return find('alive', 'open', 'open in {processes}', { processes: describeAll(openers.processes) });
  }
}

function searchedNone(searched: SearchedFor): Text {
  switch (searched) {
    case 'git':
      return text('no git process that could hold it is running in its repository');
    case 'javascript':
      return text('no JavaScript process that is known as such and could renew it is running');
    case 'anybody':
      return text('no process that could renew it is still running');
    default:
      return text('no process of {programs} that could hold it is running', { programs: ('programs' in searched ? searched.programs : searched).slice(0, 3).join(', ') });
  }
}

/** Nobody found is a sign only: not every git is called git, and any program may run JavaScript. */
function candidateFinding(candidates: CandidateFact, heartbeat: HeartbeatFact): Finding | null {
  switch (candidates.is) {
    case 'unsearched':
      return null;
    case 'unseen':
      return find('hidden', 'candidates-hidden', 'the processes that could hold it cannot all be seen by this user');
    case 'none':
      return findText('sign', 'no-candidate', searchedNone(candidates.searched));
    case 'possible':
      // Proof by silence needs no list of who might have spoken.
      if (heartbeat.is === 'silent') return null;
      return find('context', 'possible-holder', 'could be held by {processes}, running since before it was made', { processes: describeAll(candidates.processes) });
    case 'likely':
      return find('alive', 'working-in-repository', 'at work in its folder: {processes}', {
        processes: describeAll(candidates.processes),
      });
  }
}

function heartbeatFinding(heartbeat: HeartbeatFact): Finding | null {
  switch (heartbeat.is) {
    case 'none':
      return null;
    case 'fresh':
      return find('alive', 'heartbeat-fresh', 'its heartbeat is {silent} old', { silent: formatDuration(heartbeat.silentMs) });
    case 'new':
      return find('alive', 'just-made', 'it was made {silent} ago; the programs that make such locks respect them for {held}', {
        silent: formatDuration(heartbeat.silentMs),
        held: formatDuration(heartbeat.heldForMs),
      });
    case 'late':
      return find('sign', 'heartbeat-late', 'its heartbeat is {silent} old; its tool usually renews every {usual}', {
        silent: formatDuration(heartbeat.silentMs),
        usual: formatDuration(heartbeat.usualMs),
      });
    case 'silent':
      return find('dead', 'heartbeat-silent', 'its heartbeat is {silent} old, and its holder renewed at least every {interval}', {
        silent: formatDuration(heartbeat.silentMs),
        interval: formatDuration(heartbeat.intervalMs),
      });
  }
}

function bootFinding(boot: BootFact): Finding | null {
  return boot === 'before-boot' ? find('dead', 'before-boot', 'it is older than the last start of this machine') : null;
}

/** An open or locked file has a user, so its age says nothing. */
function ageFinding({ ageMs, openers, kernel, basis }: Facts): Finding | null {
  if (ageMs < oldAgeMs || openers.is === 'open' || kernel.is === 'locked' || basis === 'decision' || basis === 'kernel-on-lasting-file') return null;
  return find('sign', 'old', 'it is {age} old', { age: formatDuration(ageMs) });
}

/** "pid 4312 (git commit)"; commands can be long, so only their beginning. */
export function describeProcess({ pid, command }: ProcessInfo): string {
  if (command === null || command === '') return `pid ${pid}`;
  const short = command.length > 60 ? `${command.slice(0, 59)}…` : command;
  return `pid ${pid} (${short})`;
}

function describeAll(processes: readonly ProcessInfo[]): string {
  const named = processes.slice(0, 3).map(describeProcess);
  const rest = processes.length - named.length;
  return rest > 0 ? `${named.join(', ')} +${rest}` : named.join(', ');
}
