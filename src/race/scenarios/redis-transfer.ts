import { again, loop, type Again, type Body } from '../model/loop.ts';
import { clock, type Clock } from '../model/objects/clock.ts';
import { keyValueStore, type KeyValueStore } from '../model/objects/key-value-store.ts';
import { defineScenario, type Condition, type System, type View } from '../model/scenario.ts';

const lease = 2;
const [balance1, balance2] = ['balance:1', 'balance:2'];
const [lock1, lock2] = ['account:1:lock', 'account:2:lock'];

interface Bank {
  readonly redis: KeyValueStore;
  readonly time: Clock;
}

/** One transfer of 10 from account 1 to account 2, while others pay in: 10 to account 1, 5 and 5 to account 2. */
function amongPayments(transfer: (bank: Bank, who: string) => Body): System {
  const bank: Bank = { redis: keyValueStore('redis', { [balance1]: 100, [balance2]: 100 }), time: clock() };
  return {
    shared: [bank.redis, bank.time],
    actors: {
      A: () => transfer(bank, 'A'),
      B: () => payIn(bank, 'B', lock1, balance1, 10, 0),
      * C() {
        yield* payIn(bank, 'C', lock2, balance2, 5, 1);
        yield* payIn(bank, 'C', lock2, balance2, 5, 1);
      },
    },
    finally: [endsWith(bank.redis, 100, 120)],
    ticks: 10,
  };
}

/** Two such transfers, one of which may end at any step. */
function withCrash(transfer: (bank: Bank, who: string) => Body): System {
  const bank: Bank = { redis: keyValueStore('redis', { [balance1]: 100, [balance2]: 100 }), time: clock() };
  return {
    shared: [bank.redis, bank.time],
    actors: { A: () => transfer(bank, 'A'), B: () => transfer(bank, 'B') },
    finally: [keepsTotal(bank.redis, 200)],
    faults: { crash: { actors: ['A'] } },
    ticks: 3,
  };
}

function balances(view: View, redis: KeyValueStore): readonly [number, number] {
  const { entries } = view.of(redis);
  return [Number(entries[balance1]?.value), Number(entries[balance2]?.value)];
}

function endsWith(redis: KeyValueStore, first: number, second: number): Condition {
  return {
    name: `In the end the accounts have ${first} and ${second}.`,
    holds: (view) => balances(view, redis).join() === `${first},${second}`,
    says: (view) => `The accounts have ${balances(view, redis).join(' and ')}, not ${first} and ${second}.`,
  };
}

function keepsTotal(redis: KeyValueStore, total: number): Condition {
  const sum = (view: View): number => balances(view, redis).reduce((all, each) => all + each);
  return {
    name: 'No money is lost or made.',
    holds: (view) => sum(view) === total,
    says: (view) => `The accounts have ${balances(view, redis).join(' and ')}: ${total - sum(view)} are lost.`,
  };
}

function* payIn({ redis, time }: Bank, who: string, lock: string, balance: string, amount: number, ticks: number): Body {
  yield* redis.setWhenAbsent(lock, who, lease);
  const before = Number(yield* redis.get(balance));
  if (ticks > 0) yield* time.sleepUntil((yield* time.now()) + ticks);
  yield* redis.set(balance, before + amount);
  yield* redis.deleteIfEquals(lock, who);
}

function* release({ redis }: Bank, who: string): Body {
  yield* redis.deleteIfEquals(lock2, who);
  yield* redis.deleteIfEquals(lock1, who);
}

function* move({ redis }: Bank): Body {
  const from = Number(yield* redis.get(balance1));
  const to = Number(yield* redis.get(balance2));
  yield* redis.set(balance1, from - 10);
  yield* redis.set(balance2, to + 10);
}

function* moveInOneStep({ redis }: Bank): Body {
  const from = Number(yield* redis.get(balance1));
  const to = Number(yield* redis.get(balance2));
  yield* redis.setAll({ [balance1]: from - 10, [balance2]: to + 10 });
}

function locked(work: (bank: Bank) => Body) {
  return function* (bank: Bank, who: string): Body {
    yield* bank.redis.setWhenAbsent(lock1, who, lease);
    yield* bank.redis.setWhenAbsent(lock2, who, lease);
    yield* work(bank);
    yield* release(bank, who);
  };
}

/** With both locks, each is renewed; if one is gone, all begins again. */
function* lockedAndChecked(bank: Bank, who: string): Body {
  const { redis } = bank;
  yield* loop(null, function* (): Body<null | Again<null>> {
    yield* redis.setWhenAbsent(lock1, who, lease);
    yield* redis.setWhenAbsent(lock2, who, lease);
    const isStillLocked = (yield* redis.renewIfEquals(lock1, who, lease)) && (yield* redis.renewIfEquals(lock2, who, lease));
    if (isStillLocked) yield* moveInOneStep(bank);
    yield* release(bank, who);
    return isStillLocked ? null : again(null);
  });
}

export default defineScenario({
  name: 'redis-transfer',
  title: 'A transfer under two locks in Redis',
  promise: 'Every transfer is made whole, and no money is lost or made of nothing.',
  topic: 'Redis lock',
  variants: {
    'lease-runs-out-in-the-queue': {
      explanation: 'The two locks are taken in order, so nobody deadlocks. But the first one expires while its holder waits for the second, and waiting has no end. By the time A has both, B has the first one as well, and both write account 1.',
      expect: 'FAILED',
      fix: 'After the last lock, check and renew all of them; if one is gone, let go of the rest and begin again. Waiting with a timeout that is shorter than the lease helps too.',
      system: () => amongPayments(locked(move)),
    },
    'renewed-before-work': {
      explanation: 'When A has got its second lock, it renews both in steps that check whose they are. If the first one has run out meanwhile, A lets go and begins again. Only a pause in the work itself could still rob it, and that takes a fencing token.',
      expect: 'PROVED',
      system: () => amongPayments(lockedAndChecked),
    },
    'crash-between-two-writes': {
      explanation: 'The balances are written one after the other. A client that ends between the two has taken the money and not given it. Its locks expire in good order, and the next client finds nothing strange: a lock keeps others out, it does not make two writes one.',
      expect: 'FAILED',
      fix: 'Write both balances in one step, with a script or MULTI. All or nothing is what a transaction gives, not a lock.',
      system: () => withCrash(locked(move)),
    },
    'one-script': {
      explanation: 'Both balances are written in one step, so a client that ends has made its transfer or has not begun it. Its locks expire, and the other client goes on.',
      expect: 'PROVED',
      system: () => withCrash(locked(moveInOneStep)),
    },
  },
});
