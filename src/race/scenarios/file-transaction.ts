import type { Body } from '../model/loop.ts';
import { chance, folder, mutex, type Chance, type Folder, type Mutex } from '../model/objects/index.ts';
import { defineScenario, type Condition, type System } from '../model/scenario.ts';

const both = 'accounts.json';
const alice = 'alice.json';
const bob = 'bob.json';
const journal = 'journal';

/** What both have together. */
const sum = 20;

interface Bank {
  readonly files: Folder;
  readonly lock: Mutex;
  /** Whether what comes next throws. */
  readonly luck: Chance;
}

/** Clients that each move 1 from Bob to Alice. */
function transfers(files: Folder, clients: readonly string[], move: (bank: Bank) => Body, kept: Condition, faults: NonNullable<System['faults']> = {}): System {
  const bank: Bank = { files, lock: mutex('lock', 'is-released'), luck: chance('luck') };
  return { shared: [bank.files, bank.lock, bank.luck], actors: Object.fromEntries(clients.map((name) => [name, () => move(bank)])), finally: [kept], faults };
}

function inTwoFiles(): Folder {
  return folder('folder', { [alice]: '10', [bob]: '10' });
}

/** That no money comes or goes, as it is seen by whoever takes the lock next. */
function twoFilesAgree(files: Folder): Condition {
  return {
    name: 'The sum of both accounts stays the same.',
    holds(view) {
      const state = view.of(files);
      return files.textIn(state, journal) !== null || Number(files.textIn(state, alice)) + Number(files.textIn(state, bob)) === sum;
    },
    says: (view) => `Alice has ${files.textIn(view.of(files), alice) ?? 'nothing'} and Bob has ${files.textIn(view.of(files), bob) ?? 'nothing'}: together they had ${sum}.`,
  };
}

function* addTo(files: Folder, account: string, amount: number): Body {
  const balance = Number(yield* files.read(account));
  yield* files.put(account, String(balance + amount));
}

/** Puts back what a transfer had found that did not come to its end. */
function* rollBack(files: Folder): Body {
  const before = yield* files.read(journal);
  if (before === null) return;
  const [ofAlice = '', ofBob = ''] = before.split(' ');
  yield* files.put(alice, ofAlice);
  yield* files.put(bob, ofBob);
  yield* files.unlink(journal);
}

export default defineScenario({
  name: 'file-transaction',
  title: 'Moving money between two accounts',
  promise: 'The sum of the accounts stays the same, whatever goes wrong on the way.',
  topic: 'safe counter, transaction',
  variants: {
    'exception-between-two-writes': {
      explanation:
        'Alice’s account and Bob’s are two files. The first is written, then something throws, and finally releases the lock as it should. But releasing a lock undoes nothing: Alice has the money, and Bob has it too.',
      expect: 'FAILED',
      fix: 'Make all changes in memory first and write them in one step, or note what was there before and put it back when something throws.',
      system() {
        const files = inTwoFiles();
        return transfers(files, ['A'], function* ({ lock, luck }) {
          yield* lock.acquire();
          yield* addTo(files, alice, 1);
          if ((yield* luck.oneOf('goes well', 'throws')) === 'goes well') yield* addTo(files, bob, -1);
          yield* lock.release();
        }, twoFilesAgree(files));
      },
    },
    'rollback-in-catch': {
      explanation:
        'When something throws, catch writes the old text of the first file back. That covers exceptions. A process that is killed runs no catch: it leaves the first file changed and the second not.',
      expect: 'FAILED',
      fix: 'Write down what was there before the first change, where the next process finds it: a journal.',
      system() {
        const files = inTwoFiles();
        return transfers(files, ['A'], function* ({ lock, luck }) {
          yield* lock.acquire();
          yield* addTo(files, alice, 1);
          yield* addTo(files, (yield* luck.oneOf('goes well', 'throws')) === 'goes well' ? bob : alice, -1);
          yield* lock.release();
        }, twoFilesAgree(files), { crash: { actors: ['A'] } });
      },
    },
    'transaction-within-a-transaction': {
      explanation:
        'The function that is given to execute() starts another transaction on the same file, perhaps in some helper. That one waits for the lock that its own caller holds: a file lock has no idea that both are the same process. Nothing goes on any more.',
      expect: 'FAILED',
      fix: 'Hand the open transaction on to what is called, or use a lock that counts how often its owner has acquired it.',
      system() {
        const files = folder('folder', { [both]: '10 10' });
        const lock = mutex('accounts.lock');
        const execute = function* (update: () => Body): Body {
          yield* lock.acquire();
          yield* update();
          yield* lock.release();
        };
        return {
          shared: [files, lock],
          actors: {
            A: () => execute(() => execute(function* () {
              yield* files.put(both, '11 9');
            })),
          },
        };
      },
    },
    'one-file-one-rename': {
      explanation:
        'Both accounts are in one file. They are changed in memory, where an exception does no harm, and replace the file in one step. There is no moment at which one is changed and the other is not, for an exception or for a kill.',
      expect: 'PROVED',
      system() {
        const files = folder('folder', { [both]: '10 10' });
        const balances = (text: string | null): readonly number[] => (text ?? '').split(' ').map(Number);
        return transfers(files, ['A', 'B'], function* ({ lock, luck }) {
          yield* lock.acquire();
          const [ofAlice = 0, ofBob = 0] = balances(yield* files.read(both));
          if ((yield* luck.oneOf('goes well', 'throws')) === 'goes well') {
            yield* files.put(`${both}.tmp`, `${ofAlice + 1} ${ofBob - 1}`);
            yield* files.rename(`${both}.tmp`, both);
          }
          yield* lock.release();
        }, {
          name: 'The sum of both accounts stays the same.',
          holds: (view) => balances(files.textIn(view.of(files), both)).reduce((one, other) => one + other) === sum,
          says: (view) => `The accounts are ${files.textIn(view.of(files), both) ?? 'gone'}: together they had ${sum}.`,
        }, { crash: { actors: ['A', 'B'], most: 2 } });
      },
    },
    'journal': {
      explanation:
        'Before the first change, the old balances go into a journal, and the journal is removed after the last. Whoever gets the lock looks for a journal first: where there is one, somebody came to grief in the middle, and the old balances are put back. Putting back twice does no harm, so it may itself be interrupted.',
      expect: 'PROVED',
      system() {
        const files = inTwoFiles();
        return transfers(files, ['A', 'B'], function* ({ lock, luck }) {
          yield* lock.acquire();
          yield* rollBack(files);
          const [ofAlice, ofBob] = [yield* files.read(alice), yield* files.read(bob)];
          yield* files.put(journal, `${ofAlice} ${ofBob}`);
          yield* addTo(files, alice, 1);
          if ((yield* luck.oneOf('goes well', 'throws')) === 'goes well') {
            yield* addTo(files, bob, -1);
            yield* files.unlink(journal);
          }
          yield* lock.release();
        }, twoFilesAgree(files), { crash: { actors: ['A', 'B'], most: 2 } });
      },
    },
  },
});
