import type { Body } from '../model/loop.ts';
import { keyValueStore, type KeyValueStore } from '../model/objects/key-value-store.ts';
import { room, type Room } from '../model/objects/room.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';

const nodesInAll = 5;
/** The lock expires after so many ticks; nobody takes that long here. */
const lease = 2;
const tries = 3;

interface Client {
  readonly id: string;
  /** The nodes that it can reach. */
  readonly reached: readonly KeyValueStore[];
  readonly inside: Room;
}

/** Five nodes, of which so many are down, and one client. */
function oneClient(down: number): System {
  const nodes = Array.from({ length: nodesInAll }, (_each, at) => keyValueStore(`node ${at + 1}`, {}, at < nodesInAll - down));
  const inside = room('the work');
  return { shared: [...nodes, inside], actors: { A: () => insistent({ id: 'A', reached: nodes, inside }) } };
}

/** Five nodes on two sides of a broken network, with one client on each. */
function split(quorum: number): System {
  const nodes = Array.from({ length: nodesInAll }, (_each, at) => keyValueStore(`node ${at + 1}`));
  const inside = room('the work');
  return {
    shared: [...nodes, inside],
    actors: {
      A: () => once({ id: 'A', reached: nodes.slice(0, 2), inside }, quorum),
      B: () => once({ id: 'B', reached: nodes.slice(2), inside }, quorum),
    },
  };
}

function* ask({ id, reached }: Client): Body<number> {
  let votes = 0;
  for (const node of reached) if (yield* node.setIfAbsent('lock', id, lease)) votes += 1;
  return votes;
}

function* release({ id, reached }: Client): Body {
  for (const node of reached) yield* node.deleteIfEquals('lock', id);
}

function* work(client: Client): Body {
  yield* client.inside.enter();
  yield* client.inside.leave();
  yield* release(client);
}

function* insistent(client: Client): Body {
  let votes = 0;
  for (let tried = 0; tried < tries; tried += 1) {
    votes = yield* ask(client);
    if (votes > nodesInAll / 2) return yield* work(client);
    yield* release(client);
  }
  promise(false, `${client.id} asked ${tries} times, got ${votes} of ${nodesInAll} nodes each time, and gives up: nobody can get in.`);
}

function* once(client: Client, quorum: number): Body {
  if ((yield* ask(client)) >= quorum) yield* work(client);
  else yield* release(client);
}

export default defineScenario({
  name: 'redlock-nodes-down',
  title: 'How many nodes of a Redlock may be down',
  promise: 'A client gets the lock although some nodes are down, and never do two get it.',
  topic: 'Redlock',
  variants: {
    'four-of-five-down': {
      explanation: 'It is said that Redlock tolerates the loss of N - 1 nodes. With four of five down the last one says yes, and that is one vote of the three that it takes. Nobody gets in until two more nodes are back.',
      expect: 'FAILED',
      fix: 'Count with a minority: two of five nodes may be down, one of three. For three of N down it takes seven nodes.',
      system: () => oneClient(4),
    },
    'three-of-five-down': {
      explanation: 'Two nodes of five say yes. That is a minority, and a minority is not enough: it must not be, since the others may be up and just out of reach.',
      expect: 'FAILED',
      fix: 'Keep a majority up, and watch for it. No protocol by majority goes on without one.',
      system: () => oneClient(3),
    },
    'two-of-five-down': {
      explanation: 'Three nodes of five are up, which is a majority, and the client gets in. A minority may be down, and no more.',
      expect: 'PROVED',
      system: () => oneClient(2),
    },
    'one-vote-is-enough': {
      explanation: 'To go on with N - 1 nodes down, one vote would have to be enough. Then a broken network is all it takes: A gets the nodes on its side, B those on the other, and both are inside.',
      expect: 'FAILED',
      fix: 'Ask for more than half of all nodes, those out of reach included. Two majorities always have a node in common, and that node says yes to one of them only.',
      system: () => split(1),
    },
    'majority-of-a-split': {
      explanation: 'The network is broken with two nodes on one side and three on the other. B gets three votes and works; A gets two at most, lets go of them, and stays out.',
      expect: 'PROVED',
      system: () => split(3),
    },
  },
});
