import { once } from 'node:events';
import net from 'node:net';
import type { Helper, HelperSite } from '../../actor/helpers.ts';
import { socketIn } from '../../socket.ts';
import type { ActorSite, Attempt, Strategy, Work } from '../../scenario.ts';
import { CounterFile } from './counter-file.ts';
import { setUpCounter } from './guarded.ts';

const socketName = 'owner';

/** Counts for all who are connected, in its event loop: nobody else opens the file, so nothing has to be locked. */
export async function serveOwner({ folder, config }: HelperSite): Promise<Helper> {
  const counter = new CounterFile(folder, 'owner');
  const increment = config === 'batched' ? inBatches(counter) : oneByOne(counter);
  const clients = new Set<net.Socket>();
  const server = net.createServer((client) => {
    clients.add(client);
    client.on('data', (asked) => {
      for (let each = 0; each < asked.length; each++) increment(client);
    });
    // A client that was killed is gone by an error or not; 'close' follows.
    client.on('error', () => client.destroy());
    client.on('close', () => clients.delete(client));
  });
  server.listen(socketIn(folder, socketName));
  await once(server, 'listening');
  return {
    close: async () => {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(client: net.Socket, count: number): void {
  client.write(`${count}\n`);
}

/** A file read and written for each. */
function oneByOne(counter: CounterFile): (client: net.Socket) => void {
  return (client) => {
    const count = counter.read() + 1;
    counter.write(count);
    answer(client, count);
  };
}

/** A file read and written for all who ask in one turn of the event loop. */
function inBatches(counter: CounterFile): (client: net.Socket) => void {
  let waiting: net.Socket[] = [];
  const write = (): void => {
    const served = waiting;
    waiting = [];
    const before = counter.read();
    counter.write(before + served.length);
    served.forEach((client, at) => answer(client, before + at + 1));
  };
  return (client) => {
    if (waiting.length === 0) setImmediate(write);
    waiting.push(client);
  };
}

async function connect({ folder }: ActorSite): Promise<Work> {
  const socket = net.connect(socketIn(folder, socketName));
  await once(socket, 'connect');
  const answers = new Answers(socket);
  return {
    operate: async (attempt: Attempt) => {
      await attempt.fault();
      socket.write('+');
      const count = await answers.next();
      attempt.read(count - 1);
      attempt.wrote(count);
      await attempt.fault();
    },
    close: () => void socket.destroy(),
  };
}

/** The counts that the owner answers with, one for each time of asking. */
class Answers {
  #rest = '';
  #resolve: ((count: number) => void) | null = null;
  #reject: ((error: Error) => void) | null = null;
  #gone: Error | null = null;

  constructor(socket: net.Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('The owner of the counter has gone.')));
  }

  next(): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) return reject(this.#gone);
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  #take(text: string): void {
    this.#rest += text;
    const end = this.#rest.indexOf('\n');
    if (end === -1) return;
    const count = Number(this.#rest.slice(0, end));
    this.#rest = this.#rest.slice(end + 1);
    this.#resolve?.(count);
  }

  #end(error: Error): void {
    this.#gone ??= error;
    this.#reject?.(this.#gone);
  }
}

function owned(how: { readonly name: string; readonly title: string; readonly summary: string; readonly batched: boolean }): Strategy {
  const { name, title, summary, batched } = how;
  return {
    name,
    title,
    summary,
    claims: 'kept',
    survives: ['kill', 'pause', 'slowMs'],
    faults: ['kill', 'pause', 'slowMs'],
    actorsAre: 'processes',
    excludes: false,
    needs: [],
    model: { scenario: 'one-owner', variant: 'one-at-a-time' },
    claim: null,
    setUp: async (site) => {
      const resource = await setUpCounter(site);
      await site.helper('owner', batched ? 'batched' : 'one by one');
      return resource;
    },
    work: connect,
  };
}

export const ownerProcess = owned({
  name: 'owner-process',
  title: 'Owner process',
  summary: 'One process alone reads and writes the file; the others ask it over a local socket.',
  batched: false,
});

export const ownerBatched = owned({
  name: 'owner-process-batched',
  title: 'Owner, in batches',
  summary: 'As the owner process, but it reads and writes once for all who ask in the same turn of its event loop.',
  batched: true,
});
