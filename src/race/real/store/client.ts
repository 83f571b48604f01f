import { once } from 'node:events';
import net from 'node:net';
import { number, toJson } from '../../../base/json.ts';
import { RealRunError } from '../lab.ts';
import { lineReader } from './line-reader.ts';
import { storeAnswer, type StoreAnswer, type StoreRequest } from './protocol.ts';
import { storeAddress } from './server.ts';

interface Waiting {
  readonly resolve: (answer: StoreAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** An actor's connection to the store. */
export class StoreClient {
  readonly #socket: net.Socket;
  readonly #waiting: Waiting[] = [];
  #end: Error | null = null;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').on('data', lineReader((line) => this.#waiting.shift()?.resolve(storeAnswer(JSON.parse(line)))));
    socket.on('error', (error) => this.#fail(error)).once('close', () => this.#fail(new RealRunError('The store has ended.')));
  }

  /** @throws the system's error when nobody listens */
  static async connect(folder: string): Promise<StoreClient> {
    const socket = net.connect(storeAddress(folder));
    await once(socket, 'connect');
    return new StoreClient(socket);
  }

  /** @param token null: without one. @returns null when a newer token was seen */
  async read(token: number | null): Promise<number | null> {
    const answer = await this.#ask({ is: 'read', token });
    return answer === null ? null : number(answer);
  }

  /** @returns whether it was written: not when a newer token was seen */
  async write(value: number, token: number | null): Promise<boolean> {
    return (await this.#ask({ is: 'write', value, token })) === true;
  }

  /** A number higher than any before. */
  async token(): Promise<number> {
    return number(await this.#ask({ is: 'token' }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #ask(request: StoreRequest): Promise<StoreAnswer> {
    if (this.#end !== null) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(`${toJson(request)}\n`);
    });
  }

  #fail(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#end);
  }
}
