import { graphlib, layout } from '@dagrejs/dagre';
import { stronglyConnected } from '../../src/contention/components.ts';
import { waitGraphOf, type GraphNode, type WaitGraph } from '../../src/contention/wait-graph.ts';
import { el, svg } from '../shared/dom.ts';
import type { Model } from './model.ts';
import { nameActor } from './names.ts';
import { say } from './say.ts';
import { lockLabel } from './span-words.ts';

/** More open spans than these are no picture any more. */
const mostSpans = 200;

const letterWidth = 7.2;
const nodeHeight = 30;
const leastScale = 0.65;

/** In a place narrower than this, px, it goes downwards. */
const narrow = 560;

/** Who waits for whom now: processes and locks, and a ring about those that wait for each other. */
export class Graph {
  readonly element = el('div', { class: 'graph', tabindex: 0, role: 'region', hidden: true });
  readonly #model: Model;
  #shown = '';

  constructor(model: Model) {
    this.#model = model;
  }

  /** Draws it anew when it is not what is shown. */
  render(): void {
    const open = [...this.#model.store.open].slice(0, mostSpans).map((slot) => this.#model.store.span(slot));
    const graph = waitGraphOf(open);
    const labels = new Map(graph.nodes.map((node) => [node.id, this.#labelOf(node)]));
    const isNarrow = this.element.clientWidth < narrow;
    const shown = JSON.stringify([isNarrow, [...labels], graph.edges.map(({ from, to, is }) => [from, to, is])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.setAttribute('aria-label', say('graph'));
    if (graph.nodes.length === 0) this.element.replaceChildren(el('p', { class: 'hint' }, say('nobodyWaits')));
    else this.element.replaceChildren(draw(graph, labels, isNarrow), el('ul', { class: 'spoken' }, ...sentences(graph, labels).map((sentence) => el('li', {}, sentence))));
  }

  #labelOf(node: GraphNode): string {
    if (node.is === 'process') return nameActor(node.actor) ?? say('unnamed');
    return lockLabel(this.#model.store.locks.find(({ path }) => path === node.path)?.resource ?? node.path);
  }
}

function sentences({ edges }: WaitGraph, labels: ReadonlyMap<string, string>): readonly string[] {
  const name = (id: string): string => labels.get(id) ?? '';
  return edges.map(({ is, from, to }) => (is === 'waits-for' ? say('waitsFor', { waiter: name(from), lock: name(to) }) : say('heldBy', { lock: name(from), holder: name(to) })));
}

/** Components in which everything reaches everything, and so waits for itself. */
function ringsIn({ nodes, edges }: WaitGraph): readonly (readonly string[])[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  return stronglyConnected(nodes.map(({ id }) => id), (id) => (next.get(id) ?? []).map(({ to }) => to)).filter((ring) => ring.length > 1);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function draw(graph: WaitGraph, labels: ReadonlyMap<string, string>, isNarrow: boolean): SVGSVGElement {
  const placed = new graphlib.Graph({ compound: true, multigraph: true });
  placed.setGraph({ ...(isNarrow ? { rankdir: 'TB', ranksep: 32 } : { rankdir: 'LR', ranksep: 64 }), nodesep: 24, marginx: 24, marginy: 24 });
  placed.setDefaultEdgeLabel(() => ({}));
  for (const [id, label] of labels) placed.setNode(id, { width: Math.max(60, label.length * letterWidth + 24), height: nodeHeight });
  const rings = ringsIn(graph);
  rings.forEach((ring, at) => {
    placed.setNode(`ring ${at}`, {});
    for (const id of ring) placed.setParent(id, `ring ${at}`);
  });
  for (const { from, to, is } of graph.edges) placed.setEdge(from, to, {}, is);
  layout(placed);
  const { width = 0, height = 0 } = placed.graph();
  const picture = svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': say('graphLabel', { text: sentences(graph, labels).join('; ') }) },
    svg('defs', {}, arrow()),
    ...rings.map((_ring, at) => ringBox(boxOf(placed.node(`ring ${at}`)))),
    ...graph.edges.map(({ from, to, is }) => svg('path', { class: is, d: pathOf(placed.edge(from, to, is)), 'marker-end': 'url(#arrow)' })),
    ...graph.nodes.map((node) => nodeBox(node, boxOf(placed.node(node.id)), labels.get(node.id) ?? '')),
  );
  // A large one is made to fit as long as it can still be read.
  picture.style.minWidth = `${width * leastScale}px`;
  return picture;
}

function boxOf(value: Partial<Box>): Box {
  return { x: value.x ?? 0, y: value.y ?? 0, width: value.width ?? 0, height: value.height ?? 0 };
}

function ringBox({ x, y, width, height }: Box): SVGElement {
  return svg('rect', { class: 'ring', x: x - width / 2, y: y - height / 2, width, height, rx: 18 });
}

function nodeBox({ is }: GraphNode, { x, y, width, height }: Box, label: string): SVGElement {
  const box = svg('rect', { x: x - width / 2, y: y - height / 2, width, height, rx: is === 'process' ? height / 2 : 2 });
  return svg('g', { class: is }, box, svg('text', { x, y, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, label));
}

function arrow(): SVGElement {
  return svg('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' }, svg('path', { class: 'arrow', d: 'M0 0 L8 4 L0 8 Z' }));
}

function pathOf(edge: { readonly points?: readonly { readonly x: number; readonly y: number }[] }): string {
  return (edge.points ?? []).map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
}
