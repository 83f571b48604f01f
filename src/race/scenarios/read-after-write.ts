import type { Specification } from '../model/linearizability.ts';
import { forever, type Body } from '../model/loop.ts';
import { history, linearizable } from '../model/objects/history.ts';
import { queue, type Queue } from '../model/objects/queue.ts';
import { counter, type Counter } from '../model/objects/register.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** What a file with a number is: a read gives what was written last. */
const fileAlone: Specification<number> = {
  initial: 0,
  apply: (value, operation, [written]) => (operation === 'write' ? { state: Number(written), result: null } : { state: value, result: value }),
};

/** What is asked of the owner: a number to write, or null to read. */
type Request = readonly [client: string, value: number | null];

interface Parts {
  readonly file: Counter;
  /** What the readers keep of it, or what a second server does. */
  readonly copy: Counter;
  readonly inbox: Queue<Request>;
  readonly answers: Readonly<Record<string, Queue<number>>>;
}

interface Protocol {
  /** What the owner does with a request. */
  readonly handle: (parts: Parts, request: Request) => Body;
  /** How a reader reads. */
  readonly read: (parts: Parts, client: string) => Body<number>;
}

/** A writer writes 1 through the owner of a file, and a reader reads twice. */
function owned({ handle, read }: Protocol): System {
  const answers = { writer: queue<number>('answers to the writer'), reader: queue<number>('answers to the reader') };
  const parts: Parts = { file: counter('file'), copy: counter('copy'), inbox: queue('requests'), answers };
  const calls = history('calls');
  return {
    shared: [parts.file, parts.copy, parts.inbox, answers.writer, answers.reader, calls],
    actors: {
      * writer() {
        yield* calls.call('write', [1], function* () {
          yield* ask(parts, ['writer', 1]);
          return null;
        });
      },
      * reader() {
        for (let times = 0; times < 2; times += 1) yield* calls.call('read', [], () => read(parts, 'reader'));
      },
      owner: {
        run: () => forever(function* () {
          yield* handle(parts, yield* parts.inbox.take());
        }),
        serves: true,
      },
    },
    invariants: [linearizable(calls, fileAlone)],
  };
}

function* ask({ inbox, answers }: Parts, request: Request): Body<number> {
  yield* inbox.put(request);
  const [client] = request;
  const own = answers[client];
  return own === undefined ? 0 : yield* own.take();
}

function* answer({ answers }: Parts, client: string, value: number): Body {
  const theirs = answers[client];
  if (theirs !== undefined) yield* theirs.put(value);
}

function* readFile({ file }: Parts): Body<number> {
  return yield* file.read();
}

function* readCopy({ copy }: Parts): Body<number> {
  return yield* copy.read();
}

function* readThroughOwner(parts: Parts, client: string): Body<number> {
  return yield* ask(parts, [client, null]);
}

function* writeThenAnswer(parts: Parts, [client, value]: Request): Body {
  if (value !== null) yield* parts.file.write(value);
  yield* answer(parts, client, value ?? (yield* parts.file.read()));
}

function* answerThenWrite(parts: Parts, [client, value]: Request): Body {
  yield* answer(parts, client, value ?? (yield* parts.file.read()));
  if (value !== null) yield* parts.file.write(value);
}

function* writeAnswerThenCopy(parts: Parts, request: Request): Body {
  yield* writeThenAnswer(parts, request);
  const [, value] = request;
  if (value !== null) yield* parts.copy.write(value);
}

export default defineScenario({
  name: 'read-after-write',
  title: 'A read that begins after a write has ended',
  promise: 'Who reads after a write was confirmed reads what was written, and never something older again.',
  topic: 'asynchronous owner against locking',
  variants: {
    'confirmed-before-written': {
      explanation: 'The owner confirms a write when it has it in hand, and writes it to the file after that. A client reads the file in between, after the writer was told "done", and finds the old number.',
      expect: 'FAILED',
      fix: 'Answer when it is written, not when it is accepted. Or have reads go through the owner as well, which knows what it has in hand.',
      system: () => owned({ handle: answerThenWrite, read: readFile }),
    },
    'reads-a-copy': {
      explanation: 'Writes go to the file first and to a copy a little later, and reads are served from the copy, as from a cache or a replica. Between the two a reader finds the old number, although the write was confirmed.',
      expect: 'FAILED',
      fix: 'Read from where the writes go, or confirm a write only when every copy has it.',
      system: () => owned({ handle: writeAnswerThenCopy, read: readCopy }),
    },
    'reads-the-file': {
      explanation: 'The owner confirms a write when the file has it, and readers read the file. Writing it is one step, by a rename, and that is the moment at which the write takes effect for all.',
      expect: 'PROVED',
      system: () => owned({ handle: writeThenAnswer, read: readFile }),
    },
    'all-through-the-owner': {
      explanation: 'Reads are messages like writes, and the owner handles one after the other. Even though it confirms before it writes, the next message finds it done: the order of the queue is the order that everybody sees.',
      expect: 'PROVED',
      system: () => owned({ handle: answerThenWrite, read: readThroughOwner }),
    },
  },
});
