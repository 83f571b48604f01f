import { Cursor, OutOfSight, type SqliteValue } from './sqlite-cursor.ts';

/** The first page is the root of the table of tables. */
const schemaRoot = 1;
const fileHeaderLength = 100;

/** Columns of sqlite_schema. */
const schema = { type: 0, name: 1, rootPage: 3 } as const;

const pageTypes = { interior: 5, leaf: 13 } as const;

const magic = new TextEncoder().encode('SQLite format 3\0');

/** Whether bytes are the beginning of a SQLite database. */
export function isSqlite(head: Uint8Array): boolean {
  return head.length >= fileHeaderLength && magic.every((byte, i) => head[i] === byte);
}

/**
 * The rows of one table, from the beginning of a database file alone.
 * Source: https://sqlite.org/fileformat2.html, "B-tree Pages".
 * @param head the file's first bytes
 * @returns null when the table cannot be told for certain: there is none, a page that it needs lies
 *   beyond the head, or the file is in a mode where its newest content stands elsewhere. A value that
 *   overflows its page is undefined, as are those after it.
 */
export function readTable(head: Uint8Array, table: string): readonly (readonly SqliteValue[])[] | null {
  const pages = Pages.of(head);
  if (pages === null) return null;
  try {
    const entry = pages.rows(schemaRoot).find((row) => row[schema.type] === 'table' && row[schema.name] === table);
    const root = entry?.[schema.rootPage];
    return typeof root === 'number' ? pages.rows(root) : null;
  } catch (error) {
    if (error instanceof OutOfSight) return null;
    throw error;
  }
}

class Pages {
  readonly #bytes: DataView;
  readonly #pageSize: number;
  /** Without the bytes that are reserved at its end. */
  readonly #usable: number;

  private constructor(bytes: DataView, pageSize: number, usable: number) {
    this.#bytes = bytes;
    this.#pageSize = pageSize;
    this.#usable = usable;
  }

  /** null for what is no database with UTF-8 text that holds all of its own content. */
  static of(head: Uint8Array): Pages | null {
    if (!isSqlite(head)) return null;
    const bytes = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const stored = bytes.getUint16(16);
    const pageSize = stored === 1 ? 65_536 : stored;
    const isLegacy = bytes.getUint8(18) === 1 && bytes.getUint8(19) === 1;
    const isUtf8 = bytes.getUint32(56) === 1;
    return isLegacy && isUtf8 && pageSize >= 512 ? new Pages(bytes, pageSize, pageSize - bytes.getUint8(20)) : null;
  }

  /** @throws OutOfSight */
  rows(root: number): SqliteValue[][] {
    const rows: SqliteValue[][] = [];
    const pending = [root];
    const seen = new Set<number>();
    for (let page = pending.pop(); page !== undefined; page = pending.pop()) {
      if (seen.has(page)) throw new OutOfSight();
      seen.add(page);
      this.#visit(page, rows, pending);
    }
    return rows;
  }

  #visit(page: number, rows: SqliteValue[][], pending: number[]): void {
    const start = (page - 1) * this.#pageSize;
    if (page < 1 || start + this.#pageSize > this.#bytes.byteLength) throw new OutOfSight();
    const header = page === 1 ? fileHeaderLength : start;
    const type = this.#bytes.getUint8(header);
    const count = this.#bytes.getUint16(header + 3);
    if (type !== pageTypes.interior && type !== pageTypes.leaf) throw new OutOfSight();
    if (type === pageTypes.interior) pending.push(this.#bytes.getUint32(header + 8));
    const pointers = header + (type === pageTypes.interior ? 12 : 8);
    const content = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + start, this.#pageSize);
    for (let i = 0; i < count; i++) {
      const cell = new Cursor(content, this.#cellAt(pointers + 2 * i));
      if (type === pageTypes.interior) pending.push(cell.uint(4));
      else rows.push(this.#row(cell));
    }
  }

  #cellAt(pointer: number): number {
    if (pointer + 2 > this.#bytes.byteLength) throw new OutOfSight();
    return this.#bytes.getUint16(pointer);
  }

  #row(cell: Cursor): SqliteValue[] {
    const length = cell.varint();
    cell.varint();
    const local = cell.part(this.#localLength(length));
    const headerEnd = local.varint();
    const types: number[] = [];
    while (local.at < headerEnd) types.push(local.varint());
    return types.map((type) => local.value(type));
  }

  /** How much of a payload stands in the page itself; the rest is on overflow pages. */
  #localLength(length: number): number {
    if (length <= this.#usable - 35) return length;
    const least = Math.floor(((this.#usable - 12) * 32) / 255) - 23;
    const wanted = least + ((length - least) % (this.#usable - 4));
    return wanted <= this.#usable - 35 ? wanted : least;
  }
}
